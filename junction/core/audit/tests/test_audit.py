"""The log: written with the write, refused any change, chained, sealed, and proved or named broken."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from junction.core.audit import operations, proof, queries, rules
from junction.core.audit.models import AuditCheckpoint, AuditEntry, AuditLink, AuditPending
from junction.core.scope import NOBODY, Actor, Grant, Reach, Scope

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
CLERK = Actor(key="user:1", name="Clerk", scope=NOBODY)
AUDITOR = Scope((Grant("auditor", frozenset({"audit.see"}), Reach(national=True)),))


def write(count, first=1):
    entries = [
        operations.Entry(f"thing:{number}", {"share": 0.1, "word": "é"})
        for number in range(first, first + count)
    ]
    operations.record_many(at=NOW, by=CLERK, verb="core.thing.changed", entries=entries)


def tamper(sql):
    """Do what only somebody with power over the database can."""
    tables = ("core_auditentry", "core_auditlink", "core_auditcheckpoint")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(sql)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


@pytest.fixture(autouse=True)
def _empty_log(request):
    """Other tests of the session may have left lines: each test here starts from none."""
    if {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db" if _commits(request) else "db")
        tables = "core_auditentry, core_auditlink, core_auditcheckpoint, core_auditpending"
        tamper("".join(f"DELETE FROM {table};" for table in tables.split(", ")))


def _commits(request):
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture
def chained(db):
    write(5)
    operations.chain()
    return list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("table", ["core_auditentry", "core_auditlink", "core_auditcheckpoint"])
@pytest.mark.parametrize("deed", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_database_refuses_to_rewrite(chained, table, deed):
    column = {"core_auditentry": "why", "core_auditlink": "hash", "core_auditcheckpoint": "hash"}[table]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(deed.format(table, column))


def test_a_line_is_written_linked_and_proved(db):
    operations.record(at=NOW, by=CLERK, verb="core.thing.made", subject="thing:1", why="asked", size=3)
    assert queries.verify() == queries.VerifyReport(lines=0, checkpoints=0, waiting=1)
    assert operations.chain() == 1
    assert queries.verify() == queries.VerifyReport(lines=1, checkpoints=0, waiting=0)
    assert operations.chain() == 0


def test_a_set_is_one_copy_whatever_its_size(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        write(500)
    line = AuditEntry.objects.get(subject="thing:500")
    assert (line.at, line.by, line.verb) == (NOW, "user:1", "core.thing.changed")
    assert (line.detail, line.why, line.playbook) == ({"share": 0.1, "word": "é"}, "", "")


def test_long_chains_go_batch_by_batch(db, monkeypatch):
    monkeypatch.setattr(operations, "BATCH", 7)
    write(20)
    assert operations.chain() == 20
    assert list(AuditLink.objects.order_by("position").values_list("position", flat=True)) == list(
        range(1, 21)
    )
    assert queries.verify().lines == 20


def test_a_database_function_may_write_lines_itself(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_auditentry (at, by, verb, subject)"
            " SELECT now(), 'token:3', 'returns.return.filed', 'return:' || n FROM generate_series(1, 3) n"
        )
    assert operations.chain() == 3
    assert queries.verify().is_intact


def test_a_seal_signs_the_end_of_the_chain_once(chained):
    seal = operations.seal(NOW)
    assert seal is not None and seal.position == 5
    assert operations.seal(NOW) is None
    assert queries.verify().checkpoints == 1
    assert queries.import_seals(queries.export_seals()) == queries.seals()


def test_a_changed_line_is_named(chained):
    tamper(f"UPDATE core_auditentry SET why = 'other' WHERE id = {chained[2]}")
    assert queries.verify().broken == proof.Broken(3, chained[2], "the line was changed")


def test_a_deleted_line_is_named(chained):
    tamper(f"DELETE FROM core_auditentry WHERE id = {chained[1]}")
    assert queries.verify().broken == proof.Broken(2, chained[1], "the line was deleted")


def test_a_line_deleted_with_its_link_is_named(chained):
    tamper(
        f"DELETE FROM core_auditlink WHERE entry_id = {chained[1]};"
        f"DELETE FROM core_auditentry WHERE id = {chained[1]}"
    )
    broken = queries.verify().broken
    assert broken is not None and broken.reason == "the link at position 2 is missing"


def test_lines_in_another_order_are_named(chained):
    tamper(
        "UPDATE core_auditlink SET position = -position WHERE position IN (2, 3);"
        "UPDATE core_auditlink SET position = 5 + position WHERE position < 0"
    )
    broken = queries.verify().broken
    assert broken is not None and (broken.position, "order" in broken.reason) == (2, True)


def test_a_line_put_in_beside_the_chain_is_named(chained):
    tamper(
        "INSERT INTO core_auditentry (at, by, verb, subject)"
        " VALUES (now(), 'user:1', 'core.thing.made', 'thing:9')"
    )
    broken = queries.verify().broken
    assert broken is not None and "no link" in broken.reason


def test_a_line_deleted_while_it_waits_is_named(chained):
    write(1, first=6)
    tamper("DELETE FROM core_auditentry WHERE subject = 'thing:6'")
    broken = queries.verify().broken
    assert broken is not None and "before it was linked" in broken.reason


def test_a_chain_cut_off_or_rewritten_below_a_seal_is_named(chained):
    operations.seal(NOW)
    copy = queries.seals()
    tamper(
        f"DELETE FROM core_auditlink WHERE position = 5; DELETE FROM core_auditentry WHERE id = {chained[4]}"
    )
    broken = queries.verify().broken
    assert broken is not None and "a seal knows 5 lines" in broken.reason
    tamper("DELETE FROM core_auditcheckpoint")
    assert queries.verify().is_intact
    assert not queries.verify(known=copy).is_intact


def test_history_rewritten_with_all_its_hashes_does_not_fit_its_seal(chained):
    operations.seal(NOW)
    tamper(
        f"UPDATE core_auditentry SET why = 'other' WHERE id = {chained[0]}; DELETE FROM core_auditlink;"
        "INSERT INTO core_auditpending SELECT id FROM core_auditentry"
    )
    operations.chain()
    assert queries.verify().broken == proof.Broken(5, chained[4], "a seal knows another history up to here")


def test_a_seal_by_another_key_is_named(chained, settings):
    operations.seal(NOW)
    before = queries.seals()[0].public_key
    settings.JUNCTION_AUDIT_SECRET = "another"
    broken = queries.verify().broken
    assert broken is not None and "not trusted" in broken.reason
    settings.JUNCTION_AUDIT_OLD_KEYS = [before]
    assert queries.verify().is_intact
    tamper("UPDATE core_auditcheckpoint SET signature = repeat('0', 128)")
    broken = queries.verify().broken
    assert broken is not None and "false" in broken.reason


def test_only_who_may_see_the_log_sees_it(chained, django_assert_num_queries):
    assert not queries.lines(NOBODY).exists()
    regional = Scope((Grant("auditor", frozenset({"audit.see"}), Reach(areas=frozenset({"E12000001"}))),))
    assert not queries.lines(regional).exists()
    with django_assert_num_queries(1):
        assert len(queries.lines(AUDITOR)) == 5
    assert [line.subject for line in queries.lines(AUDITOR, queries.Wanted(subject="thing:2"))] == ["thing:2"]
    assert queries.lines(AUDITOR, queries.Wanted(by="user:1", verb="core.")).count() == 5
    assert queries.lines(AUDITOR, queries.Wanted(verb="core.thing.made")).count() == 0
    assert queries.lines(AUDITOR, queries.Wanted(at_from=NOW, at_until=NOW)).count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_line_committed_after_later_ones_takes_the_next_position():
    """The early line has the lower id, its transaction ends last, and nothing is missed or doubled."""
    written, finish = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                write(1, first=1)
                written.set()
                finish.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    written.wait(10)
    write(1, first=2)
    assert operations.chain() == 1
    finish.set()
    thread.join()
    assert operations.chain() == 1
    links = AuditLink.objects.order_by("position").values_list("entry__subject", flat=True)
    assert list(links) == ["thing:2", "thing:1"]
    assert queries.verify().is_intact


@pytest.mark.django_db(transaction=True)
def test_two_chainers_at_once_link_each_line_once():
    write(200)

    def work():
        try:
            operations.chain()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditLink.objects.count() == 200
    assert not AuditPending.objects.exists()
    assert queries.verify().is_intact


LINES = st.lists(
    st.builds(
        rules.Line,
        id=st.integers(1),
        at=st.datetimes(timezones=st.just(UTC)),
        by=st.text(max_size=5),
        verb=st.text(max_size=5),
        subject=st.text(max_size=5),
        detail=st.text(max_size=5),
        why=st.text(max_size=5),
        playbook=st.text(max_size=5),
    ),
    min_size=1,
    max_size=6,
)


def links_of(lines):
    found = rules.chain(rules.START, lines)
    before = [rules.START, *found]
    return [
        proof.Link(place, line.id, previous, digest, line)
        for place, (line, previous, digest) in enumerate(zip(lines, before, found, strict=False), start=1)
    ]


@given(LINES, st.data())
def test_any_change_breaks_the_proof_at_that_line(lines, data):
    links = links_of(lines)
    assert proof.walk(links, {}) == proof.Proof(len(lines))
    place = data.draw(st.integers(0, len(lines) - 1))
    links[place] = replace(links[place], line=replace(lines[place], why=lines[place].why + "x"))
    broken = proof.walk(links, {}).broken
    assert broken is not None and broken.position == place + 1


def test_texts_cannot_move_between_fields():
    one = rules.Line(1, NOW, "a", "bc", "", "{}", "", "")
    assert one.hash(rules.START) != replace(one, by="ab", verb="c").hash(rules.START)
    assert AuditCheckpoint._meta.db_table == "core_auditcheckpoint"
