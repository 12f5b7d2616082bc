"""Whose a return is: counts, lists, checks and forms after a merge, and after it was undone."""

from datetime import timedelta

import pytest

from junction.core.scope import Reach
from junction.returns.operations import add_up_days, file_return
from junction.returns.queries import (
    area_sums,
    day_totals,
    priors,
    standings,
)
from junction.returns.queries.completeness import completeness
from junction.returns.queries.owed import Wanted, owed
from junction.returns.queries.risky import turned_red
from junction.returns.queries.sheets import sheet
from junction.returns.queries.standing import answers_before
from junction.returns.rules.windows import Standing
from tests.cast import holder, officer_of

from .conftest import DAY
from .merged_world import ASKED, DAYS, SET, SYSTEM, let_go, make_world, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(council, place, now, filing):
    return make_world(council, place, now, filing)


# Each counter: of each council and day, how many filed, and how many in time.


def counts_of_pictures(world, as_at):
    found = {}
    for day in DAYS:
        picture = area_sums(
            SYSTEM.scope, question_set=SET, on=day, by="district", as_at=as_at, codes=["occupied"]
        )
        for number, code in enumerate(picture.keys):
            found[code, day] = tuple(int(picture.counts[name][number]) for name in ("filed", "on_time"))
    return found


def counts_of_completeness(world, as_at):
    found = {}
    for day in DAYS:
        rows = completeness(SYSTEM.scope, question_set=ASKED, about_on=day, as_at=as_at, now=world.late)
        found |= {(row.key, day): (row.filed, row.in_time) for row in rows}
    return found


def counts_of_trends(world, as_at, *, from_facts=False):
    """A scope that also names a place adds up the returns themselves, others the totals kept of areas."""
    found = {}
    for area in (world.council, world.other):
        reach = Reach(areas=frozenset({area.code}), places=frozenset({0} if from_facts else ()))
        scope = holder("auditor", reach).scope
        trend = day_totals(
            scope, question_set=SET, first_on=DAYS[0], last_on=DAY, as_at=as_at, codes=["occupied"]
        )
        for day, filed, on_time in zip(trend.days, trend.filed, trend.on_time, strict=True):
            found[area.code, day] = (int(filed), int(on_time))
    return found


def test_counts_of_every_reader_agree_for_each_council_and_day(world):
    def agreed(as_at=None):
        found = {key: counts for key, counts in counts_of_pictures(world, as_at).items() if counts != (0, 0)}
        for other in (
            counts_of_completeness(world, as_at),
            counts_of_trends(world, as_at),
            counts_of_trends(world, as_at, from_facts=True),
        ):
            assert {key: counts for key, counts in other.items() if counts != (0, 0)} == found
        return found

    here, there = world.council.code, world.other.code
    late, fine = (1, 0), (1, 1)
    apart = {
        (here, DAYS[2]): fine, (here, DAYS[3]): fine,
        (there, DAYS[1]): fine, (there, DAYS[2]): fine, (there, DAYS[3]): fine, (there, DAYS[4]): late,
    }  # fmt: skip
    together = {(here, DAYS[1]): fine, (here, DAYS[2]): fine, (here, DAYS[3]): fine, (here, DAYS[4]): late}
    add_up_days(by=SYSTEM, now=world.before)
    assert agreed() == apart
    merges = merge(world)
    add_up_days(by=SYSTEM, now=world.merged)
    assert (agreed(), agreed(world.before), agreed(world.merged)) == (together, apart, together)
    let_go(world, merges)
    add_up_days(by=SYSTEM, now=world.late)
    assert (agreed(), agreed(world.before), agreed(world.merged), agreed(world.after)) == (
        apart, apart, together, apart
    )  # fmt: skip


def test_who_filed_through_a_merged_place_is_not_rung(world):
    def listed(**wanted):
        page = owed(
            SYSTEM.scope,
            question_set=ASKED,
            about_on=DAY,
            permission="returns.chase",
            wanted=Wanted(**wanted),
        )
        return {row.name: (row.first_recorded_at is not None, row.last_about_on) for row in page.rows}

    assert set(listed(only_missing=True)) == {"Ash House", "Cedar House"}
    merge(world)
    assert listed(only_missing=True) == {}
    assert listed() == {"Ash House": (True, DAY)}
    # As an officer of the council, where the newest return of each place is looked up one by one.
    by = officer_of(world.council)
    page = owed(by.scope, question_set=ASKED, about_on=DAY, permission="returns.chase", wanted=Wanted())
    assert [(row.name, row.version, row.last_about_on) for row in page.rows] == [("Ash House", 1, DAY)]
    day_after = owed(
        by.scope,
        question_set=ASKED,
        about_on=DAY + timedelta(days=1),
        permission="returns.chase",
        wanted=Wanted(),
    )
    assert [(row.version, row.last_about_on) for row in day_after.rows] == [(None, DAY)]


def test_checks_and_forms_go_on_from_what_the_merged_place_said(world):
    merge(world)
    known = standings(SYSTEM.scope, [world.ash.pk], question_set=SET)
    wanted = [(world.ash.pk, day) for day in (*DAYS, DAY + timedelta(days=1))]
    before = priors(SYSTEM.scope, wanted, question_set=SET, known=known)
    assert [prior and prior.about_on for prior in before.values()] == [None, None, *DAYS[1:]]
    asked = {"place_id": world.ash.pk, "question_set": SET}
    said = [answers_before(SYSTEM.scope, **asked, about_on=day) for day in DAYS]
    assert [one and one["occupied"] for one in said] == [None, None, 10, 22, 30]
    page = sheet(SYSTEM.scope, **asked, day=DAY, now=world.late)
    assert (page.standing, page.version, page.last_answers["occupied"]) == (Standing.FILED_LATE, 0, 12)


def test_a_merged_place_that_turned_red_shows_under_the_place_that_stands(world, filing):
    red = filing(
        of=world.beech, on=DAY, change={"rating_overall": "red", "staff_absent_covid": 40}, confirmed=None
    )
    file_return(red, by=SYSTEM, now=world.before)
    merge(world)
    assert [(one.place_id, one.about_on) for one in turned_red(SYSTEM.scope, now=world.merged)] == [
        (world.ash.pk, DAY)
    ]
