"""What nobody has for too long is counted as it is listed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.supply.models import Offer, Problem
from junction.supply.operations.problems import Shortage, release_problem, report_shortage, take_problem
from junction.supply.queries import offers, problems
from junction.supply.rules.offers import offer_rules
from junction.supply.rules.ownerless import overdue_before

from .desk import NOW, desk

__all__ = ["desk"]
RULES = offer_rules(NOW.date())


def test_an_hour_before_now_is_an_hour_before_now():
    found = overdue_before(lambda since: since + timedelta(hours=4), NOW)
    assert abs(found - (NOW - timedelta(hours=4))) <= timedelta(seconds=1)


@given(st.integers(0, 30 * 24 * 60), st.integers(0, 30 * 24 * 60))
def test_it_divides_by_working_days_as_the_rule_does(minutes, now_minutes):
    now = datetime(2020, 5, 1, tzinfo=UTC) + timedelta(minutes=now_minutes)
    since = now - timedelta(minutes=minutes)
    edge = overdue_before(RULES.owner_due_at, now)
    if abs(since - edge) > timedelta(seconds=2):
        assert (RULES.owner_due_at(since) < now) is (since < edge)


@pytest.mark.django_db
def test_problems_are_counted_as_they_are_listed(desk, django_assert_num_queries):
    for severity, hours in (("out", 2), ("out", 0), ("days", 3), ("days", 5), ("weeks", 23)):
        shortage = Shortage("Short", severity, desk.forum.pk, "nation", {"masks": None})
        report_shortage(shortage, by=desk.nation, now=NOW - timedelta(hours=hours))
    taken = Problem.objects.get(severity="out", raised_at=NOW - timedelta(hours=2))
    again = Problem.objects.get(severity="days", raised_at=NOW - timedelta(hours=5))
    take_problem(again.pk, by=desk.nation, now=NOW - timedelta(hours=4))
    release_problem(again.pk, by=desk.nation, now=NOW - timedelta(hours=1))  # its hours begin anew
    listed = problems.nobodys_problems(desk.nation.scope, own_key="", now=NOW)
    assert [row.problem for row in listed] == [taken]
    with django_assert_num_queries(1):
        assert problems.how_many_nobodys(desk.nation.scope, now=NOW) == 1
    assert problems.how_many_nobodys(desk.officer.scope, now=NOW) == 0
    assert offers.how_many_nobodys(desk.nation.scope, now=NOW) == 0


@pytest.mark.django_db
def test_offers_are_counted_as_they_are_listed(desk):
    for days in (0, 1, 6):
        Offer.objects.create(
            kind="sell", company="Maker", name="k", email="k", what="Masks",
            received_at=NOW - timedelta(days=days), received_by="anonymous", channel="web",
            playbook="offers@2020-03-19",
        )  # fmt: skip
    listed = offers.nobodys_offers(desk.nation.scope, own_key="", now=NOW)
    assert offers.how_many_nobodys(desk.nation.scope, now=NOW) == len(listed) == 1
    assert offers.how_many_nobodys(desk.officer.scope, now=NOW) == 0
