"""What is not met as the database works it out: the same as the rule says, at every moment and day."""

from collections import Counter
from datetime import timedelta

import pytest

from junction.core.calendar import LOCAL, local_day
from junction.core.scope import NOBODY, Reach
from junction.people.queries import system_actor
from junction.support.models import Need, NeedEvent
from junction.support.operations import settling
from junction.support.operations.keeping_unmet import keep_unmet
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.needs import state_needs
from junction.support.operations.task_offers import offer_urgent_everywhere
from junction.support.queries.unmet import unmet_by_day, unmet_leaves, unmet_read
from junction.support.queries.unmet_areas import areas_to_look_at, look_at
from junction.support.queries.unmet_demand import demand
from junction.support.rules.unmet import reason_at, unmet_rules
from junction.support.rules.unmet_figures import Cell, by_day
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD, stated
from junction.support.tests.unmet import drawn
from junction.support.tests.volunteers import need_of, place_postcodes, scheme
from tests.cast import holder, manager_of, national, officer_of

pytestmark = pytest.mark.django_db
RULES = unmet_rules(NOW.date())
BY = system_actor("test")
MOMENTS = [NOW + timedelta(hours=one) for one in (0, 3, 40, 200, 333, 480, 24 * 40)]


def expected(courses, at, area=None):
    found = Counter(
        Cell(where, kind, reason)
        for where, kind, course in courses
        if area in (None, where) and (reason := reason_at(RULES, course, at))
    )
    return dict(found)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_database_says_of_every_moment_what_the_rule_says(areas, seed):
    courses = drawn(seed)
    for at in MOMENTS:
        looked = look_at(national().scope, "", at=at)
        assert unmet_leaves(national().scope, looked, rules=RULES) == expected(courses, at)
        one = look_at(officer_of(TRAFFORD).scope, TRAFFORD, at=at)
        assert unmet_leaves(officer_of(TRAFFORD).scope, one, rules=RULES) == expected(courses, at, TRAFFORD)


def test_the_page_and_the_days_say_the_same(areas):
    courses = drawn(3)
    at = NOW + timedelta(hours=470)
    first_on = local_day(at) - timedelta(days=27)
    looked = look_at(national().scope, "", at=at)
    read = unmet_read(national().scope, looked, rules=RULES, first_on=first_on)
    now = expected(courses, at)
    assert read.cells == dict(Counter({(c, r): 0 for _, c, r in now}) + sum(
        (Counter({(c, r): n}) for (_, c, r), n in now.items()), Counter()))  # fmt: skip
    assert read.councils == {
        area: sum(n for (where, _, r), n in now.items() if where == area and r in RULES.gaps)
        for area in (TRAFFORD, MANCHESTER)
    }
    days = by_day(read.spans, first_on=first_on, last_on=local_day(at))
    for day, leaves in unmet_by_day(national().scope, looked, rules=RULES, first_on=first_on):
        end = min(at, NOW.astimezone(LOCAL).replace(year=day.year, month=day.month, day=day.day, hour=23,
                                                    minute=59, second=59))  # fmt: skip
        assert leaves == expected(courses, end)
        for reason in RULES.of_needs:
            said = sum(count for cell, count in leaves.items() if cell.reason == reason)
            assert days.get(reason, {}).get(day, 0) == said


def test_what_happened_later_does_not_change_what_was_known(areas):
    courses = drawn(4)
    at = NOW + timedelta(hours=100)
    before = unmet_leaves(national().scope, look_at(national().scope, "", at=at), rules=RULES)
    assert before == expected(courses, at) and before


def test_who_sees_which_area_and_how_exactly(areas):
    at = NOW + timedelta(hours=40)
    trafford = officer_of(TRAFFORD).scope
    own = look_at(trafford, "", at=at)
    assert (own.code, own.is_exact, own.at) == (TRAFFORD, True, at)
    other = look_at(trafford, MANCHESTER, at=at)
    assert not other.is_exact and other.at.astimezone(LOCAL).hour == 0 and other.at <= at
    assert not look_at(trafford, TRAFFORD, at=at, to_share=True).is_exact
    assert look_at(trafford, "E08999999", at=at) is None
    assert look_at(national().scope, MANCHESTER, at=at).is_exact
    both = look_at(holder("council-officer", Reach(areas=frozenset({TRAFFORD, MANCHESTER}))).scope, "", at=at)
    assert both.code == "mine" and both.councils == {TRAFFORD, MANCHESTER}
    for nobody in (NOBODY, manager_of(1).scope):
        assert look_at(nobody, TRAFFORD, at=at) is None and not areas_to_look_at(nobody, on=at.date())


def test_a_need_counts_for_the_council_whose_it_was_then(areas):
    """Handed to another council's hub, it takes its past nowhere."""
    need = state_needs([stated(channel="api")], by=BY, now=NOW)[0].need
    handed = need.limit_at + timedelta(hours=10)
    NeedEvent.objects.create(
        need=need, kind="handed", at=handed, by="x", before=TRAFFORD, after=MANCHESTER, why="accepted"
    )
    Need.objects.filter(pk=need.pk).update(area=MANCHESTER)
    for kept in (False, True):
        if kept:
            keep_unmet(by=BY, now=handed)
        for at, where in ((handed - timedelta(hours=1), TRAFFORD), (handed + timedelta(hours=1), MANCHESTER)):
            for area in (TRAFFORD, MANCHESTER):
                looked = look_at(national().scope, area, at=at)
                leaves = unmet_leaves(national().scope, looked, rules=RULES)
                assert leaves == ({Cell(area, "medicine", "past-limit"): 1} if area == where else {})
                found = demand(national().scope, looked, rules=RULES, first_on=NOW.date())
                assert found.perceived == (area == TRAFFORD)  # stated once, and there
                assert sum(found.open.values()) == (area == where)


def test_that_nobody_was_found_is_a_fact_of_its_moment(areas):
    """Tried again and again it stands once; somebody's yes ends it and does not take it back."""
    place_postcodes()
    need = need_of(runs_out="now")
    for minutes in (0, 20, 40):
        offer_urgent_everywhere(by=BY, now=NOW + timedelta(minutes=minutes))
    assert need.events.filter(kind="fell", why="unfilled").count() == 1
    settling.offer_help(need.pk, about="task:1", by=BY, now=NOW + timedelta(minutes=50))
    looked = [look_at(national().scope, "", at=NOW + timedelta(minutes=m)) for m in (1, 21, 41, 51)]
    found = [unmet_leaves(national().scope, one, rules=RULES) for one in looked]
    one = {Cell(TRAFFORD, "shopping", "no-candidate"): 1}
    assert found == [one, one, one, {}]


def test_a_run_writes_down_of_which_needs_nobody_was_asked(areas):
    place_postcodes()
    scheme()
    need = need_of()
    for hours in (0, 1):
        done = match(ask_matching(TRAFFORD, by=BY, now=NOW + timedelta(hours=hours)).pk, by=BY, now=NOW)
    assert done.figures["nobody"] == 0 and need.events.filter(kind="fell").count() == 1
    assert unmet_leaves(national().scope, look_at(national().scope, "", at=NOW), rules=RULES) == {
        Cell(TRAFFORD, "shopping", "no-candidate"): 1
    }
