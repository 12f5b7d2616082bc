"""Supply problems: reported, owned by one named person, handed over, closed; and never quietly nobody's."""

from datetime import timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.ownership.operations import CannotTake
from junction.core.scope import Actor
from junction.people.queries import system_actor
from junction.registry.tests.factories import AreaFactory
from junction.supply.models import Problem
from junction.supply.operations.alerting import alert_ownerless
from junction.supply.operations.owning import CannotOwn
from junction.supply.operations.problems import (
    AlreadyClosed,
    CannotClose,
    CannotReport,
    NoForum,
    NotYourArea,
    NotYours,
    Shortage,
    close_problem,
    hand_over_problem,
    release_problem,
    report_shortage,
    take_problem,
)
from junction.supply.queries.problems import nobodys_problems, problems, with_owners
from tests.cast import lrf_of, officer_of, user_who

from .desk import NOW, desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def shortage(desk, **more):
    given = {
        "title": "No gowns",
        "severity": "out",
        "area": desk.council.code,
        "to": "lrf",
        "items": {"masks": 50},
    }
    return Shortage(**given | more)


@pytest.fixture
def raised(desk):
    return report_shortage(shortage(desk), by=desk.officer, now=NOW)


def at_forum(desk, name="one"):
    """A stored user of the forum, as an actor."""
    user = user_who("lrf", email=f"{name}@forum.example", area=desk.forum)
    return Actor(user.key, user.name, desk.lrf.scope)


def test_a_council_reports_to_its_forum(desk, raised):
    assert (raised.desk, raised.area, raised.items.get().quantity) == (desk.forum, desk.council, 50)
    line = AuditEntry.objects.get(verb="supply.problem.raised")
    assert (line.detail["desk"], line.playbook) == (desk.forum.code, "supply-problems@2020-03-19")
    nation = report_shortage(shortage(desk, to="nation", items={"gloves": None}), by=desk.lrf, now=NOW)
    assert (nation.desk, nation.items.get().quantity) == (None, None)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"title": " "}, CannotReport), ({"items": {}}, CannotReport),
     ({"items": {"unheard-of": 1}}, CannotReport), ({"items": {"masks": 0}}, CannotReport),
     ({"severity": "awful"}, CannotReport), ({"to": "mars"}, CannotReport)],
)  # fmt: skip
def test_what_is_not_whole_is_refused(desk, change, refusal):
    with pytest.raises(refusal):
        report_shortage(shortage(desk, **change), by=desk.officer, now=NOW)
    assert not Problem.objects.exists()


def test_one_reports_of_ones_own_area_and_to_a_forum_there_is(desk):
    with pytest.raises(NotYourArea):
        report_shortage(shortage(desk), by=desk.stranger, now=NOW)
    alone = AreaFactory(name="Alone")
    with pytest.raises(NoForum):
        report_shortage(shortage(desk, area=alone.code), by=officer_of(alone), now=NOW)


def test_who_sees_and_who_may_take_a_problem(desk, raised):
    for actor, sees in ((desk.officer, True), (desk.lrf, True), (desk.nation, True), (desk.stranger, False),
                        (desk.manager, False)):  # fmt: skip
        assert problems(actor.scope).filter(pk=raised.pk).exists() is sees
    for actor in (desk.officer, desk.stranger, desk.manager, lrf_of(AreaFactory(kind="lrf"))):
        with pytest.raises(Problem.DoesNotExist):
            take_problem(raised.pk, by=actor, now=LATER)


def test_one_named_owner_with_its_age_and_hand_overs(desk, raised, django_assert_num_queries):
    one, two = at_forum(desk, "one"), at_forum(desk, "two")
    take_problem(raised.pk, by=one, now=LATER)
    with pytest.raises(CannotTake):
        take_problem(raised.pk, by=two, now=LATER)
    with pytest.raises(CannotOwn):
        hand_over_problem(raised.pk, to="user:0", why="Off duty", by=one, now=LATER)
    hand_over_problem(raised.pk, to=two.key, why="Off duty", by=one, now=LATER)
    with django_assert_num_queries(2):
        row = with_owners(two.scope, [raised], own_key=two.key, now=LATER)[0]
    assert (row.held.owner, row.held.name, row.held.hand_overs) == (two.key, "you", 1)
    assert (row.held.age, row.held.owner_due_at, row.is_overdue) == (timedelta(hours=2), None, False)


def test_only_the_owner_closes_and_once(desk, raised):
    one = at_forum(desk)
    with pytest.raises(NotYours):
        close_problem(raised.pk, outcome="supplied", why="Sent", by=one, now=LATER)
    take_problem(raised.pk, by=one, now=LATER)
    for outcome, why in (("solved", "Sent"), ("supplied", " ")):
        with pytest.raises(CannotClose):
            close_problem(raised.pk, outcome=outcome, why=why, by=one, now=LATER)
    close_problem(raised.pk, outcome="supplied", why="Sent 500", by=one, now=LATER)
    raised.refresh_from_db()
    assert (raised.outcome, raised.closed_by, raised.closed_at) == ("supplied", one.key, LATER)
    assert AuditEntry.objects.filter(verb="supply.problem.closed").count() == 1
    for do in (take_problem, release_problem):
        with pytest.raises(AlreadyClosed):
            do(raised.pk, by=one, now=LATER)


def test_what_nobody_has_too_long_is_shown_and_told_once_to_who_could_take_it(desk, raised):
    one, system = at_forum(desk), system_actor("alerts")
    user_who("national", email="nation@example.org")  # a forum's problem is the forum's
    assert nobodys_problems(desk.lrf.scope, own_key="", now=NOW + timedelta(minutes=59)) == []
    assert [row.problem for row in nobodys_problems(desk.lrf.scope, own_key="", now=LATER)] == [raised]
    assert nobodys_problems(desk.officer.scope, own_key="", now=LATER) == []
    assert [alert_ownerless(by=system, now=LATER) for _ in range(2)] == [1, 0]
    assert Message.objects.get().template == "supply/nobodys"
    take_problem(raised.pk, by=one, now=LATER)
    assert alert_ownerless(by=system, now=LATER + timedelta(days=1)) == 0
    release_problem(raised.pk, by=one, now=LATER + timedelta(days=1))
    assert alert_ownerless(by=system, now=LATER + timedelta(days=1, minutes=59)) == 0
    assert alert_ownerless(by=system, now=LATER + timedelta(days=1, minutes=61)) == 1
