"""Demand of organisations, the figure of how likely a task is, and a day's
allowance.
"""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.core.scope import NOBODY, Reach
from junction.registry.models import Organisation
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Demand, Task, TaskOffer, WantedMessage
from junction.support.operations import task_answers as answers
from junction.support.operations import volunteer_letters as letters
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.demand import Asked, close_demand, state_demand
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.volunteers import add_scheme
from junction.support.queries import volunteer_tasks as queries
from junction.support.queries.demand import demands, who_may_ask
from junction.support.queries.volunteers import actor, went_today
from junction.support.rules.likely import likely
from junction.support.rules.volunteer_tasks import tasks_on
from junction.support.rules.volunteering import volunteering_on
from junction.support.tests.volunteers import (
    MANCHESTER,
    NOW,
    SYSTEM,
    TRAFFORD,
    need_of,
    place_postcodes,
    ready,
    scheme,
    signed_up,
)
from tests.cast import holder, national, officer_of

DAY = timedelta(days=1)


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


@pytest.fixture
def charity(trafford):
    return Organisation.objects.create(
        kind="voluntary", name="Beck Neighbours", name_key="beck", created_at=NOW
    )


def partner_of(organisation):
    return holder("support-partner", Reach(organisations=frozenset({organisation.pk})))


def asked(organisation, **more):
    said = Asked(
        f"organisation:{organisation.pk}", "packing", 3, NOW + timedelta(hours=1), NOW + timedelta(hours=8),
        "Beck Hall", "M33 7ZF", "Pack food parcels", "Bea, 01632 960003",
    )  # fmt: skip
    return replace(said, **more)


@pytest.mark.django_db
def test_a_charity_asks_and_who_says_yes_learns_whom_to_ask_for(charity):
    by = partner_of(charity)
    made = state_demand(asked(charity), by=by, now=NOW)
    assert Task.objects.count() == 3 and made.area_id == TRAFFORD and "Bea" not in str(vars(made))
    ready(1, skills=["lifting"])
    run = match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    assert run.figures["offered"] == 1
    offer = TaskOffer.objects.get()
    task = answers.accept(offer.pk, offer.volunteer, by=actor(NOBODY, offer.volunteer), now=NOW)
    where = queries.where_of(NOBODY, queries.task_of(NOBODY, offer.volunteer, task.pk), on=NOW.date())
    assert (where.address, where.phone, where.what) == ("Beck Hall", "Bea, 01632 960003", "Pack food parcels")
    assert demands(by.scope).get().taken == 1
    close_demand(made.pk, by=by, now=NOW)
    assert sorted(Task.objects.values_list("state", flat=True)) == ["accepted", "cancelled", "cancelled"]
    with pytest.raises(refusals.DemandIsClosed):
        close_demand(made.pk, by=by, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"asker": "organisation:999999"}, refusals.NotYourArea),
        ({"asker": "place:1"}, refusals.NotYourArea),
        ({"kind": "surgery"}, refusals.NotAChoice),
        ({"people": 501}, refusals.NotAChoice),
        ({"closes_at": NOW - DAY}, refusals.BadSpan),
        ({"postcode": "ZZ9 9ZZ"}, refusals.PostcodeNotKnown),
    ],
)
def test_what_cannot_be_asked_for_leaves_nothing(charity, more, refusal):
    with pytest.raises(refusal):
        state_demand(asked(charity, **more), by=partner_of(charity), now=NOW)
    assert not Demand.objects.exists() and not Task.objects.exists()


@pytest.mark.django_db
def test_a_home_asks_for_itself_and_nobody_sees_anothers(charity):
    home = PlaceFactory(area_id=TRAFFORD, council_id=TRAFFORD)
    manager = holder("place-manager", Reach(places=frozenset({home.pk})))
    assert who_may_ask(manager.scope) == [(f"place:{home.pk}", home.name)]
    made = state_demand(asked(charity, asker=f"place:{home.pk}"), by=manager, now=NOW)
    assert list(demands(manager.scope)) == [made] == list(demands(officer_of(TRAFFORD).scope))
    for by in (
        partner_of(charity),
        officer_of(MANCHESTER),
        holder("region", Reach(areas=frozenset({TRAFFORD}))),
    ):
        assert not demands(by.scope).exists()
        with pytest.raises(Demand.DoesNotExist):
            close_demand(made.pk, by=by, now=NOW)


@pytest.mark.django_db
def test_a_region_is_matched_with_each_scheme_in_its_own_area(trafford):
    scheme("Manchester Helps", MANCHESTER)
    need_of()
    ready(1, postcode="M1 1AA", reach_km=20)
    both = match(ask_matching("E12000002", by=national(), now=NOW).pk, by=SYSTEM, now=NOW)
    assert both.figures["volunteers"] == 0 or both.figures["offered"] == 0  # theirs is another council
    scheme("The nation", "")
    ready(2)
    match(ask_matching("E12000002", by=national(), now=NOW).pk, by=SYSTEM, now=NOW)
    assert TaskOffer.objects.get().volunteer.scheme == trafford


