"""Documents: stored once, whole, immutable, and found out when they are not."""

import os
from datetime import UTC, datetime

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.files import disk, operations, queries
from junction.core.files.models import GivenUp, StoredFile
from junction.core.scope import NOBODY, Actor

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
CLERK = Actor(key="user:1", name="Clerk", scope=NOBODY)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path / "files"


def store(content=b"%PDF-1.7 guidance", name="guidance.pdf"):
    return operations.store(content, name=name, media_type="application/pdf", by=CLERK, now=NOW)


def test_a_document_comes_back_as_it_was():
    row = store()
    assert queries.content(row.sha256) == b"%PDF-1.7 guidance"
    assert queries.stored(row.sha256) == row
    assert (row.bytes, row.name, row.by) == (17, "guidance.pdf", "user:1")
    assert list(disk.pieces(disk.path_of(queries.folder(), row.sha256))) == [b"%PDF-1.7 guidance"]


def test_the_same_bytes_are_kept_once(home):
    assert store() == store(name="other.pdf")
    assert StoredFile.objects.count() == 1
    assert len([path for path in home.rglob("*") if path.is_file()]) == 1
    assert [
        line.detail["again"] for line in AuditEntry.objects.filter(verb="file.stored").order_by("pk")
    ] == [
        False,
        True,
    ]


def test_a_file_on_disk_may_not_be_written(home):
    row = store()
    assert disk.path_of(home, row.sha256).stat().st_mode & 0o777 == 0o440


def test_damage_is_found_and_a_document_sent_again_mends_it(home):
    row = store()
    path = disk.path_of(home, row.sha256)
    path.chmod(0o640)
    path.write_bytes(b"other")
    assert list(queries.damaged()) == [row.sha256]
    with pytest.raises(queries.FileDamaged):
        queries.content(row.sha256)
    path.unlink()
    assert list(queries.damaged()) == [row.sha256]
    store()
    assert list(queries.damaged()) == []


def test_a_write_that_fails_leaves_nothing(home, monkeypatch):
    monkeypatch.setattr(disk.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        store()
    assert [path for path in home.rglob("*") if path.is_file()] == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "Z" * 64, "a" * 63])
def test_only_a_hash_is_a_place(home, name):
    with pytest.raises(ValueError, match="SHA-256"):
        disk.path_of(home, name)


def test_a_name_loses_its_folders():
    assert store(name="../../guidance.pdf").name == "guidance.pdf"


def test_a_document_that_nothing_needs_is_given_up_row_and_bytes(home, django_capture_on_commit_callbacks):
    row = store()
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.give_up(row.sha256, by=CLERK, now=NOW)
        assert disk.path_of(home, row.sha256).exists()  # until it is committed
    assert not GivenUp.objects.exists()
    assert not StoredFile.objects.exists()
    assert [path for path in home.rglob("*") if path.is_file()] == []
    assert AuditEntry.objects.filter(verb="file.given-up", subject=f"file:{row.sha256}").count() == 1
    assert store().sha256 == row.sha256  # it may come back


def test_bytes_that_a_dead_process_left_are_removed_later(home):
    row = store()
    operations.give_up(row.sha256, by=CLERK, now=NOW)  # it dies here: what follows the commit never runs
    assert disk.path_of(home, row.sha256).exists()
    assert [operations.remove_given_up() for _ in range(2)] == [1, 0]
    assert not disk.path_of(home, row.sha256).exists()


def test_what_came_again_meanwhile_is_not_removed(home):
    row = store()
    operations.give_up(row.sha256, by=CLERK, now=NOW)
    store()
    assert operations.remove_given_up() == 1
    assert disk.path_of(home, row.sha256).exists() and list(queries.damaged()) == []


def take_in(content=b"a bundle"):
    with operations.workroom() as room:
        made = room / "bundle.zip"
        made.write_bytes(content)
        return operations.take_in(made, name="b.zip", media_type="application/zip", by=CLERK, now=NOW)


def test_what_was_made_in_a_workroom_is_moved_and_the_rest_goes(home):
    row = take_in()
    path = disk.path_of(home, row.sha256)
    assert path.read_bytes() == b"a bundle" and path.stat().st_mode & 0o777 == 0o440
    assert [found for found in home.rglob("*") if found.is_file()] == [path]
    assert (row.bytes, b"".join(queries.pieces(row.sha256))) == (8, b"a bundle")
    assert take_in() == row == operations.store(b"a bundle", name="c", media_type="", by=CLERK, now=NOW)
    again = (
        AuditEntry.objects.filter(verb="file.stored").order_by("pk").values_list("detail__again", flat=True)
    )
    assert list(again) == [False, True, True]


def test_pieces_of_what_is_damaged_are_refused_before_the_first(home):
    row = take_in()
    disk.path_of(home, row.sha256).unlink()
    with pytest.raises(queries.FileDamaged):
        queries.pieces(row.sha256)


def test_what_a_dead_process_left_in_its_workroom_is_cleared_after_two_days(home):
    operations.clear_workrooms(NOW)  # there is none
    old, new = home / operations.ROOMS / "old", home / operations.ROOMS / "new"
    for room, days in ((old, 3), (new, 1)):
        room.mkdir(parents=True)
        (room / "part").write_bytes(b"x")
        os.utime(room, times=(NOW.timestamp() - days * 86400,) * 2)
    operations.clear_workrooms(NOW)
    assert not old.exists() and new.exists()
