"""Programmes: stated, changed and seen as they were; what they provide; links; the map; the front line."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.registry.models import Area, AreaInside
from junction.support.models import ProgrammeVersion, Provision
from junction.support.operations import programme_refusals as refusals
from junction.support.operations.programme_links import say_link_result
from junction.support.operations.programmes import (
    ProgrammeSaid,
    change_programme,
    withdraw_provision,
)
from junction.support.queries import programme_links, programmes
from junction.support.queries.programme_map import links_missing, programme_map
from tests.cast import auditor, holder, manager_of, national, officer_of, other_officer

from .needs import state
from .programmes import (
    LONDON,
    MANCHESTER,
    NORTH_WEST,
    NOW,
    TODAY,
    TRAFFORD,
    linked,
    programme,
    provide,
)
from .test_pressure import call

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _world(areas):
    """The areas; two councils lie in the North West."""
    for code in (TRAFFORD, MANCHESTER):
        AreaInside.objects.get_or_create(
            ancestor_id=NORTH_WEST, descendant_id=code, defaults={"valid_from": date(2009, 4, 1)}
        )


def region():
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD, MANCHESTER})), key="user:region")


def said(**more):
    values = {
        "name": "Food parcels", "purpose": "Food for those who cannot go out",
        "department": "Food department",
        "begins_on": date(2020, 3, 23), "sro": "Director of food supply", "minister": "Minister for food",
        "levers": ["money", "stock"],
    }  # fmt: skip
    return ProgrammeSaid(**(values | more))


def named(by, **at):
    return sorted(programmes.programmes(by.scope, now=NOW, **at).values_list("name", flat=True))


def test_who_is_accountable_can_be_seen_as_it_was():
    number = programme(sro="")
    change_programme(number, said(), why="A director was appointed", by=national(), now=NOW + HOUR)
    later = NOW + 2 * HOUR
    assert programmes.programme(national().scope, number, now=later).sro == "Director of food supply"
    assert programmes.programme(national().scope, number, as_at=NOW, now=later).sro == ""
    assert [row.why for row in programmes.versions(national().scope, number)] == [
        "A director was appointed", "",
    ]  # fmt: skip
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "detail__changed")) == [
        ("support.programme.stated", None), ("support.programme.changed", ["sro"]),
    ]  # fmt: skip


def test_a_programme_is_planned_live_and_ended_by_the_day():
    number = programme(begins_on=TODAY, ends_on=TODAY + timedelta(days=1))

    def state_at(days):
        return programmes.programme(national().scope, number, now=NOW + timedelta(days=days)).state

    assert (state_at(0), state_at(1)) == ("live", "ended")
    later = programme("Later", begins_on=TODAY + timedelta(days=1))
    assert programmes.programme(national().scope, later, now=NOW).state == "planned"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"name": "  "}, refusals.CannotStateProgramme),
        ({"department": ""}, refusals.CannotStateProgramme),
        ({"levers": ["magic"]}, refusals.CannotStateProgramme),
        ({"ends_on": date(2020, 3, 23)}, refusals.CannotStateProgramme),
        ({"area": "E99999999"}, refusals.OutsideTheProgramme),
        ({"by": officer_of(TRAFFORD)}, refusals.NotYoursToRun),
        ({"by": auditor()}, refusals.NotYoursToRun),
    ],
)
def test_what_is_no_programme_is_refused(more, refusal):
    with pytest.raises(refusal):
        programme(**more)
    assert not ProgrammeVersion.objects.exists()


def test_a_change_has_a_reason_and_changes_something():
    number = programme()
    for why, refusal in (("", refusals.SayWhatChanged), ("Tidied", refusals.NothingChanged)):
        what = said(sro="Nobody yet") if not why else said()
        with pytest.raises(refusal):
            change_programme(number, what, why=why, by=national(), now=NOW)
    with pytest.raises(ProgrammeVersion.DoesNotExist):
        change_programme(number, said(), why="x", by=manager_of(1), now=NOW)


def test_councils_read_what_runs_in_the_nation_around_them_and_in_their_area():
    programme("Nation"), programme("Region", area=NORTH_WEST), programme("Here", area=TRAFFORD)
    programme("London", area=LONDON)
    assert named(national()) == named(auditor()) == ["Here", "London", "Nation", "Region"]
    assert named(officer_of(TRAFFORD)) == named(region()) == ["Here", "Nation", "Region"]
    assert named(officer_of(MANCHESTER)) == ["Nation", "Region"]
    assert named(other_officer()) == ["Nation"]
    assert named(manager_of(1)) == []


def test_what_it_offers_is_a_row_for_each_need_and_is_withdrawn_not_deleted():
    number = programme()
    one, two = provide(number, "food", "medicine", "food", for_whom="Those told to shield")
    withdraw_provision(two.pk, why="Pharmacies do it", by=national(), now=NOW + HOUR)
    scope = national().scope
    assert [row.category for row in programmes.provisions(scope, now=NOW + 2 * HOUR)] == ["food"]
    assert programmes.provisions(scope, as_at=NOW, now=NOW + 2 * HOUR).count() == 2
    with pytest.raises(refusals.GoneAlready):
        withdraw_provision(two.pk, why="Again", by=national(), now=NOW)
    with pytest.raises(refusals.SayWhatChanged):
        withdraw_provision(one.pk, why=" ", by=national(), now=NOW)
    with pytest.raises(refusals.NotYoursToRun):
        withdraw_provision(one.pk, why="x", by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Provision.objects.filter(pk=one.pk).update(category="fuel")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"kind": "sells"}, refusals.CannotProvide),
        ({"channel": "pigeon"}, refusals.CannotProvide),
        ({"audience": "martians"}, refusals.CannotProvide),
        ({"ends_on": date(2020, 3, 1)}, refusals.CannotProvide),
        ({"area": None}, refusals.OutsideTheProgramme),
        ({"area": LONDON}, refusals.OutsideTheProgramme),
        ({"begins_on": date(2020, 3, 1)}, refusals.OutsideTheProgramme),
        ({"ends_on": date(2020, 8, 1)}, refusals.OutsideTheProgramme),
        ({"by": region()}, refusals.NotYoursToRun),
    ],
)
def test_what_a_programme_cannot_provide_is_refused(more, refusal):
    number = programme(area=NORTH_WEST, ends_on=date(2020, 7, 1))
    with pytest.raises(refusal):
        provide(number, **({"area": TRAFFORD, "ends_on": date(2020, 7, 1)} | more))
    with pytest.raises(refusals.CannotProvide):
        provide(number, "gold", area=TRAFFORD)


def words(by=None, grain="region", **at):
    read = programme_map(
        (by or national()).scope, grain, day=at.pop("day", TODAY), now=at.pop("now", NOW), **at
    )
    return {(one.category, one.area): one.word for one in read.cells}, read


def test_the_map_shows_gaps_overlaps_parts_and_what_is_only_enabled():
    food, more = programme(), programme("Food of the region", area=NORTH_WEST)
    provide(food), provide(more, area=NORTH_WEST)
    provide(more, "talk", area=TRAFFORD)
    provide(food, "medicine", kind="enables")
    found, read = words()
    assert found["food", NORTH_WEST] == "overlap" and found["food", LONDON] == "covered"
    assert found["talk", NORTH_WEST] == "partly" and found["talk", LONDON] == "gap"
    assert found["medicine", LONDON] == "enabled"
    assert read.programmes == {food: "Food parcels", more: "Food of the region"}
    mine, read = words(officer_of(TRAFFORD), "council")
    assert [one.pk for one in read.areas] == [TRAFFORD]
    assert mine["talk", TRAFFORD] == "covered" and mine["food", TRAFFORD] == "overlap"
    assert words(officer_of(TRAFFORD), day=date(2020, 3, 22), grain="council")[0]["food", TRAFFORD] == "gap"


def test_the_map_is_seen_as_it_was_known():
    provide(programme(), now=NOW + HOUR)
    assert words(now=NOW + 2 * HOUR)[0]["food", LONDON] == "covered"
    assert words(as_at=NOW, now=NOW + 2 * HOUR)[0]["food", LONDON] == "gap"


def test_needs_and_calls_stand_beside_the_map_in_the_areas_that_hold_them():
    state(area=TRAFFORD, now=NOW), call(category="medicine")
    _, read = words()
    assert read.stated["medicine", NORTH_WEST] == 1 == read.calls["medicine", NORTH_WEST]
    assert ("medicine", LONDON) not in read.stated
    _, later = words(now=NOW + timedelta(days=60), day=TODAY + timedelta(days=60))
    assert not later.stated and not later.calls


def test_the_map_takes_as_many_statements_for_many_programmes(django_assert_max_num_queries):
    provide(programme("One", area=NORTH_WEST), area=TRAFFORD)
    with django_assert_max_num_queries(8):
        words()
    for number in range(6):
        provide(programme(f"P{number}"), "food", "talk", "fuel")
    with django_assert_max_num_queries(8):
        words()


def test_a_link_is_made_between_two_and_what_came_of_it_stays():
    food, talk = programme(), programme("Befriending")
    provide(food), provide(talk)
    scope = national().scope
    (missing,) = links_missing(scope, day=TODAY, now=NOW)
    assert (missing.one, missing.other, missing.categories) == (food, talk, ("food",)) and missing.areas > 100
    one = linked(talk, food)
    assert links_missing(scope, day=TODAY, now=NOW) == []
    assert programme_links.link(scope, one.pk, now=NOW).result == "open"
    say_link_result(one.pk, result="working", text="One list", by=national(), now=NOW + HOUR)
    then = programme_links.link(scope, one.pk, as_at=NOW, now=NOW + 2 * HOUR)
    assert then.result == "open"
    assert programme_links.link(scope, one.pk, now=NOW + 2 * HOUR).result == "working"


def test_links_that_are_none_are_refused():
    food, talk = programme(), programme("Befriending")
    linked(food, talk)
    for refusal, work in (
        (refusals.LinkedAlready, lambda: linked(talk, food, purpose="one LIST of addresses")),
        (refusals.CannotLink, lambda: linked(food, food)),
        (refusals.CannotLink, lambda: linked(food, talk + 1_000)),
        (refusals.CannotLink, lambda: linked(food, talk, purpose=" ")),
        (refusals.CannotLink, lambda: linked(food, talk, made_on=TODAY + timedelta(days=1))),
    ):
        with pytest.raises(refusal):
            work()
    one = linked(food, talk, purpose="Another")
    for result, text in (("wonderful", "x"), ("working", " ")):
        with pytest.raises(refusals.CannotSayResult):
            say_link_result(one.pk, result=result, text=text, by=national(), now=NOW)
    with pytest.raises(refusals.NotYoursToRun):
        say_link_result(one.pk, result="working", text="x", by=officer_of(TRAFFORD), now=NOW)


def test_who_reads_only_one_of_two_programmes_reads_no_link_of_them():
    one = linked(programme(), programme("London", area=LONDON))
    assert programme_links.links(national().scope, now=NOW).get() == one
    assert not programme_links.links(officer_of(TRAFFORD).scope, now=NOW).exists()


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + 3 * HOUR)


def test_the_register_is_a_list_and_a_file(sign_in, at_noon, django_assert_max_num_queries):
    food = programme()
    provide(food)
    programme("Shadow of London", area=LONDON)
    officer = sign_in("council-officer", area=area_row(TRAFFORD))
    officer.get("/support/programmes/")
    with django_assert_max_num_queries(12):
        page = officer.get("/support/programmes/").content.decode()
    assert "Food parcels" in page and "Director of food supply" in page and "Shadow" not in page
    file = b"".join(officer.get("/support/programmes/?format=csv").streaming_content).decode()
    assert "Food parcels,Food department,Director of food supply,Minister for food" in file
    assert "Shadow" not in b"".join(
        officer.get("/support/programmes/map/?format=csv").streaming_content).decode()  # fmt: skip
    assert officer.get(f"/support/programmes/{food}/").status_code == 200
    assert officer.get("/support/programmes/add/").status_code == 403


def area_row(code):
    return Area.objects.get(code=code)


def test_a_programme_is_written_down_on_pages_and_shown_on_the_map(sign_in, at_noon):
    centre = sign_in("national")
    day = {"begins_on-day": "23", "begins_on-month": "3", "begins_on-year": "2020"}
    stated = centre.post("/support/programmes/add/", {"name": "Food", "purpose": "Food", "levers": ["stock"],
                                                     "department": "Food department", **day})  # fmt: skip
    assert stated.status_code == 302
    number = ProgrammeVersion.objects.get().programme_id
    added = centre.post(f"/support/programmes/{number}/provides/", {
        "kind": "offers", "categories": ["food", "talk"], "channel": "post", "audience": "public",
        **day})  # fmt: skip
    assert added.status_code == 302 and Provision.objects.count() == 2
    page = centre.get("/support/programmes/map/?grain=region&word=covered").content.decode()
    assert "Food" in page and "Offered" in page and "18 in all" in page
    asked = centre.post("/support/programmes/add/", {"name": "x"})
    assert asked.status_code == 422
