"""A large area's demand is kept for some minutes and says since when; a small one's is always new."""

from dataclasses import replace
from datetime import timedelta

import pytest

from junction.registry.tests.factories import PlaceFactory
from junction.supply.queries.demand import counted_items, kept, kept_demand
from junction.supply.rules.demand import limits_on
from tests.cast import manager_of, national

from .demand_world import DAY, NOON, catalogue, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes():
    catalogue()
    made = [PlaceFactory(), PlaceFactory()]
    for home in made:
        tell(home, DAY, stock={"gloves": 300}, use={"gloves": 100})
    return made


@pytest.fixture
def large(monkeypatch):
    """Two places are many; nothing is kept of another test."""
    limits = replace(limits_on(DAY), keep_from_places=2)
    monkeypatch.setattr(kept, "limits_on", lambda day: limits)
    kept._kept.clear()
    yield limits
    kept._kept.clear()


def asked(by, minutes):
    items = counted_items(by.scope)
    return kept_demand(by.scope, items, now=NOON + timedelta(minutes=minutes), on=DAY)


def test_it_is_worked_out_anew_after_some_minutes(homes, large):
    first = asked(national(), 0)
    assert asked(national(), large.keep_minutes - 1) is first
    later = asked(national(), large.keep_minutes)
    assert later is not first
    assert later.at == NOON + timedelta(minutes=large.keep_minutes)


def test_nobody_is_shown_what_is_kept_for_another_reach(homes, large):
    asked(national(), 0)
    assert asked(manager_of(homes[0]), 1).demand.places.ids.tolist() == [homes[0].pk]


def test_a_small_area_is_never_kept(homes):
    first = asked(national(), 0)
    assert asked(national(), 1) is not first
