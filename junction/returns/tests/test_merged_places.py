"""Returns of a place that was merged into another: seen there, counted once, and given back on undoing."""

from datetime import date, timedelta

import pytest

from junction.people.queries import system_actor
from junction.registry.models import AreaInside
from junction.registry.operations import merge_places, undo_merge
from junction.returns.models import DayTotal
from junction.returns.operations import file_return
from junction.returns.operations.totals import add_up_days
from junction.returns.queries import Look, area_sums
from junction.returns.queries.history import past_returns, versions_of
from junction.returns.queries.place_rows import place_rows
from junction.returns.queries.sheets import sheet

from .conftest import DAY

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
SET = "care-home-daily"


@pytest.fixture(autouse=True)
def _inside(council):
    AreaInside.objects.get_or_create(ancestor=council, descendant=council, valid_from=date(1974, 4, 1))


def filed(filing, place, now, *, on=DAY, occupied=36, **more):
    change = {"occupied": occupied, "vacancies_admitting": 39 - occupied}
    return file_return(filing(of=place, on=on, change=change, confirmed=None, **more), by=SYSTEM, now=now)


def merge(place, second_place, now):
    return merge_places(kept_id=place.pk, gone_id=second_place.pk, why="one home", by=SYSTEM, now=now)


def occupied(council, *, as_at=None, on=DAY) -> tuple[float, float]:
    """The sum of an area, and how many places it rests on."""
    picture = area_sums(
        SYSTEM.scope, question_set=SET, on=on, area_code=council.code, as_at=as_at, codes=["occupied"]
    )
    rows = place_rows(SYSTEM.scope, question_set=SET, area_code=council.code, on=on, as_at=as_at)
    by_rows = sum(row.measures["occupied"] or 0 for row in rows if row.about_on)
    (total,) = picture.values["occupied"]
    assert total == by_rows
    return total, picture.resting_on["occupied"][0]


def test_an_only_return_of_the_merged_place_counts_for_the_one_that_stands(
    council, place, second_place, filing, now
):
    filed(filing, second_place, now, occupied=20)
    before = occupied(council)
    later = now + timedelta(hours=1)
    merged = merge(place, second_place, later)
    assert occupied(council) == before == (20, 1)
    assert occupied(council, as_at=later) == (20, 1)
    assert occupied(council, as_at=now) == (20, 1)
    undo_merge(merge_id=merged.pk, why="two homes", by=SYSTEM, now=later + timedelta(hours=1))
    assert occupied(council) == (20, 1)


def test_where_both_filed_the_place_that_stands_is_counted_and_undoing_restores_both(
    council, place, second_place, filing, now
):
    filed(filing, place, now, occupied=30)
    filed(filing, second_place, now, occupied=20)
    assert occupied(council) == (50, 2)
    later, last = now + timedelta(hours=1), now + timedelta(hours=2)
    merged = merge(place, second_place, later)
    assert occupied(council) == (30, 1)
    assert occupied(council, as_at=now) == (50, 2)
    undo_merge(merge_id=merged.pk, why="two homes", by=SYSTEM, now=last)
    assert occupied(council) == occupied(council, as_at=last) == (50, 2)
    assert occupied(council, as_at=later) == (30, 1)


def test_the_past_of_a_place_has_the_days_of_both_once(place, second_place, filing, now):
    filed(filing, second_place, now, on=DAY - timedelta(days=1), occupied=20)
    filed(filing, second_place, now, on=DAY, occupied=21)
    filed(filing, place, now, on=DAY, occupied=30)
    later = now + timedelta(hours=1)
    merge(place, second_place, later)
    see = {"place_id": place.pk, "question_set": SET}
    shown = past_returns(SYSTEM.scope, **see, until=DAY, as_at=later)
    assert {d.about_on: d.current.occupied for d in shown.days if d.current} == {
        DAY - timedelta(days=1): 20, DAY: 30
    }  # fmt: skip
    shown = past_returns(SYSTEM.scope, **see, until=DAY, as_at=now)
    assert {d.about_on: d.current.occupied for d in shown.days if d.current} == {DAY: 30}
    yesterday = versions_of(SYSTEM.scope, **see, day=DAY - timedelta(days=1), as_at=later)
    assert [one.occupied for one in yesterday.versions] == [20]
    today = versions_of(SYSTEM.scope, **see, day=DAY, as_at=later)
    assert [one.occupied for one in today.versions] == [30]


def test_a_form_is_filled_in_with_what_the_merged_place_said_and_begins_at_version_one(
    place, second_place, filing, now
):
    filed(filing, second_place, now, on=DAY, occupied=21)
    merge(place, second_place, now)
    found = sheet(SYSTEM.scope, place_id=place.pk, question_set=SET, day=DAY, now=now)
    assert (found.version, found.last_answers["occupied"]) == (0, 21)
    filed(filing, place, now, on=DAY, occupied=30)
    found = sheet(SYSTEM.scope, place_id=place.pk, question_set=SET, day=DAY, now=now)
    assert (found.version, found.current.answers["occupied"]) == (1, 30)


def test_days_are_added_up_anew_after_a_merge_and_after_its_end(council, place, second_place, filing, now):
    def total(at):
        add_up_days(by=SYSTEM, now=at)
        newest = DayTotal.objects.filter(about_on=DAY).latest("computed_at")
        return newest.sums["occupied"][0]

    filed(filing, place, now, occupied=30)
    filed(filing, second_place, now, occupied=20)
    assert total(now) == 50
    hour = timedelta(hours=1)
    merged = merge(place, second_place, now + hour)
    assert total(now + 2 * hour) == 30
    undo_merge(merge_id=merged.pk, why="two homes", by=SYSTEM, now=now + 3 * hour)
    assert total(now + 4 * hour) == 50


def test_without_merges_nothing_more_is_asked(council, django_assert_num_queries):
    with django_assert_num_queries(1):
        sql, _ = Look(SET, DAY).seen(SYSTEM.scope).newest_sql()
    assert "UNION" not in sql
