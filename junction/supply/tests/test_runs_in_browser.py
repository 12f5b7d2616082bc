"""Pages of sharing in a real browser: accessible and fit for a phone and for a desk."""

import pytest
from django.utils import timezone

from junction.registry.tests.factories import AreaFactory, PlaceFactory
from tests.once import made_once

from .allocation_world import BY, draft, make_world, publish
from .demand_world import DAY, NOON, tell

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def make():
    """The homes of the tests, three more in another council, a published run and a draft."""
    world = make_world()
    other = AreaFactory(name="Otherham", longitude=-1.9, latitude=53.9)
    for number in range(3):
        home = PlaceFactory(name=f"Otherham Lodge {number}", area=other)
        tell(home, DAY, stock={"gloves": 900 * number}, use={"gloves": 120})
    world.published = draft(world, keep_percent=50)
    publish(world.published, why="Agreed at nine", by=BY)
    world.run = draft(world, name="Gloves, again")
    return world


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with made_once(django_db_blocker, make, now=NOON) as made:
        yield made


@pytest.fixture
def world(made, db, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return made


@pytest.mark.parametrize(
    ("name", "role", "address"),
    [
        ("runs", "national", "/supply/runs/"),
        ("share-stock", "national", "/supply/runs/new/"),
        ("run", "national", "/supply/runs/{run}/?find=ash"),
        ("run-line", "national", "/supply/runs/{run}/lines/1/"),
        ("run-again", "national", "/supply/runs/{run}/again/"),
        ("run-of-place", "place-manager", "/supply/runs/{published}/places/{ash}/"),
        ("older-people", "national", "/supply/older-people/"),
        ("issue-onward", "lrf", "/supply/cover/{ash}/issue/"),
    ],
)
def test_pages_are_accessible_at_both_widths(
    browser_page, browse_as, sign_in, world, check_axe, take_pictures, name, role, address
):
    over = {"lrf": {"area": world.forum}, "place-manager": {"place": world.ash}}.get(role, {})
    browse_as(sign_in(role, **over))
    numbers = {"run": world.run.pk, "published": world.published.pk, "ash": world.ash.pk}
    browser_page.goto(address.format(**numbers))
    check_axe(browser_page)
    take_pictures(browser_page, name)
    browser_page.set_viewport_size({"width": 390, "height": 844})
    check_axe(browser_page)
