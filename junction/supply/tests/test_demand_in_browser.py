"""Pages of demand in a real browser: accessible and fit for a phone and for a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.registry.models import AreaInside
from junction.registry.tests.factories import AreaFactory, PlaceFactory

from .demand_world import DAY, NOON, catalogue, tell

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def world(monkeypatch, settings):
    """Two councils of a region with some homes each, from nearly out to silent."""
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    catalogue()
    region = AreaFactory(code="E12000002", kind="region", name="North West")
    councils = [
        AreaFactory(name=name, longitude=east, latitude=53.4 + east / 50)
        for name, east in (("Nearham", -2.3), ("Farham and the Dales", -2.6))
    ]
    homes = []
    for one in councils:
        AreaInside.objects.create(ancestor=region, descendant=one, valid_from=one.started_on)
        for number in range(6):
            home = PlaceFactory(name=f"{one.name} Lodge {number}", area=one, beds=40)
            homes.append(home)
            for back in range(0 if number == 5 else 4):
                stock = 200 + 900 * number + 300 * back
                tell(home, DAY - timedelta(days=back), stock={"gloves": stock, "masks": 40 * number},
                     use={"gloves": 280, "masks": 12})  # fmt: skip
    return {"region": region, "near": councils[0], "home": homes[0]}


@pytest.mark.parametrize(
    ("name", "role", "over", "address"),
    [
        ("cover-of-a-region", "region", {"area": "region"}, "/supply/cover/"),
        ("cover-of-a-council", "council-officer", {"area": "near"}, "/supply/cover/"),
        ("cover-of-a-place", "place-manager", {"place": "home"}, "/supply/cover/{home}/"),
        ("cover-of-ones-own", "place-manager", {"place": "home"}, "/supply/cover/"),
    ],
)
def test_pages_are_accessible_at_both_widths(
    browser_page, browse_as, sign_in, world, check_axe, take_pictures, name, role, over, address
):
    browse_as(sign_in(role, **{key: world[value] for key, value in over.items()}))
    browser_page.goto(address.format(home=world["home"].pk))
    check_axe(browser_page)
    take_pictures(browser_page, name)
    browser_page.set_viewport_size({"width": 390, "height": 844})
    check_axe(browser_page)
