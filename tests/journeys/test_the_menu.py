"""Whoever may see the most parts still has a menu of one line on a desk's screen."""

import pytest

from junction.registry.models import Area
from junction.support.tests.needs import TRAFFORD
from tests.cast import signed_in, user_who

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.mark.parametrize("role", ["council-officer", "helpline-agent"])
def test_the_menu_is_one_line_at_1280_pixels(areas, browser_page, browse_as, settings, role):
    settings.DEBUG = True
    browse_as(signed_in(user_who(role, area=Area.objects.get(pk=TRAFFORD))))
    browser_page.set_viewport_size({"width": 1280, "height": 900})
    browser_page.goto("/support/")
    entries = browser_page.locator(".govuk-service-navigation__item").all()
    tops = {round(one.bounding_box()["y"]) for one in entries}
    assert len(entries) > 2 and len(tops) == 1, f"{len(entries)} entries in {len(tops)} lines"
