"""The log and the outbox on their pages: readable, narrowed, turned, exported; and to whom."""

import csv
import io
from datetime import UTC, datetime, timedelta

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.core.audit import operations as audit
from junction.core.audit.models import AuditEntry
from junction.core.messages import texts
from junction.core.messages.models import Message
from junction.core.personal.operations import keep
from junction.core.scope import Grant, Reach, Scope
from junction.oversight.queries.log import PAGE, LogFilter, every_line, log_page, names_of
from junction.oversight.queries.outbox import HIDDEN, listed, words_of
from junction.oversight.rules.log import After, package_of, pairs, read_after, verb_in_words
from junction.people.models import User
from junction.people.queries import system_actor
from tests.cast import auditor

BY = system_actor("test")
MONDAY = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 1, 1, tzinfo=UTC)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def log(db):
    """Sixty lines of one minute each about sixty things, then one line of a person about a place."""
    for number in range(60):
        audit.record(
            at=MONDAY + timedelta(minutes=number), by=BY, verb="core.thing.made", subject=f"thing:{number}",
            number=number,
        )  # fmt: skip
    officer = User.objects.create(email="olive@example.org", name="Olive Officer")
    AuditEntry.objects.create(
        at=MONDAY + timedelta(days=1), by=f"user:{officer.pk}", verb="returns.return.corrected",
        subject="place:7", why="A slip", playbook="care-home-daily@2020-04-01",
        detail={"beds_free": 3, "late": False},
    )  # fmt: skip
    return officer


def narrowed(**wanted) -> list[str]:
    return [line.entry.subject for line in every_line(auditor().scope, LogFilter(**wanted), now=LATER)]


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("returns.return.filed", "Return filed"),
        ("exercise.played", "Exercise played"),
        ("registry.incident.stood-down", "Incident stood down"),
    ],
)
def test_verbs_read_as_people_say_them(verb, words):
    assert verb_in_words(verb) == words
    assert verb.startswith(package_of(verb))


def test_details_read_as_pairs_without_what_is_empty():
    assert pairs({"beds_free": 3, "late": False, "why": "", "of": ["a", "b"], "in": {"x": 1}}) == [
        ("Beds free", "3"), ("Late", "No"), ("Of", "a, b"), ("In", "x: 1"),
    ]  # fmt: skip
    assert len(dict(pairs({"long": "x" * 500}))["Long"]) == 120


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)), st.integers(1, 10**12))
def test_the_place_of_a_line_comes_back_from_an_address(at, number):
    place = After(at.replace(tzinfo=UTC), number)
    assert read_after(str(place)) == place


@pytest.mark.parametrize("bad", ["", "1", "x-1", "1-x", "-1-2", "9" * 30 + "-1", "1-" + "9" * 30])
def test_what_is_no_place_is_none(bad):
    assert read_after(bad) is None


def test_pages_hold_every_line_once_newest_first(log):
    first = log_page(auditor().scope, LogFilter(), after=None, now=LATER)
    second = log_page(auditor().scope, LogFilter(), after=first.older, now=LATER)
    seen = [line.entry.pk for page in (first, second) for line in page.lines]
    stored = list(AuditEntry.objects.order_by("-at", "-pk").values_list("pk", flat=True))
    assert seen == stored[: len(seen)]
    assert len(first.lines) == PAGE
    assert len(seen) >= 61


def test_lines_of_one_moment_are_neither_lost_nor_doubled_between_pages(db):
    audit.record_many(
        at=LATER, by=BY, verb="core.thing.made", entries=[audit.Entry(f"t:{n}") for n in range(75)]
    )
    wanted = LogFilter(verb="core.thing.made", from_on=LATER.date())
    first = log_page(auditor().scope, wanted, after=None, now=LATER)
    second = log_page(auditor().scope, wanted, after=first.older, now=LATER)
    assert len({line.entry.pk for page in (first, second) for line in page.lines}) == 75
    assert second.older is None


