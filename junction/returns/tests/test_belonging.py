"""Whose a return is: every reader gives a day to the same place, before, during and after a merge."""

import pytest

from junction.returns.queries import (
    area_sums,
    day_totals,
    return_by_reference,
    returns_known,
)
from junction.returns.queries.exports import Which, exported_returns
from junction.returns.queries.history import past_returns, versions_of
from junction.returns.queries.place_rows import place_rows
from tests.cast import manager_of, officer_of

from .conftest import DAY
from .merged_world import DAYS, SET, SYSTEM, let_go, make_world, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(council, place, now, filing):
    return make_world(council, place, now, filing)


# Each reader: what it says of the days of one place, live (`as_at` none) or looking back.


def by_picture(world, place, as_at):
    found = {}
    for day in DAYS:
        picture = area_sums(
            SYSTEM.scope, question_set=SET, on=day, by="place", as_at=as_at, codes=["occupied"]
        )
        at = list(picture.keys).index(place.pk) if place.pk in picture.keys else None
        if at is not None and picture.counts["filed"][at]:
            found[day] = int(picture.values["occupied"][at])
    return found


def by_rows(world, place, as_at):
    found = {}
    for day in DAYS:
        for row in place_rows(SYSTEM.scope, question_set=SET, area_code="", on=day, as_at=as_at):
            if row.place_id == place.pk and row.about_on == day:
                found[day] = row.measures["occupied"]
    return found


def by_trend(world, place, as_at):
    """The trend of who sees this place only: added up from the returns themselves."""
    days = {"first_on": DAYS[0], "last_on": DAY}
    trend = day_totals(manager_of(place).scope, question_set=SET, **days, as_at=as_at, codes=["occupied"])
    values = zip(trend.days, trend.filed, trend.values["occupied"], strict=True)
    return {day: int(value) for day, filed, value in values if filed}


def by_history(world, place, as_at):
    page = past_returns(
        SYSTEM.scope, place_id=place.pk, question_set=SET, until=DAY, as_at=as_at or world.late
    )
    return {
        one.about_on: one.current.occupied for one in page.days if one.current and page.place.id == place.pk
    }


def by_versions(world, place, as_at):
    found = {}
    for day in DAYS:
        page = versions_of(
            SYSTEM.scope, place_id=place.pk, question_set=SET, day=day, as_at=as_at or world.late
        )
        if page.versions and page.place.id == place.pk:
            found[day] = page.versions[0].occupied
    return found


def by_api(world, place, as_at):
    found = returns_known(SYSTEM.scope, place_id=place.pk, question_set=SET, as_at=as_at)
    assert [one.about_on for one in found] == sorted({one.about_on for one in found}, reverse=True)
    return {one.about_on: one.occupied for one in found}


def by_export(world, place, as_at):
    header, rows = exported_returns(SYSTEM.scope, Which(SET, as_at=as_at))
    column = header.index("occupied")
    return {row[2]: int(row[column]) for row in rows if row[1] == place.name}


READERS = [
    by_picture, by_rows, by_trend, by_history, by_versions, by_api, by_export,
]  # fmt: skip
APART = {DAYS[3]: 30}
TOGETHER = {DAYS[1]: 10, DAYS[2]: 22, DAYS[3]: 30, DAYS[4]: 12}


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_gives_a_day_to_the_place_itself_else_to_the_highest_number(reader, world):
    assert reader(world, world.ash, None) == APART
    merges = merge(world)
    assert reader(world, world.ash, None) == TOGETHER
    let_go(world, merges)
    assert reader(world, world.ash, None) == APART
    assert reader(world, world.ash, world.before) == APART
    assert reader(world, world.ash, world.merged) == TOGETHER
    assert reader(world, world.ash, world.after) == APART
    assert reader(world, world.beech, world.before) == {DAYS[1]: 10, DAYS[2]: 21, DAYS[3]: 11, DAYS[4]: 12}
    assert reader(world, world.cedar, world.after) == {DAYS[2]: 22}


@pytest.mark.parametrize("as_at", ["now", "before"])
def test_asked_by_its_old_number_the_place_answers_that_stood_then(as_at, world):
    merge(world)
    number, then = {"place_id": world.beech.pk}, world.before if as_at == "before" else None
    place, said = (
        (world.beech, {DAYS[1]: 10, DAYS[2]: 21, DAYS[3]: 11, DAYS[4]: 12}) if then else (world.ash, TOGETHER)
    )
    found = returns_known(SYSTEM.scope, **number, question_set=SET, as_at=then)
    assert {one.about_on: one.occupied for one in found} == said
    shown = past_returns(SYSTEM.scope, **number, question_set=SET, until=DAY, as_at=then or world.merged)
    assert shown.place.id == place.pk
    assert {one.about_on: one.current.occupied for one in shown.days if one.current} == said
    days = versions_of(SYSTEM.scope, **number, question_set=SET, day=DAYS[1], as_at=then or world.merged)
    assert (days.place.id, [one.occupied for one in days.versions]) == (place.pk, [10])


def test_a_reference_leads_to_its_return_for_whoever_sees_the_place_that_stands(world, filing, now):
    wigan, trafford = officer_of(world.other), officer_of(world.council)
    (given,) = returns_known(wigan.scope, place_id=world.beech.pk, question_set=SET, last_on=DAYS[1])
    merges = merge(world)
    assert return_by_reference(trafford.scope, given.reference) == given
    assert return_by_reference(wigan.scope, given.reference) is None
    let_go(world, merges)
    assert return_by_reference(wigan.scope, given.reference) == given
    assert return_by_reference(trafford.scope, given.reference) is None
