"""The public pages of volunteers in a real browser: accessible, and fit for a phone and for a desk."""

from urllib.parse import urlencode

import pytest
from django.utils import timezone

from junction.support.operations.task_making import tasks_of_needs
from junction.support.tests.volunteers import SYSTEM, TRAFFORD, need_of, place_postcodes, ready, scheme

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_how_likely_a_task_is_and_the_first_step(areas, browser_page, check_axe, take_pictures):
    place_postcodes()
    scheme()
    now = timezone.now()  # noqa: TID251 - doors read the clock, so what is shown does too
    for number in range(26):
        ready(number, now=now)
    need_of(now=now)
    tasks_of_needs([TRAFFORD], by=SYSTEM, now=now)
    page = browser_page
    page.goto("/volunteer/")
    check_axe(page)
    take_pictures(page, "volunteer-join")
    page.get_by_role("link", name="how likely is a task near you?").click()
    check_axe(page)
    take_pictures(page, "volunteer-chances")
    page.goto("/volunteer/likely/?" + urlencode({"postcode": "M33", "reach_km": 5, "skills": "errands"}))
    assert page.get_by_text("in the next 7 days").is_visible()
    check_axe(page)
    take_pictures(page, "volunteer-chances-found")
    page.goto("/volunteer/likely/?postcode=M33")
    check_axe(page)
    take_pictures(page, "volunteer-chances-wrong")
