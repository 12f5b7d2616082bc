"""The log and the outbox of a part: whoever looks after places and areas reads all that is about those."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from junction.core.audit import operations as audit
from junction.core.messages.operations import deliver
from junction.core.scope import Grant, Reach, Scope
from junction.oversight.queries.log import PAGE, LogFilter, every_line, log_page
from junction.oversight.queries.outbox import HIDDEN, NoSuchMessage, listed, message, outbox, words_of
from junction.people import operations as people
from junction.people.queries import system_actor
from junction.people.rules import Over
from junction.registry import operations as registry
from junction.registry.models import Area, Place
from tests.cast import auditor, holder, lrf_of, national, officer_of, user_who

BY = system_actor("test", on=date(2020, 4, 20))
MONDAY = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 1, 1, tzinfo=UTC)
HERE, THERE = "E08000009", "E08000025"  # Trafford, Birmingham


def home(name: str, code: str) -> Place:
    area = Area.objects.get(code=code)
    return Place.objects.create(
        name=name, name_key=name.lower(), service_type="residential-home", area=area, council=area,
        created_at=MONDAY,
    )  # fmt: skip


@pytest.fixture
def told(areas) -> SimpleNamespace:
    """A line of each kind about a home and an area here, the like elsewhere, and lines of the nation."""
    here, there = home("Ash House", HERE), home("Beech House", THERE)
    for place in (here, there):
        line("registry.place.corrected", f"place:{place.pk}")
        line("returns.return.filed", f"return:{place.pk}00", place=place.pk, version=1)
        line("people.membership.granted", "user:7", over=f"place:{place.pk}")
        line("message.queued", "message:9", about=f"place:{place.pk}")
    for code in (HERE, THERE):
        line("people.emergency-access.taken", f"area:{code}")
    line("people.sign-in.succeeded", "user:7")
    line("message.queued", "message:10", about="")
    line("registry.places.imported", "listing:1", places=3)
    line("people.membership.granted", "user:7", over="nation:england")
    return SimpleNamespace(here=here, there=there)


def line(verb: str, subject: str, minute: int = 0, **detail: Any) -> None:
    audit.record(at=MONDAY + timedelta(minutes=minute), by=BY, verb=verb, subject=subject, **detail)


def seen(scope: Scope, **wanted: Any) -> list[str]:
    """The subjects a page shows, and that a file of all lines shows the same."""
    asked = LogFilter(**wanted)
    page = [one.entry for one in log_page(scope, asked, after=None, now=LATER).lines]
    file = [one.entry for one in every_line(scope, asked, now=LATER)]
    assert [entry.pk for entry in page] == [entry.pk for entry in file[:PAGE]]
    return [entry.subject for entry in page]


def test_an_officer_reads_the_lines_about_places_and_areas_of_the_council(told):
    mine = [f"area:{HERE}", "message:9", "user:7", f"return:{told.here.pk}00", f"place:{told.here.pk}"]
    assert seen(officer_of(HERE).scope) == mine
    assert seen(lrf_of(HERE).scope) == mine
    assert f"place:{told.here.pk}" not in seen(officer_of(THERE).scope)


def test_an_auditor_of_an_area_reads_those_and_one_of_the_nation_reads_all(told):
    part = holder("auditor", Reach(areas=frozenset({HERE}))).scope
    assert seen(part) == seen(officer_of(HERE).scope)
    assert {"listing:1", "message:10", f"place:{told.there.pk}"} <= set(seen(auditor().scope))


def test_who_may_not_see_the_log_reads_no_line(told):
    assert seen(national().scope) == []
    assert seen(Scope()) == []


def test_asking_for_something_elsewhere_shows_nothing(told):
    scope = officer_of(HERE).scope
    assert seen(scope, subject=f"place:{told.there.pk}") == []
    assert seen(scope, subject="listing:1") == []
    assert seen(scope, verb="people.sign-in.succeeded") == []


def test_the_lines_of_a_part_are_narrowed_like_all_others(told):
    scope = officer_of(HERE).scope
    assert seen(scope, verb="people.") == [f"area:{HERE}", "user:7"]
    assert seen(scope, verb="returns.return.filed") == [f"return:{told.here.pk}00"]
    assert len(seen(scope, by=BY.key)) == 5
    assert seen(scope, by="user:1") == []
    assert seen(scope, until_on=MONDAY.date()) == []
    assert len(seen(scope, from_on=MONDAY.date())) == 5


def test_pages_of_a_part_hold_every_line_once_newest_first(told):
    for minute in range(1, 90):
        line("returns.return.filed", f"return:{minute}", minute // 3, place=told.here.pk)
        line("returns.return.filed", f"return:9{minute}", minute // 3, place=told.there.pk)
    scope = officer_of(HERE).scope
    first = log_page(scope, LogFilter(), after=None, now=LATER)
    second = log_page(scope, LogFilter(), after=first.older, now=LATER)
    turned = [one.entry.pk for page in (first, second) for one in page.lines]
    assert turned == [one.entry.pk for one in every_line(scope, LogFilter(), now=LATER)]
    assert len(turned) == 94 and second.older is None


def test_the_past_of_a_place_that_was_merged_belongs_to_who_answers_for_it_now(told):
    other = home("Ash House Ltd", HERE)
    line("registry.place.corrected", f"place:{other.pk}")
    registry.merge_places(kept_id=told.here.pk, gone_id=other.pk, why="One building", by=BY, now=MONDAY)
    assert f"place:{other.pk}" in seen(officer_of(HERE).scope)


def test_an_incident_is_of_everyone_whose_area_it_touches(told):
    declared = registry.declare_incident(
        name="Flood", playbook="flood", area_codes=[HERE], why="The river rises", by=BY, now=MONDAY
    )
    assert f"incident:{declared.pk}" in seen(officer_of(HERE).scope)
    assert f"incident:{declared.pk}" not in seen(officer_of(THERE).scope)


def test_the_page_says_what_part_it_is_and_leads_to_a_file_of_it(told, sign_in):
    client = sign_in("council-officer", area_id=HERE)
    page = " ".join(client.get("/audit/").content.decode().split())
    assert "You see the lines about the places, areas and incidents you look after." in page
    assert f"return:{told.here.pk}00" in page and f"return:{told.there.pk}00" not in page
    assert "chained" not in page
    file = client.get("/audit/?format=csv&verb=returns.")
    rows = list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert [row["subject"] for row in rows] == [f"return:{told.here.pk}00"]


def test_a_page_of_a_part_is_as_few_statements_as_any(told, sign_in, django_assert_max_num_queries):
    client = sign_in("council-officer", area_id=HERE)
    client.get("/audit/")
    with django_assert_max_num_queries(12):
        client.get("/audit/")


@pytest.fixture
def invited(told) -> SimpleNamespace:
    """A manager of the home here and one of the home there are invited; the letters have gone."""
    sent = [
        people.invite(
            email=f"{place.name.split()[0].lower()}@example.org", role="place-manager",
            over=Over(place_id=place.pk), by=BY, now=MONDAY,
        )
        for place in (told.here, told.there)
    ]  # fmt: skip
    return SimpleNamespace(here=sent[0].letter, there=sent[1].letter)


def test_an_officer_sees_the_messages_about_places_of_the_council_without_their_links(
    invited, tmp_path, settings
):
    settings.OUTBOX = tmp_path
    deliver(MONDAY)
    scope = officer_of(HERE).scope
    assert [one.pk for one in outbox(scope, now=MONDAY)] == [invited.here.pk]
    assert [row.to for row in listed(scope, list(outbox(scope, now=MONDAY)), now=MONDAY)] == [
        "ash@example.org"
    ]
    shown = words_of(scope, message(scope, invited.here.pk, now=MONDAY), now=MONDAY)
    assert shown and "Ash House" in shown.body
    secret = next(word for word in next(tmp_path.iterdir()).read_text().split() if "/invitations/" in word)
    assert secret not in shown.body and "http" not in shown.body
    with pytest.raises(NoSuchMessage):
        message(scope, invited.there.pk, now=MONDAY)
    assert outbox(national().scope, now=MONDAY).count() == 2


def test_addresses_of_a_part_are_hidden_from_who_may_not_see_people(invited):
    reach = Reach(areas=frozenset({HERE}))
    scope = Scope((Grant("x", frozenset({"messages.see", "registry.see"}), reach),))
    assert [row.to for row in listed(scope, list(outbox(scope, now=MONDAY)), now=MONDAY)] == [HIDDEN]
    assert words_of(scope, invited.here, now=MONDAY) is None


def test_the_outbox_of_a_part_on_its_page(invited, sign_in):
    client = sign_in("council-officer", area_id=HERE)
    page = " ".join(client.get("/messages/").content.decode().split())
    assert "about the places and areas you look after" in page
    assert "ash@example.org" in page and "beech@example.org" not in page
    assert client.get(f"/messages/{invited.here.pk}/").status_code == 200
    assert client.get(f"/messages/{invited.there.pk}/").status_code == 404


def test_the_whole_log_shows_its_state_and_a_user_leads_to_a_page(told, sign_in):
    somebody = user_who("council-officer", area_id=HERE)
    audit.record(at=MONDAY, by=BY, verb="people.membership.ended", subject=somebody.key)
    page = " ".join(sign_in("auditor").get(f"/audit/?subject={somebody.key}").content.decode().split())
    assert "chained" in page and f'href="/people/{somebody.pk}/"' in page
