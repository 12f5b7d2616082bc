"""Cover of large areas is kept by a job: the same figures as anew, with their age, and no look back."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from junction.core.scope import Reach
from junction.registry.models import AreaInside
from junction.registry.tests.factories import AreaFactory, PlaceFactory
from junction.supply.models import CoverMark, CoverSum, Item
from junction.supply.operations import keeping_cover
from junction.supply.queries.demand import bands, by_area, counted_items, cover_figures, kept_cover, whole
from junction.supply.rules.demand import limits_on
from junction.supply.rules.demand.sums import sums_of
from junction.supply.rules.kept_figures import keeping_on
from tests.cast import holder, manager_of, national, officer_of

from .demand_world import DAY, NOON, catalogue, tell

BY = national()


@pytest.fixture
def large(monkeypatch):
    """Three places are many; nobody keeps anything else."""
    keeping = replace(keeping_on(DAY), cover_from_places=3)
    for module in (keeping_cover, kept_cover):
        monkeypatch.setattr(module, "keeping_on", lambda day: keeping)
    return keeping


@pytest.fixture
def world(db, large):
    """Two councils of a region and one elsewhere: Short and Plenty, Silent, Other."""
    catalogue()
    near, far, other = (AreaFactory(name=name) for name in ("Nearham", "Farham", "Otherham"))
    region = AreaFactory(code="E12000002", kind="region", name="North West")
    for one in (near, far):
        AreaInside.objects.create(ancestor=region, descendant=one, valid_from=one.started_on)
    homes = {
        "short": PlaceFactory(name="Short House", area=near),
        "plenty": PlaceFactory(name="Plenty House", area=near),
        "silent": PlaceFactory(name="Silent House", area=far),
        "other": PlaceFactory(name="Other House", area=other),
    }
    tell(homes["short"], DAY, stock={"gloves": 300, "masks": 30}, use={"gloves": 300, "masks": 40})
    tell(homes["plenty"], DAY, stock={"gloves": 6000}, use={"gloves": 300})
    tell(homes["other"], DAY, stock={"gloves": 300}, use={"gloves": 600})
    return {"near": near, "far": far, "region": region, "elsewhere": other, **homes}


def keep(at=NOON):
    return keeping_cover.keep_cover(by=BY, now=at)


def figures(by=BY, *, minutes=0, **about):
    given = {"now": NOON + timedelta(minutes=minutes), "on": DAY} | about
    return cover_figures(by.scope, counted_items(by.scope), **given)


def shown(found):
    """Everything a page shows of the figures."""
    codes = [item.code for item in found.items]
    each = {code: [code] for code in found.sums.areas if code}
    return {
        item: (
            whole(found.sums, item=item),
            by_area(found.sums, each, item=item),
            list(bands(found.sums, found.limits, item=item)),
        )
        for item in ("", *codes)
    }


def test_what_is_kept_says_what_is_worked_out_and_when(world):
    anew = figures()
    assert anew.at == NOON
    mark = keep()
    assert (mark.places, mark.on, mark.items) == (4, DAY, ["gloves", "masks"])
    assert mark.rules == ["demand@2020-03-01", "modelled-need@2020-04-02"]
    kept = figures(minutes=9)
    assert kept.at == NOON
    assert shown(kept) == shown(anew)
    assert (whole(kept.sums).soon, whole(kept.sums, item="masks").known) == (2, 1)


def test_a_return_since_does_not_change_what_is_kept_until_the_job_runs_again(world):
    keep()
    tell(world["silent"], DAY, stock={"gloves": 10}, use={"gloves": 100}, at=NOON + timedelta(minutes=2))
    assert whole(figures(minutes=3).sums).soon == 2
    keep(NOON + timedelta(minutes=5))
    later = figures(minutes=6)
    assert (later.at, whole(later.sums).soon) == (NOON + timedelta(minutes=5), 3)


def test_an_area_of_it_is_read_and_a_small_one_is_worked_out_anew(world):
    keep()
    own = figures(area_code="E12000002", minutes=9)
    assert (own.at, whole(own.sums).places) == (NOON, 3)
    small = figures(area_code=world["near"].code, minutes=9)
    assert (small.at, whole(small.sums).places) == (NOON + timedelta(minutes=9), 2)


def test_who_sees_some_areas_reads_theirs_and_who_sees_some_places_nothing_of_it(world, large):
    keep()
    codes = frozenset({world["near"].code, world["far"].code, "E12000002"})
    region = holder("region", Reach(areas=codes))
    assert (figures(region, minutes=9).at, whole(figures(region, minutes=9).sums).places) == (NOON, 3)
    officer = figures(officer_of(world["elsewhere"]), minutes=9)
    assert (officer.sums.areas, officer.at) == ((world["elsewhere"].code,), NOON + timedelta(minutes=9))
    own = figures(manager_of(world["short"]), minutes=9)
    assert (own.sums.places, own.at) == (1, NOON + timedelta(minutes=9))


def test_a_look_back_is_worked_out_as_it_was_known_then(world):
    keep()
    before = figures(as_at=NOON - timedelta(hours=1), minutes=9)
    assert (before.at, whole(before.sums).known) == (NOON + timedelta(minutes=9), 0)


def test_what_is_old_is_neither_shown_nor_kept(world, large):
    keep()
    minutes = large.cover_shown / timedelta(minutes=1)
    assert figures(minutes=minutes - 1).at == NOON
    assert figures(minutes=minutes).at == NOON + large.cover_shown
    keep(NOON + large.cover_shown + timedelta(minutes=1))
    assert CoverMark.objects.count() == 1
    assert CoverSum.objects.exclude(mark=CoverMark.objects.get()).count() == 0


@pytest.mark.parametrize("change", ["rules", "items"])
def test_by_other_rules_or_items_it_is_worked_out_anew(world, change):
    keep()
    if change == "rules":
        CoverMark.objects.update(rules=["demand@1999-01-01", "modelled-need@2020-04-02"])
    else:
        Item.objects.create(code="aprons", name="Aprons", base_unit="apron", plural_unit="aprons",
                            category="PPE", measure="aprons")  # fmt: skip
    assert figures(minutes=9).at == NOON + timedelta(minutes=9)


def test_the_same_moment_is_kept_once_and_a_small_nation_not_at_all(world, monkeypatch):
    assert keep() is not None
    assert keep() is None
    monkeypatch.setattr(keeping_cover, "keeping_on", keeping_on)
    assert keep(NOON + timedelta(minutes=5)) is None
    assert CoverMark.objects.count() == 1


def test_reading_what_is_kept_takes_two_statements(world, django_assert_num_queries):
    keep()
    items = counted_items(BY.scope)
    with django_assert_num_queries(1):
        cover_figures(BY.scope, items, now=NOON, on=DAY)
    with django_assert_num_queries(2):
        cover_figures(BY.scope, items, now=NOON, on=DAY, area_code="E12000002")


def test_the_page_and_the_api_say_how_old_it_is(world, sign_in, monkeypatch):
    keep()
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(minutes=9))
    page = " ".join(sign_in("national").get(reverse("supply:cover")).content.decode().split())
    assert "<strong>2 places</strong> run out within 48 hours" in page
    said = page[page.index("Worked out at") :][:80]
    assert said.startswith("Worked out at 20 Apr 2020, 1pm;"), said
    assert "large areas are worked out every few minutes" in said
    assert all(name in page for name in ("Nearham", "Farham", "Otherham"))


DAYS = st.one_of(st.just(np.nan), st.just(np.inf), st.floats(0, 40))


@given(st.lists(st.tuples(st.sampled_from(["a", "b", None]), DAYS, DAYS), max_size=12))
def test_areas_add_up_to_the_whole_and_every_place_is_in_one_bar(rows):
    limits = limits_on(DAY)
    days = np.array([[one, two] for _, one, two in rows]).reshape(len(rows), 2)
    sums = sums_of(days, [area for area, _, _ in rows], ["gloves", "masks"], limits)
    for item, column in (("", np.fmin.reduce(days, axis=1, initial=np.nan)), ("masks", days[:, 1])):
        total = whole(sums, item=item)
        assert (total.places, total.known) == (len(rows), int((~np.isnan(column)).sum()))
        assert (total.soon, total.short) == (int((column < 2).sum()), int((column < 7).sum()))
        assert sum(count for _, count in bands(sums, limits, item=item)) == len(rows)
        parts = by_area(sums, {"a": ["x"], "b": ["x"]}, item=item)
        assert sum(part.places for part in parts) == len(rows)


def test_the_bars_by_hand():
    days = np.array([[0.5], [1.0], [6.9], [7.0], [14.0], [np.inf], [np.nan]])
    sums = sums_of(days, ["a"] * 7, ["gloves"], limits_on(DAY))
    assert [count for _, count in bands(sums, limits_on(DAY), item="gloves")] == [1, 1, 1, 1, 2, 1]
