"""Keepers keep their services right: add, change, assure, withdraw; what is stale is chased and escalated."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from junction.core.messages.models import Message
from junction.core.personal.queries import values
from junction.core.scope import Reach
from junction.core.small_numbers import at_least, is_small
from junction.people.queries import system_actor
from junction.registry.models import Area, Organisation
from junction.support.models import SearchWithoutResult, Service
from junction.support.operations import directory_refusals as refusals
from junction.support.operations.chasing_services import chase_services
from junction.support.operations.keeping_services import (
    add_service,
    assure_service,
    change_service,
    withdraw_service,
)
from junction.support.queries import kept_services as queries
from junction.support.queries import no_results
from junction.support.rules.directory_book import directory_book
from junction.support.rules.listed_rows import read_hours
from junction.support.rules.opening import Opening
from junction.support.rules.opening_words import typed
from junction.support.tests.listed_services import LUNCH, NORTH, NOW, SOUTH, bring, make_areas
from tests.cast import holder, officer_of, signed_in, user_who

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
TODAY = NOW.date()
CLUB = {
    "name": "Night line", "needs": "company", "opening": "Mo-Fr 18:00-22:00", "areas": NORTH,
    "languages": "English; Polish", "cost": "Free", "minimum_age": "18",
}  # fmt: skip


@pytest.fixture
def charity(db):
    make_areas()
    return Organisation.objects.create(kind="voluntary", name="Aid", name_key="aid", created_at=NOW)


@pytest.fixture
def partner(charity):
    return holder("support-partner", Reach(organisations=frozenset({charity.pk})), key="user:999998")


def add(by, keeper=None, area=NORTH, now=NOW, **more):
    return add_service(CLUB | more, keeper=keeper, area=area, by=by, now=now)


def test_a_partner_adds_one_of_their_organisation_and_of_no_other(partner, charity):
    made = add(partner, charity.pk)
    assert (made.keeper, made.area_id, made.assured_on) == (charity, NORTH, TODAY)
    one = queries.one_kept(partner.scope, made.pk)
    texts = queries.typed_of(partner.scope, one)
    assert texts["opening"] == "Mo,Tu,We,Th,Fr 18:00-22:00" and texts["languages"] == "English; Polish"
    assert [row.byday for row in one.schedules.all()] == ["MO,TU,WE,TH,FR"]
    for keeper, area in ((None, NORTH), (charity.pk + 1, NORTH)):
        with pytest.raises(refusals.NotYourDirectory):
            add(partner, keeper, area)
    with pytest.raises(refusals.AreaNotKnown):
        add(partner, charity.pk, "E08999999")
    with pytest.raises(refusals.CellsNotRight) as wrong:
        add(partner, charity.pk, opening="Whenever", minimum_age="old")
    assert set(wrong.value.about["cells"]) == {"opening", "minimum_age"}
    assert Service.objects.count() == 1


def test_a_change_keeps_what_was_not_touched_and_no_source_overwrites_it(charity):
    bring(LUNCH)
    one, officer = Service.objects.get(), officer_of(NORTH)
    place = one.at_locations.get().location
    change_service(one.pk, {"name": "Saturday lunch club", "opening": "Sa 12:00-14:00"}, by=officer, now=NOW)
    one.refresh_from_db()
    assert (one.name, one.minimum_age, one.assured_on) == ("Saturday lunch club", 60, TODAY)
    assert one.at_locations.get().location == place and one.schedules.get().byday == "SA"
    assert "saturday" in one.search_key
    report = bring([*LUNCH[:3], "Said anew", *LUNCH[4:]])
    one.refresh_from_db()
    assert one.name == "Saturday lunch club" and report.findings[0].check == "corrected-here"
    with pytest.raises(Service.DoesNotExist):
        change_service(one.pk, {"name": "Mine"}, by=officer_of(SOUTH), now=NOW)


def test_hours_that_cannot_be_typed_stay_when_others_are_not_written(charity):
    bring(LUNCH)
    one = Service.objects.get()
    one.schedules.update(freq="MONTHLY", byday="2FR")
    change_service(one.pk, {"phone": "01632 960123"}, by=officer_of(NORTH), now=NOW)
    assert one.schedules.get().byday == "2FR"


def test_still_right_starts_the_days_anew_and_what_was_withdrawn_is_not(partner, charity):
    made = add(partner, charity.pk)
    later = NOW + timedelta(days=200)
    kept = queries.kept_services(partner.scope)
    book = directory_book(TODAY)
    assert list(queries.stale(partner.scope, kept, today=later.date(), book=book)) == [made]
    assure_service(made.pk, by=partner, now=later)
    assert not queries.stale(partner.scope, kept, today=later.date(), book=book)
    withdraw_service(made.pk, by=partner, now=later)
    with pytest.raises(refusals.NotInForce):
        assure_service(made.pk, by=partner, now=later)


def letters():
    rows = list(Message.objects.order_by("pk").values_list("template", "to"))
    known = values([to for _, to in rows])
    return [(template.removeprefix("support/"), known[to]) for template, to in rows]


def test_a_keeper_is_written_to_at_most_so_often_then_the_council_too(partner, charity):
    user_who("support-partner", organisation=charity, email="keeper@aid.example")
    user_who("council-officer", area=Area.objects.get(pk=NORTH), email="officer@north.example")
    add(partner, charity.pk)
    add(partner, charity.pk, name="Day line")
    begins = NOW + timedelta(days=181)
    assert chase_services(by=SYSTEM, now=begins - timedelta(days=1)) == 0
    assert chase_services(by=SYSTEM, now=begins) == 2
    assert letters() == [("services_stale", "keeper@aid.example")]  # one letter for both
    assert chase_services(by=SYSTEM, now=begins + timedelta(days=13)) == 0
    for days in (14, 28):
        assert chase_services(by=SYSTEM, now=begins + timedelta(days=days)) == 2
    assert letters()[1:] == [
        ("services_stale", "keeper@aid.example"), ("services_stale", "keeper@aid.example"),
        ("services_unkept", "officer@north.example"),
    ]  # fmt: skip


def test_the_pages_of_a_keeper(charity, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page = signed_in(user_who("support-partner", organisation=charity))
    door = reverse("support:add-service")
    typed_in = CLUB | {"needs": ["company"], "keeper": charity.pk, "area": NORTH, "status": "active"}
    answer = page.post(door, typed_in | {"opening": "late"})
    assert answer.status_code == 422 and "is not of the form" in answer.content.decode()
    assert page.post(door, typed_in).status_code == 302
    one = Service.objects.get()
    shown = page.get(reverse("support:kept-service", args=[one.pk])).content.decode()
    assert "Mondays, Tuesdays, Wednesdays, Thursdays, Fridays, 18:00 to 22:00" in shown
    assert page.get(reverse("support:change-service", args=[one.pk])).status_code == 200
    Service.objects.update(assured_on=date(2019, 1, 1))
    assert "To be checked" in page.get(reverse("support:kept-services")).content.decode()
    assert page.post(reverse("support:assure-service", args=[one.pk])).status_code == 302
    one.refresh_from_db()
    assert one.assured_on == TODAY
    for number in range(15):
        add(SYSTEM, charity.pk, name=f"Line {number}")
    with django_assert_max_num_queries(12):
        assert page.get(reverse("support:kept-services")).status_code == 200
    assert page.get(reverse("support:import-services")).status_code == 403


def test_what_was_sought_is_shown_without_small_numbers(charity):
    counts = {(NORTH, "food", 1): 9, (NORTH, "food", 2): 2, (NORTH, "food", 3): 7, (NORTH, "safety", 1): 3,
              (SOUTH, "food", 1): 50}  # fmt: skip
    for (area, need, day), times in counts.items():
        SearchWithoutResult.objects.create(
            day=TODAY - timedelta(days=day), area_id=area, need=need, times=times
        )
    scope, book = officer_of(NORTH).scope, directory_book(TODAY)
    food, safety = no_results.missing(scope, today=TODAY, book=book)
    assert (food.total, sorted(food.days.values(), key=str)) == (17, [7, 9, None])  # 7 and 9 and at least 1
    assert (safety.total, list(safety.days.values())) == (1, [None])
    officer = signed_in(user_who("council-officer", area=Area.objects.get(pk=NORTH)))
    text = officer.get(reverse("support:no-results")).content.decode()
    assert "What was sought and not there" in text and "Southham" not in text


@given(st.lists(st.integers(0, 9), min_size=3, max_size=9), st.integers(1, 4))
def test_a_day_that_leaves_the_sum_gives_no_hidden_day_away(counts, other):
    """Sums of the last three days, as shown day after day: no different whatever the hidden days were."""

    def shown(counts):
        days = [None if is_small(one, below=5) else one for one in counts]
        return [(tuple(days[n : n + 3]), at_least(days[n : n + 3])) for n in range(len(days) - 2)]

    assert shown(counts) == shown([other if 0 < one < 5 else one for one in counts])


@given(st.lists(st.tuples(st.sets(st.sampled_from(["MO", "WE", "SU"]), min_size=1), st.integers(0, 22)),
                min_size=1, max_size=3))  # fmt: skip
def test_hours_are_typed_as_they_are_read(drawn):
    days = ("MO", "WE", "SU")
    rules = [
        Opening(
            "WEEKLY", ",".join(day for day in days if day in chosen),
            opens_at=datetime(2020, 1, 1, hour).time(), closes_at=datetime(2020, 1, 1, hour + 1).time(),
        )
        for chosen, hour in drawn
    ]  # fmt: skip
    assert list(read_hours(typed(rules))) == rules
    assert typed([Opening("MONTHLY", "2FR")]) is None
