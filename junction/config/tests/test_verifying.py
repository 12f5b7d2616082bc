"""`junction verify BUNDLE`: what a stranger is told, with no database at hand."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from junction.config.commandline.topics import app
from junction.core.files.queries import content
from junction.record.tests.disclosing import packed, proved, released, unpacked

ROOT = Path(__file__).parents[3]
HUB = "data/documents/0002-the-hub.txt"


@pytest.fixture
def extract(areas):
    return released()


@pytest.fixture
def bundle(extract):
    return unpacked(content(extract.file_id))


def say(path, *more):
    said = CliRunner().invoke(app, ["verify", str(path), *more])
    assert said.exception is None or isinstance(said.exception, SystemExit)
    return said.exit_code, said.output


def brought(tmp_path, files):
    path = tmp_path / "brought.zip"
    path.write_bytes(files if isinstance(files, bytes) else packed(files))
    return path


def without(bundle, name):
    return {path: said for path, said in bundle.items() if path != name}


def test_the_command_says_yes(extract, bundle, tmp_path):
    path = brought(tmp_path, content(extract.file_id))
    code, said = say(path, "--head", f" {extract.seal['head'].upper()} ", "--key", extract.seal["public_key"])
    assert code == 0 and said.startswith("Yes: ") and extract.seal["head"] in said
    assert "Compare the head" in say(path)[1] and "Compare the head" not in said
    code, said = say(path, "--json")
    assert code == 0 and json.loads(said)["intact"] is True


def test_the_folder_it_was_unpacked_in_is_a_bundle_too(extract, tmp_path):
    zipfile.ZipFile(io.BytesIO(content(extract.file_id))).extractall(tmp_path / "there")
    assert say(tmp_path / "there")[0] == 0
    hub = tmp_path / "there" / HUB
    hub.write_bytes(hub.read_bytes().replace(b"twelve", b"twelfe"))
    assert say(tmp_path / "there") == (1, f"No: {HUB} line 3 was changed.\n")


TAMPERINGS = [
    (lambda b: b | {HUB: b[HUB].replace(b"twelve", b"twelfe")}, f"{HUB} line 3 was changed"),
    (lambda b: without(b, HUB), f"{HUB} was removed"),
    (lambda b: b | {"data/aaa.txt": b"x"}, "data/aaa.txt was added"),
    (lambda b: without(b, "chain.tsv"), "chain.tsv was removed"),
    (lambda b: without(b, "bagit.txt"), "bagit.txt was removed"),
    (lambda b: b | {"manifest-sha256.txt": b""}, "the line of data/documents/0001-"),
    (lambda b: b | {"chain.tsv": b"x" * 20_000_000}, "chain.tsv line 1 was changed: it is far too long"),
    (lambda b: b | {"chain.tsv": b["chain.tsv"][:-9]}, "chain.tsv line"),
    (lambda b: b | {"chain.tsv": b["chain.tsv"] * 2}, "chain.tsv line"),
    (
        lambda b: proved(b | {HUB: b"Other.\n"}, lambda *_: json.loads(b["seal.json"])),
        "seal.json bears another head",
    ),
    (lambda b: b | {"seal.json": b"[" * 100_000}, "seal.json was changed"),
    (lambda b: b | {"data/\x1b[2Jx": b""}, "data/\\x1b[2Jx was added"),
]


@pytest.mark.parametrize(("tamper", "why"), TAMPERINGS)
def test_each_way_to_tamper_is_named(bundle, tmp_path, tamper, why):
    path = brought(tmp_path, tamper(bundle))
    code, said = say(path)
    assert code == 1 and said.startswith(f"No: {why}") and "\x1b" not in said
    code, said = say(path, "--json")
    assert code == 1 and json.loads(said.splitlines()[0])["intact"] is False


def test_a_byte_that_was_changed_in_the_zip_itself_is_named_by_its_line(extract, tmp_path):
    path = brought(tmp_path, content(extract.file_id).replace(b"It has twelve", b"It has twenty"))
    code, said = say(path)
    assert code == 1 and f"{HUB} line 3 was changed" in said


def test_another_head_or_key_than_was_published_is_no(extract, tmp_path):
    path = brought(tmp_path, content(extract.file_id))
    for option in ("--head", "--key"):
        assert say(path, option, "0" * 64)[0] == 1


@pytest.mark.parametrize("bad", [b"", b"Dear all", b"PK\x03\x04 and no more"])
def test_what_cannot_be_checked_ends_with_two(tmp_path, bad):
    path = brought(tmp_path, bad)
    code, said = say(path)
    assert code == 2 and f"{path} could not be checked." in said
    code, said = say(path, "--json")
    assert code == 2 and json.loads(said.splitlines()[0])["intact"] is None
    assert say(tmp_path / "none.zip")[0] == 2


def run(folder, *arguments, home):
    """Run the program itself in another folder, with nothing of the house about it."""
    around = {"PATH": os.environ["PATH"], "JUNCTION_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "junction.config.commandline", *arguments],
        cwd=folder, env=around, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [("brought.zip", 0), ("none.zip", 2), (".", 2)])
def test_a_stranger_elsewhere_with_no_database_is_answered(extract, tmp_path, name, code):
    (tmp_path / "there").mkdir()
    brought(tmp_path / "there", content(extract.file_id))
    done = run(tmp_path / "there", "verify", name, home=tmp_path / "home")
    assert (done.returncode, done.stdout.startswith("Yes: ")) == (code, code == 0), done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_written_is_said(tmp_path):
    done = run(tmp_path, "verify", "none.zip", home="/proc/none")
    assert done.returncode == 1 and "Set JUNCTION_HOME" in done.stderr and "Traceback" not in done.stderr
