"""What a stranger may bring to be checked: a bundle however it was packed, and everything that is none."""

import os
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.files import opened_bundles
from junction.record.files.opened_bundles import NoBundle, opened

from .disclosing import packed

BAG = {"bagit.txt": b"BagIt-Version: 1.0\n", "data/documents/0001-a.txt": b"One.\nTwo.\n"}


def read(path):
    with opened(path) as files:
        return {name: b"".join(said) for name, said in files.items()}


def zipped(tmp_path, files, **more):
    path = tmp_path / "bundle.zip"
    path.write_bytes(packed(files, **more))
    return path


@pytest.mark.parametrize("top", ["", "extract-3/"])
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_bundle_is_read_however_it_was_packed_again(tmp_path, top, compression):
    files = {f"{top}{name}": said for name, said in BAG.items()}
    assert read(zipped(tmp_path, files, compression=compression)) == BAG


@pytest.mark.parametrize("top", [".", "extract-3"])
def test_a_bundle_is_read_unpacked(tmp_path, top):
    for name, said in BAG.items():
        (tmp_path / top / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / top / name).write_bytes(said)
    assert read(tmp_path) == BAG


def refused(path):
    with pytest.raises(NoBundle) as caught:
        read(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty."),
        (b"Dear all", "It is no ZIP."),
        (b"PK", "It is no ZIP."),
        (packed(BAG)[:90], "It is cut off: its end is missing. Fetch it again."),
        (b"PK\x05\x06", "It is cut off or damaged, or no bundle"),
        (packed({}), "It is no bundle of ours"),
        (packed({"letter.txt": b"Dear all"}), "It is no bundle of ours"),
        (packed(BAG | {"../out": b""}), "It has a file whose name leads out of it: ../out"),
        (packed(BAG | {"data//out": b""}), "It has a file whose name leads out of it"),
        (packed(BAG | {"/out": b""}), "It has a file whose name leads out of it"),
        (packed(BAG | {"C:/out": b""}), "It has a file whose name leads out of it"),
        (packed(BAG | {"x\\out": b""}), "It has a file whose name leads out of it"),
        (packed(BAG | {"x" * 60_000: b""}), "It has a file whose name has 60,000 letters"),
        (packed(BAG | {"data/x": bytes(9_000_000)}, zipfile.ZIP_DEFLATED), "data/x in it is packed so"),
    ],
)
def test_what_is_no_bundle_is_refused_in_a_sentence(tmp_path, content, why):
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    assert refused(path).startswith(why)


def test_what_is_neither_file_nor_folder_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "It is neither a file nor a folder."
    assert refused(tmp_path / "none.zip") == "There is no such file."
    assert refused(tmp_path / ("x" * 300))
    assert refused(tmp_path) == "pipe in it is no plain file."
    (tmp_path / "pipe").unlink()
    assert refused(tmp_path).startswith("It is no bundle of ours")
    (tmp_path / "bagit.txt").symlink_to("/etc/passwd")
    assert refused(tmp_path) == "bagit.txt in it is no plain file."


def test_a_name_that_is_there_twice_is_refused(tmp_path):
    path = zipped(tmp_path, BAG)
    with zipfile.ZipFile(path, "a") as bundle, pytest.warns(UserWarning, match="Duplicate"):
        bundle.writestr("bagit.txt", b"another")
    assert refused(path) == "bagit.txt is in it twice."


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        ("bytes_at_most", "Unpacked it would be far too large"),
        ("files_at_most", "It has more than 1 files."),
        ("list_bytes_at_most", "Its list of files is far too long"),
    ],
)
def test_what_would_fill_disk_or_memory_is_refused_before_it_does(tmp_path, monkeypatch, limit, why):
    monkeypatch.setattr(opened_bundles, "MOST", opened_bundles.MOST | {limit: 1})
    assert refused(zipped(tmp_path, BAG)).startswith(why)


def test_files_that_lie_over_each_other_are_refused(tmp_path):
    content = packed(BAG | {"data/x": b"x" * 1000})
    listed = content.index(b"PK\x01\x02")
    size, start = struct.unpack_from("<LL", content, content.rindex(b"PK\x05\x06") + 12)
    last = content[content.rindex(b"PK\x01\x02", 0, start + size) : start + size]
    again = last.replace(b"data/x", b"data/y")
    ended = bytearray(content[start + size :])
    struct.pack_into("<HHL", ended, 8, 4, 4, size + len(again))
    path = tmp_path / "bundle.zip"
    path.write_bytes(content[:listed] + content[start : start + size] + again + bytes(ended))
    assert refused(path).startswith("Files in it lie over each other")


def test_one_that_is_locked_is_refused(tmp_path):
    content = bytearray(packed(BAG))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    assert "password" in refused(path)


@given(st.data())
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_whatever_is_damaged_is_read_or_refused_and_never_breaks(tmp_path_factory, compression, data):
    content = bytearray(packed(BAG | {"data/x": b"words " * 50}, compression))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)) | st.just(len(content)))]
    path = tmp_path_factory.mktemp("damaged") / "bundle.zip"
    path.write_bytes(content)
    try:
        read(path)
    except NoBundle as problem:
        assert str(problem)


def test_a_file_without_a_name_is_refused(tmp_path):
    path = tmp_path / "extract.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("zq", b"words")
    path.write_bytes(path.read_bytes().replace(b"zq", b"\0q"))  # a name ends at its first nought
    with pytest.raises(NoBundle, match="leads out"), opened(path):
        pass
