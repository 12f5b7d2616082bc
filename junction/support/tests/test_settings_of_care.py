"""Who was inside one place of care goes into no other for so many days: in runs and at the yes."""

from datetime import timedelta

import pytest

from junction.core.scope import NOBODY
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Demand, Task, TaskOffer
from junction.support.operations import task_answers as answers
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.needs import Stated, Who, state_need
from junction.support.queries.volunteer_tasks import where_of
from junction.support.queries.volunteers import actor
from junction.support.tests.volunteers import (
    NOW,
    SYSTEM,
    TRAFFORD,
    need_of,
    place_postcodes,
    ready,
    scheme,
)
from tests.cast import manager_of

pytestmark = pytest.mark.django_db
ERRAND = {
    "danger": "no", "need": "someone", "kind-someone": "shopping", "another-way": "none",
    "changed": "stay-in", "runs-out": "two-days", "depends": "me", "asked": "nobody",
}  # fmt: skip
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


def run(now=NOW):
    return match(ask_matching(TRAFFORD, by=SYSTEM, now=now).pk, by=SYSTEM, now=now)


def says_yes(offer, now=NOW):
    return answers.accept(offer.pk, offer.volunteer, by=actor(NOBODY, offer.volunteer), now=now)


def inside_of(kind="residential-home", *, people=1, task="packing"):
    """Volunteers asked for by a place of care near."""
    home = PlaceFactory(
        area_id=TRAFFORD, council_id=TRAFFORD, postcode="M33 4RZ", longitude=-2.32, latitude=53.42,
        service_type=kind,
    )  # fmt: skip
    ends = NOW + timedelta(hours=10)
    made = Demand.objects.create(
        place=home, area_id=TRAFFORD, kind=task, people=people, opens_at=NOW, closes_at=ends, where="Here",
        what="Help", stated_at=NOW, stated_by="test",
    )  # fmt: skip
    return [
        Task.objects.create(
            demand=made, area_id=TRAFFORD, kind=task, longitude=-2.32, latitude=53.42, skills=0, level=1,
            opens_at=NOW, closes_at=ends, minutes=60, limit_km=10, priority=3, state_at=NOW, made_at=NOW,
            made_by="test", playbook="test",
        )
        for _ in range(people)
    ]  # fmt: skip


def asked(*tasks):
    return [sorted(one.offers.values_list("volunteer_id", flat=True)) for one in tasks]


def test_who_was_inside_one_home_is_not_sent_into_another_for_so_many_days(trafford):
    (first,) = inside_of()
    one = ready(1, capacity=5, hours=500)
    run()
    answers.finish(says_yes(first.offers.get()).pk, one, code="good", by=actor(NOBODY, one), now=NOW)
    (second,) = inside_of()
    done = run(LATER)
    assert done.figures["unmet"] == {"setting": 1} and asked(second) == [[]]
    other = ready(2, capacity=5, hours=500)
    run(LATER)
    assert asked(second) == [[other.pk]]
    after = NOW + timedelta(days=14, minutes=1)
    (third,) = inside_of()
    Task.objects.filter(pk=third.pk).update(closes_at=after + timedelta(days=1))
    Task.objects.exclude(pk=third.pk).exclude(state="done").update(state="cancelled", volunteer=None)
    type(one).objects.filter(pk=other.pk).update(on_duty_until=None)
    run(after)
    assert asked(third) == [[one.pk]]


@pytest.mark.parametrize(("kind", "task"), [("home-care", "packing"), ("residential-home", "driving")])
def test_what_leads_into_no_home_binds_nobody(trafford, kind, task):
    one = ready(1, capacity=5)
    for (each,) in (inside_of(kind, task=task), inside_of(kind, task=task)):
        run()
        says_yes(each.offers.get())
    assert Task.objects.filter(volunteer=one).count() == 2


def test_two_homes_of_one_run_are_two_peoples_and_one_home_may_be_ones(trafford):
    inside_of(people=2)
    one = ready(1, capacity=5)
    assert run().figures["offered"] == 2
    Task.objects.update(state="cancelled")
    TaskOffer.objects.update(answer="withdrawn")
    first, second = inside_of() + inside_of()
    run(LATER)
    assert sorted(map(len, asked(first, second))) == [0, 1]
    run(LATER + timedelta(minutes=1))  # what waits for an answer binds too
    assert sorted(map(len, asked(first, second))) == [0, 1]
    ready(2)
    run(LATER + timedelta(minutes=2))
    assert sorted(asked(first, second))[0] != sorted(asked(first, second))[1] and one.pk


def test_a_yes_that_would_lead_into_a_second_home_is_refused(trafford):
    first, second = inside_of() + inside_of()
    one = ready(1, capacity=5)
    for each in (first, second):
        TaskOffer.objects.create(task=each, volunteer=one, offered_at=NOW, until=LATER, playbook="t")
        Task.objects.filter(pk=each.pk).update(state="offered")
    says_yes(first.offers.get())
    with pytest.raises(refusals.CannotCross):
        says_yes(second.offers.get())
    need_of()
    run()
    assert says_yes(TaskOffer.objects.exclude(task__in=[first, second]).get()).volunteer == one  # to people


def stated_by(home, **more):
    """A resident's need of shopping, as the home states it."""
    who = Who(name="Nell Needful", phone="01632 960002", may_ring=True)
    told = {"on_behalf": "worker", "has_consent": True, "by_place": home.pk, "channel": "api", "who": who}
    return state_need(Stated(ERRAND, **(told | more)), by=manager_of(home), now=NOW, is_another=True).need


def home_near(name="Ash House", **more):
    told = {"area_id": TRAFFORD, "council_id": TRAFFORD, "service_type": "residential-home", "name": name,
            "address": "1 Nightjar Row", "town": "Sale", "postcode": "M33 4RZ", "longitude": -2.32,
            "latitude": 53.42} | more  # fmt: skip
    return PlaceFactory(**told)


def test_a_residents_need_is_matched_where_the_home_is_and_binds_who_goes_inside(trafford):
    ash, birch = home_near(), home_near("Birch House")
    need = stated_by(ash)
    assert need.lives_there and (need.longitude, need.latitude) == (-2.32, 53.42)
    one = ready(1, capacity=5, hours=500)
    assert run().figures["offered"] == 1
    task = says_yes(TaskOffer.objects.get())
    where = where_of(actor(NOBODY, one).scope, task, on=NOW.date())
    assert where.name == "Nell Needful" and where.address == "Ash House\n1 Nightjar Row\nSale\nM33 4RZ"
    answers.finish(task.pk, one, code="good", by=actor(NOBODY, one), now=NOW)
    need.refresh_from_db()
    assert need.state == "met"
    other = stated_by(birch)
    assert run(LATER).figures["unmet"] == {"setting": 1}  # nobody carries an infection on to Birch
    again = stated_by(ash)
    run(LATER + timedelta(minutes=1))
    assert [task.need_id for task in Task.objects.filter(state="offered")] == [again.pk] != [other.pk]


def test_who_lives_elsewhere_is_not_inside_the_place_that_states_it(trafford):
    agency, ash = home_near("Care at Home", service_type="home-care"), home_near()
    assert not stated_by(agency, area=TRAFFORD).lives_there
    elsewhere = stated_by(ash, postcode="M33 7ZF")
    assert not elsewhere.lives_there and elsewhere.longitude is not None
    at_own_address = stated_by(ash, who=Who(name="Nell Needful", address="9 Hidden Lane"))
    assert not at_own_address.lives_there and at_own_address.longitude is None
