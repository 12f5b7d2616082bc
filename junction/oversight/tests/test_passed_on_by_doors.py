"""A call about supplies, from the telephone to the letter to the home, through the pages that each uses."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from junction.core.messages.models import Message
from junction.core.personal.queries import values
from junction.registry.models import Area
from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import Item, Problem
from junction.support.models import Need, NeedEvent
from junction.support.operations.needs import Stated, Who, state_need
from junction.support.tasks import hear_of_cases_passed_on
from junction.support.tests.needs import TRAFFORD
from tests.cast import NOW, manager_of, signed_in, user_who

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(areas):
    """A home, its manager, an agent and an officer of its council, and the nation's cell."""
    council = Area.objects.get(code=TRAFFORD)
    ash = PlaceFactory(name="Ash", area=council, council=council, service_type="residential-home")
    Item.objects.create(
        code="gowns",
        name="Gowns",
        base_unit="gown",
        plural_unit="gowns",
        category="PPE",
    )
    user_who("place-manager", place=ash, email="ash@homes.example")
    return SimpleNamespace(
        ash=ash,
        agent=signed_in(user_who("helpline-agent", area=council)),
        officer=signed_in(user_who("council-officer", area=council)),
        nation=signed_in(user_who("national", email="cell@nation.example")),
    )


def press(client, address, *numbers, **sent):
    """Send one page's form; what is wrong with it fails the test."""
    answer = client.post(reverse(address, args=numbers), sent)
    assert answer.status_code == 302, answer.content.decode()


def letters():
    found = Message.objects.filter(channel="email").order_by("pk")
    told = values([one.to for one in found])
    return [(one.template, told[one.to]) for one in found]


def rings_about_gowns(world):
    """The home rings, an agent takes it down and has it; the council reports it short; its number."""
    press(
        world.agent,
        "support:ask-for-place",
        world.ash.pk,
        matter="ppe",
        words="No gowns left",
    )
    need = Need.objects.get(place=world.ash)
    press(world.agent, "support:take-case", need.pk)
    press(
        world.officer, "supply:report-shortage", title="No gowns", area=TRAFFORD, items="gowns",
        severity="out", to="nation",
    )  # fmt: skip
    return need, Problem.objects.get()


def test_a_call_about_supplies_is_passed_on_closed_there_and_the_home_hears(world):
    need, problem = rings_about_gowns(world)
    there = f"supply-problem:{problem.pk}"
    press(
        world.agent,
        "support:log-call",
        need.pk,
        outcome="spoke-passed",
        passed_known=there,
    )
    need.refresh_from_db()
    assert need.state == "offered" and letters() == [("support/case_passed", "cell@nation.example")]
    hear_of_cases_passed_on()
    need.refresh_from_db()
    assert need.state == "offered"  # nothing came of it yet
    press(world.nation, "supply:take-problem", problem.pk)
    press(
        world.nation,
        "supply:close-problem",
        problem.pk,
        outcome="supplied",
        why="40,000 sent",
    )
    hear_of_cases_passed_on()
    last = NeedEvent.objects.filter(need=need).latest("pk")
    assert (last.kind, last.why, last.about, last.after) == (
        "heard",
        "there-answered",
        there,
        "open",
    )
    assert letters()[1:] == [("support/case_heard", "ash@homes.example")]


def test_what_is_heard_of_a_persons_need_is_written_to_nobody_but_who_works_on_it(
    world,
):
    """Neither to the person, whatever they called safe, nor to the place that stated it for them."""
    who = Who(
        name="Nell Needful",
        phone="07700 900123",
        email="nell@home.example",
        may_ring=True,
    )
    answers = {
        "danger": "no", "need": "someone", "kind-someone": "shopping", "another-way": "none",
        "changed": "stay-in", "runs-out": "two-days", "depends": "me", "asked": "nobody",
    }  # fmt: skip
    told = Stated(answers, who=who, on_behalf="worker", has_consent=True, by_place=world.ash.pk)
    need = state_need(told, by=manager_of(world.ash), now=NOW).need
    problem = rings_about_gowns(world)[1]
    press(world.agent, "support:take-case", need.pk, is_second="yes")
    there = f"supply-problem:{problem.pk}"
    press(
        world.agent,
        "support:log-call",
        need.pk,
        outcome="spoke-passed",
        passed_known=there,
    )
    press(world.nation, "supply:take-problem", problem.pk)
    press(
        world.nation,
        "supply:close-problem",
        problem.pk,
        outcome="supplied",
        why="40,000 sent",
    )
    hear_of_cases_passed_on()
    last = NeedEvent.objects.filter(need=need).latest("pk")
    assert (last.kind, last.after) == ("heard", "open")
    assert letters() == [("support/case_passed", "cell@nation.example")]
