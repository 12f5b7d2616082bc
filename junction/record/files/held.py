"""Every word the bytes of a file hold, also where no reader looks: remarks to the machine, targets of links,
formulas, titles of pages, names of pictures. Whoever hands on a file as received hands on these too.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes

from .kinds import FileKind, kind_of
from .limits import LIMITS
from .refusals import FileDamaged, TooHeavy

# Where in the file, the words, whether they were found among bytes that are no text.
Held = tuple[str, str, bool]

# Characters looked into together, and of those before that are looked into again.
_AT_ONCE, _OVER = 200_000, 1_000
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"</(?:\w+:)?(?:p|tr|t[cdh]|div|li|h\d|si|row|c|v|f|title)>")  # ends what words stand in
_SIGNS = re.compile(r"<[/?!]?[\w:.-]*|[\w:.-]+(?==[\"'])|[<>\"=]")  # names of elements and attributes
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_RUNS = {
    "latin-1": re.compile(rb"[\x20-\x7e\xa0-\xff]{4,}"),
    "utf-16-le": re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){4,}"),
    "utf-16-be": re.compile(rb"(?:\x00[\x20-\x7e\xa0-\xff]){4,}"),
}


def words_held(content: bytes, *, name: str = "") -> Iterator[Held]:
    """Yield the words of every part of a file; raise `CannotOpen` where a part is too large or damaged."""
    left = LIMITS["held_bytes_at_most"]
    for where, part in _parts(content, kind_of(content, name=name)):
        left -= len(part)
        if left < 0:
            raise TooHeavy
        for text, is_binary in _texts(part):
            for at in range(0, len(text), _AT_ONCE):
                yield where, text[max(0, at - _OVER) : at + _AT_ONCE], is_binary


def _parts(content: bytes, kind: FileKind) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"PK"):
        yield from _of_archive(content)
        return
    yield "file", content
    if kind is FileKind.PDF:
        yield from _of_pdf(content)
    if kind is FileKind.LETTER:
        for part in message_from_bytes(content).walk():
            said = part.get_payload(decode=True)
            if isinstance(said, bytes):
                yield "file", said


def _of_archive(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            yield "file", "\n".join(parts.namelist()).encode()
            for part in parts.infolist():
                if part.file_size > LIMITS["held_bytes_at_most"]:
                    raise TooHeavy
                yield part.filename, parts.read(part)
    # A broken list of parts, an unknown packing, a password, a part that does not unpack: not looked into.
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error):
        raise FileDamaged from None


def _of_pdf(content: bytes) -> Iterator[tuple[str, bytes]]:
    for found in _STREAM.finditer(content):
        unpacks = zlib.decompressobj()
        try:
            said = unpacks.decompress(found.group(1), LIMITS["held_bytes_at_most"])
        except zlib.error:
            continue  # not packed, so it was looked into as it stands, or a picture
        if unpacks.unconsumed_tail:
            raise TooHeavy
        yield "file", said


def _texts(part: bytes) -> Iterator[tuple[str, bool]]:
    text = _decoded(part)
    if text is None:
        for encoding, run in _RUNS.items():
            yield "\n".join(found.decode(encoding) for found in run.findall(part)), True
        return
    yield html.unescape(_SIGNS.sub(" ", text)), False
    if "<" in text:
        yield html.unescape(_TAG.sub("", _BLOCK.sub("\n", text))), False  # a word may be parted by elements


def _decoded(part: bytes) -> str | None:
    for encoding in ("utf-16",) if part.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig",):
        try:
            text = part.decode(encoding)
        except UnicodeDecodeError:
            return None
        return None if "\0" in text else text
    return None
