"""A backup holds everything, is checked before it is used, and comes back whole or not at all."""

import io
import json
import tarfile
from datetime import UTC, datetime

import pytest
from django.db import connection
from typer.testing import CliRunner

from junction.config import backups
from junction.config.commandline.topics import app
from junction.core.audit.operations import record
from junction.core.postgres.programs import ProgramFailed
from junction.people.queries import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    (settings.HOME / "files" / "ab").mkdir(parents=True)
    (settings.HOME / "files" / "ab" / "abcdef01").write_bytes(b"a letter")
    (settings.HOME / "secret-key").write_text("the key")
    return settings.HOME


def write_line(subject: str) -> None:
    record(at=NOW, by=system_actor("test"), verb="test.written", subject=subject)


def lines() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select subject from core_auditentry where verb = 'test.written' order by id")
        return [subject for (subject,) in cursor.fetchall()]


def test_everything_comes_back_as_it_was(home, tmp_path):
    write_line("place:1")
    manifest = backups.backup(tmp_path / "b.tar", now=NOW)
    assert set(manifest["parts"]) == {"database.dump", "files/ab/abcdef01", "keys/secret-key"}
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0
    write_line("place:2")
    (home / "files" / "ab" / "abcdef01").unlink()
    (home / "secret-key").write_text("another")
    backups.restore(tmp_path / "b.tar", replace=True)
    assert lines() == ["place:1"]
    assert (home / "files" / "ab" / "abcdef01").read_bytes() == b"a letter"
    assert (home / "secret-key").read_text() == "the key"


def test_a_document_given_up_or_stored_meanwhile_is_in_the_backup(home, tmp_path, monkeypatch):
    dump = backups.programs.dump

    def meanwhile(*arguments, **named):
        (home / "files" / "ab" / "abcdef01").unlink()
        (home / "files" / "ab" / "abcdef02").write_bytes(b"another letter")
        dump(*arguments, **named)

    monkeypatch.setattr(backups.programs, "dump", meanwhile)
    manifest = backups.backup(tmp_path / "b.tar", now=NOW)
    assert {"files/ab/abcdef01", "files/ab/abcdef02"} <= set(manifest["parts"])
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []


def test_what_is_there_is_not_lost_unasked(home, tmp_path):
    write_line("place:1")
    backups.backup(tmp_path / "b.tar", now=NOW)
    with pytest.raises(backups.BackupRefused, match="--replace"):
        backups.restore(tmp_path / "b.tar", replace=False)
    with pytest.raises(backups.BackupRefused, match="exists already"):
        backups.backup(tmp_path / "b.tar", now=NOW)
    assert lines() == ["place:1"]


def content(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    assert file
    return file.read()


def rewritten(source, target, **changed: bytes) -> None:
    """Copy a backup with some parts changed; names use "_" for "." and "/"."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            plain = member.name.replace(".", "_").replace("/", "_")
            kept = changed.get(plain, content(old, member.name))
            member.size = len(kept)
            new.addfile(member, io.BytesIO(kept))


def manifest_of(path) -> dict:
    with tarfile.open(path) as archive:
        return json.loads(content(archive, "manifest.json"))


def test_a_changed_part_is_found_before_anything_is_touched(home, tmp_path):
    write_line("place:1")
    backups.backup(tmp_path / "b.tar", now=NOW)
    rewritten(tmp_path / "b.tar", tmp_path / "c.tar", database_dump=b"rubbish")
    with pytest.raises(backups.BackupRefused, match=r"database.dump is not as it was"):
        backups.restore(tmp_path / "c.tar", replace=True)
    assert lines() == ["place:1"]


def test_missing_rows_take_the_restore_back(home, tmp_path):
    write_line("place:1")
    backups.backup(tmp_path / "b.tar", now=NOW)
    manifest = manifest_of(tmp_path / "b.tar")
    manifest["rows"]["core_auditentry"] += 1
    rewritten(tmp_path / "b.tar", tmp_path / "c.tar", manifest_json=json.dumps(manifest).encode())
    write_line("place:2")
    with pytest.raises(ProgramFailed, match="core_auditentry came back with"):
        backups.restore(tmp_path / "c.tar", replace=True)
    assert lines() == ["place:1", "place:2"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "files/../../x", "/etc/passwd", "keys/other"])
def test_a_part_that_is_no_part_is_refused(home, tmp_path, name):
    backups.backup(tmp_path / "b.tar", now=NOW)
    manifest = manifest_of(tmp_path / "b.tar")
    manifest["parts"][name] = "0" * 64
    rewritten(tmp_path / "b.tar", tmp_path / "c.tar", manifest_json=json.dumps(manifest).encode())
    with pytest.raises(backups.BackupRefused, match="no part of a backup"):
        backups.restore(tmp_path / "c.tar", replace=True)


def run(*arguments: str) -> str:
    """What the command line says, on one line."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 1
    return " ".join(result.output.split())


def test_where_documents_cannot_be_put_back_the_database_is_left_and_it_is_said(home, tmp_path):
    write_line("place:1")
    backups.backup(tmp_path / "b.tar", now=NOW)
    write_line("place:2")
    (home / "files" / "ab" / "abcdef01").unlink()
    (home / "files" / "ab").rmdir()
    (home / "files" / "ab").write_text("in the way")
    said = run("restore", str(tmp_path / "b.tar"), "--replace")
    assert "The database was not changed. A document could not be put back" in said
    assert "Nothing was changed" not in said
    assert lines() == ["place:1", "place:2"]


def test_documents_put_beside_an_unchanged_database_are_said(home, tmp_path):
    write_line("place:1")
    backups.backup(tmp_path / "b.tar", now=NOW)
    manifest = manifest_of(tmp_path / "b.tar")
    manifest["rows"]["core_auditentry"] += 1
    rewritten(tmp_path / "b.tar", tmp_path / "c.tar", manifest_json=json.dumps(manifest).encode())
    (home / "files" / "ab" / "abcdef01").unlink()
    said = run("restore", str(tmp_path / "c.tar"), "--replace")
    assert "The database was not changed." in said and "core_auditentry came back with" in said
    assert "NOTICE" not in said and "Nothing was changed" not in said
    assert "1 documents of the backup now lie beside" in said


def test_a_key_that_cannot_be_put_back_is_said_and_how_to_get_it(home, tmp_path):
    write_line("place:1")
    backups.backup(tmp_path / "b.tar", now=NOW)
    write_line("place:2")
    (home / "secret-key").unlink()
    (home / "secret-key").mkdir()
    said = run("restore", str(tmp_path / "b.tar"), "--replace")
    assert "The database and the documents are put back; secret-key is not" in said
    assert "Take keys/secret-key out of" in said
    assert lines() == ["place:1"]


def test_a_file_that_is_no_backup_is_refused(home, tmp_path):
    (tmp_path / "letter.tar").write_text("Dear Sir or Madam")
    with pytest.raises(backups.BackupRefused, match="not a whole backup"):
        backups.restore(tmp_path / "letter.tar", replace=True)
