"""A small message of Outlook (.msg), written by hand: all its streams lie in the mini stream."""

import struct

SECTOR, MINI = 512, 64
END, FREE, FAT_ITSELF = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
STRING, BINARY, NUMBER, TIME = 0x001F, 0x0102, 0x0003, 0x0040
SUBJECT, BODY, SENDER, SENDER_ADDRESS, SENT, RICH_TEXT = 0x0037, 0x1000, 0x0C1A, 0x0C1F, 0x0039, 0x1009
NAME, ADDRESS, RECIPIENT_KIND, FILE_NAME, FILE, METHOD = 0x3001, 0x39FE, 0x0C15, 0x3707, 0x3701, 0x3705
HTML, CODE_PAGE = 0x1013, 0x3FDE


def msg(properties, *, people=(), files=(), held=()) -> bytes:
    """Return a message; properties are {(id, type): value}, the others lists of the same."""
    count = len(files) + len(held)
    header = struct.pack("<8x4I8x", len(people), count, len(people), count)
    root = _streams(properties, header)
    root |= {f"__recip_version1.0_#{n:08X}": _streams(each, bytes(8)) for n, each in enumerate(people)}
    root |= {f"__attach_version1.0_#{n:08X}": _streams(each, bytes(8)) for n, each in enumerate(files)}
    for n, each in enumerate(held, start=len(files)):
        message = _streams(each, struct.pack("<8x4I", 0, 0, 0, 0))
        storage = _streams({(METHOD, NUMBER): 5}, bytes(8)) | {"__substg1.0_3701000D": message}
        root[f"__attach_version1.0_#{n:08X}"] = storage
    return compound(root)


def _streams(properties, header: bytes) -> dict:
    table, streams = header, {}
    for (identity, kind), value in properties.items():
        if kind in (NUMBER, TIME):
            held = struct.pack("<q", value)
        else:
            content = value.encode("utf-16-le") if kind == STRING else value
            streams[f"__substg1.0_{identity:04X}{kind:04X}"] = content
            held = struct.pack("<II", len(content) + (2 if kind == STRING else 0), 0)
        table += struct.pack("<HHI", kind, identity, 6) + held
    return streams | {"__properties_version1.0": table}


def compound(tree: dict) -> bytes:
    """Return a compound file; a dict is a storage, bytes are a stream."""
    entries: list[list] = [["Root Entry", 5, FREE, FREE, 0, 0]]
    mini = bytearray()
    mini_fat: list[int] = []
    entries[0][3] = _add(tree, entries, mini, mini_fat)
    entries[0][4:] = [0, len(mini)]
    while len(entries) % 4:
        entries.append(["", 0, FREE, FREE, 0, 0])
    directory = b"".join(_entry(*each) for each in entries)
    table = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    table += b"\xff" * (-len(table) % SECTOR)
    parts = [bytes(mini) + bytes(-len(mini) % SECTOR), directory, table]
    fat: list[int] = []
    starts: list[int] = []
    for part in parts:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + len(part) // SECTOR), END]
    fat_at = len(fat)
    fat.append(FAT_ITSELF)
    assert len(fat) <= SECTOR // 4
    fat += [FREE] * (SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, starts[1], 0, 4096, starts[2],
                          len(table) // SECTOR, END, 0, fat_at)  # fmt: skip
    header += b"\xff" * (SECTOR - len(header))
    return header + b"".join(parts) + struct.pack(f"<{len(fat)}I", *fat)


def _add(tree: dict, entries: list, mini: bytearray, mini_fat: list[int]) -> int:
    """Add what a storage holds; return the number of its first entry."""
    last = first = FREE
    for name, held in tree.items():
        number = len(entries)
        if isinstance(held, dict):
            entries.append([name, 1, FREE, FREE, 0, 0])
            entries[number][3] = _add(held, entries, mini, mini_fat)
        else:
            start, count = len(mini_fat), max(1, -(-len(held) // MINI))
            mini += held + bytes(count * MINI - len(held))
            mini_fat += [*range(start + 1, start + count), END]
            entries.append([name, 2, FREE, FREE, start, len(held)])
        if last == FREE:
            first = number
        else:
            entries[last][2] = number
        last = number
    return first


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    coded = (name + "\0").encode("utf-16-le") if name else b""
    return coded.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIQ", len(coded), kind, 1, FREE, right, child, start, size
    )