def test_the_log_is_narrowed_by_who_what_to_what_and_when(log):
    assert narrowed(by=f"user:{log.pk}") == ["place:7"]
    assert narrowed(subject="thing:3") == ["thing:3"]
    assert narrowed(verb="returns.", from_on=MONDAY.date()) == ["place:7"]
    until = narrowed(verb="core.thing.made", until_on=MONDAY.date() + timedelta(days=1))
    assert until[0] == "thing:59" and len(until) == 60
    assert narrowed(verb="core.thing.made", until_on=MONDAY.date()) == []


def test_names_are_shown_of_whom_one_may_see(log, sign_in):
    sign_in("council-officer")  # somebody who holds a role over nothing in particular
    officer = User.objects.latest("pk")
    assert names_of(auditor().scope, {officer.key, "token:3"}, now=LATER) == {officer.key: officer.name}
    unknowing = Scope((Grant("x", frozenset({"audit.see"}), Reach(national=True)),))
    assert names_of(unknowing, {officer.key}, now=LATER) == {}


def test_the_page_reads_plainly_and_leads_on(log, sign_in):
    page = text(sign_in("auditor").get("/audit/?subject=place:7"))
    assert "Return corrected" in page and "A slip" in page and "care-home-daily@2020-04-01" in page
    assert "<dt>Beds free</dt><dd>3</dd>" in page
    assert 'href="/places/7/"' in page
    assert "Never proved on this installation" in page and "junction verify" in page


def test_the_state_of_the_chain_is_said(log, sign_in, now):
    audit.chain()
    audit.seal(now)
    audit.record_proof(lines=61, reason="", by=BY, now=now)
    client = sign_in("auditor")
    page = text(client.get("/audit/"))
    assert "Sealed up to line" in page and "61 lines, all as written" in page and "to be chained" in page
    audit.record_proof(lines=5, reason="the line was changed", by=BY, now=now + timedelta(hours=1))
    assert "Found broken" in text(client.get("/audit/"))


def test_as_csv_every_line_is_there(log, sign_in):
    response = sign_in("auditor").get("/audit/?format=csv&verb=core.thing.made&until=2020-04-21")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 60
    assert rows[-1]["subject"] == "thing:0" and rows[5]["detail"] == "Number: 54"


@pytest.mark.parametrize("query", ["from=yesterday", "until=2020-13-01", "after=x"])
def test_what_cannot_be_read_is_refused_in_words(sign_in, query):
    assert sign_in("auditor").get(f"/audit/?{query}").status_code == 400


def test_who_may_not_see_the_log_does_not(sign_in):
    assert sign_in("national").get("/audit/").status_code == 403


def test_the_page_is_few_statements(log, sign_in, django_assert_max_num_queries):
    client = sign_in("auditor")
    client.get("/audit/")
    with django_assert_max_num_queries(11):
        client.get("/audit/")


@pytest.fixture
def failed(db):
    address = keep("olive@example.org", kind="address", by=BY, now=MONDAY)
    return Message.objects.create(
        to=address, channel="email", template="core/test", by="system:test", queued_at=MONDAY, due_at=MONDAY,
        state="failed", attempts=5, problem="The address does not exist",
    )  # fmt: skip


def test_the_outbox_says_what_became_of_messages(failed, sign_in):
    page = text(sign_in("national").get("/messages/"))
    assert "olive@example.org" in page and "Could not be sent" in page
    assert "The address does not exist" in page
    assert "olive" not in text(sign_in("national").get("/messages/?state=sent"))


def test_addresses_are_hidden_from_who_may_not_see_people(failed):
    scope = Scope((Grant("x", frozenset({"messages.see"}), Reach(national=True)),))
    assert [row.to for row in listed(scope, [failed], now=MONDAY)] == [HIDDEN]
    assert words_of(scope, failed, now=MONDAY) is None


def test_reading_the_words_of_a_message_is_logged(failed, sign_in, monkeypatch):
    said = {"core/messages/test.txt": "Subject: Hello\n\nDear you"}
    words = jinja2.Environment(loader=jinja2.DictLoader(said))
    monkeypatch.setattr(texts, "environment", lambda: words)
    page = text(sign_in("national").get(f"/messages/{failed.pk}/"))
    assert "Dear you" in page and "olive@example.org" in page
    assert (
        AuditEntry.objects.filter(verb="oversight.message.read", subject=f"message:{failed.pk}").count() == 1
    )