def test_the_figure_has_an_interval_and_is_not_said_for_few():
    found = likely(10, 100, days=28, next_days=7, least=20)
    assert (found.low, found.best, found.high) == (
        1,
        2,
        4,
    )  # 4.80 to 18.39 of 10, a fourth of it, per hundred
    assert not likely(10, 19, days=28, next_days=7, least=20).is_known
    none = likely(0, 1_000, days=28, next_days=7, least=20)
    assert (none.low, none.best, none.high) == (0, 0, 0)


@given(tasks=st.integers(0, 5_000), people=st.integers(20, 5_000), more=st.integers(1, 5_000))
def test_the_figure_lies_in_its_interval_and_grows_with_tasks(tasks, people, more):
    found = likely(tasks, people, days=28, next_days=7, least=20)
    assert 0 <= found.low <= found.best <= found.high <= 100
    assert likely(tasks + more, people, days=28, next_days=7, least=20).best >= found.best


@pytest.mark.django_db
def test_the_figure_counts_tasks_and_volunteers_near(trafford):
    for number in range(20):
        ready(number)
    ready(50, skills=["cooking"])
    need_of()
    need_of("talk")
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    here = {"area": TRAFFORD, "longitude": -2.32, "latitude": 53.42, "now": NOW}
    book = tasks_on(NOW.date())
    found = queries.likely_here(NOBODY, book, skills=1, reach_km=5, **here)
    assert (found.tasks, found.volunteers) == (1, 20)
    assert queries.likely_here(NOBODY, book, skills=3, reach_km=5, **here).tasks == 2
    away = here | {"longitude": -1.0}
    assert not queries.likely_here(NOBODY, book, skills=3, reach_km=5, **away).is_known


@pytest.mark.django_db
def test_a_days_allowance_goes_to_the_most_useful_and_the_urgent_is_never_held_back(trafford):
    nation = scheme("The nation", "")
    first = signed_up(1, postcode="M1 1AA")  # longest ago, and no task waits there
    near = [signed_up(number) for number in (2, 3)]
    assert nation.pk
    need_of(runs_out="two-days")
    from junction.support.operations.task_making import tasks_of_needs

    tasks_of_needs([TRAFFORD], by=SYSTEM, now=NOW)
    book = replace(volunteering_on(NOW.date()), daily_allowance=2)
    with patch.object(letters, "volunteering_on", lambda day: book):
        went = letters.send_wanted(by=SYSTEM, now=NOW)
        assert (went.queued, went.waiting, went.left_today) == (2, 1, 0)
        assert list(WantedMessage.objects.filter(is_queued=False).values_list("volunteer", flat=True)) == [
            first
        ]
        assert near and letters.send_wanted(by=SYSTEM, now=NOW).queued == 0
        one = ready(9)
        task = Task.objects.get()
        offer = TaskOffer.objects.create(
            task=task, volunteer=one, offered_at=NOW, until=NOW + DAY, playbook="x"
        )
        letters.want("instant", [(one.pk, offer.pk)], until=NOW + DAY, by=SYSTEM, now=NOW)
        assert letters.send_wanted(by=SYSTEM, now=NOW).queued == 1 and went_today(NOBODY, NOW) == 3
        assert letters.send_wanted(by=SYSTEM, now=NOW + DAY).queued == 2  # the next day's allowance
    assert WantedMessage.objects.filter(taken_at__isnull=True).count() == 0


@pytest.mark.django_db
def test_one_may_ask_for_whom_no_list_to_choose_from_is_long_enough(charity, monkeypatch):
    monkeypatch.setattr("junction.support.queries.demand.MOST", 0)
    assert who_may_ask(national().scope) == []
    assert state_demand(asked(charity), by=national(), now=NOW)
    for code in ("organisation:0", "organisation:", "organisation:²", f"organisation:{'9' * 30}", "home:1"):
        with pytest.raises(refusals.NotYourArea):
            state_demand(asked(charity, asker=code), by=national(), now=NOW)


@pytest.mark.django_db
def test_a_scheme_is_of_an_area_and_an_organisation_that_are_there(charity):
    for wrong, refusal in (
        ({"area": "E99999999"}, refusals.NotYourArea),
        ({"area": TRAFFORD, "organisation": 2**40}, refusals.SchemeOfNobody),
    ):
        with pytest.raises(refusal):
            add_scheme("Beckside", by=national(), now=NOW, **wrong)
    made = add_scheme("Beckside", area=TRAFFORD, organisation=charity.pk, by=national(), now=NOW)
    assert made.organisation == charity
