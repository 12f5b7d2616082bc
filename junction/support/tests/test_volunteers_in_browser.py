"""The public pages of volunteers in a real browser: accessible, and fit for a phone and for a desk."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from junction.core.scope import NOBODY
from junction.registry.models import Area
from junction.support.models import Task, TaskOffer
from junction.support.operations.exclusions import exclude
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.task_answers import accept
from junction.support.operations.task_making import tasks_of_needs
from junction.support.queries.volunteer_links import link_to
from junction.support.queries.volunteers import actor
from junction.support.tests.volunteers import SYSTEM, TRAFFORD, need_of, place_postcodes, ready, scheme
from tests.browser import go

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
    go(page.get_by_role("link", name="how likely is a task near you?"))
    check_axe(page)
    take_pictures(page, "volunteer-chances")
    page.goto("/volunteer/likely/?" + urlencode({"postcode": "M33", "reach_km": 5, "skills": "errands"}))
    assert page.get_by_text("in the next 7 days").is_visible()
    check_axe(page)
    take_pictures(page, "volunteer-chances-found")
    page.goto("/volunteer/likely/?postcode=M33")
    check_axe(page)
    take_pictures(page, "volunteer-chances-wrong")


def look_at(page, check_axe, take_pictures, address, name):
    page.goto(address)
    check_axe(page)
    take_pictures(page, name)


def test_who_is_kept_apart_on_both_sides(areas, browser_page, browse_as, sign_in, check_axe, take_pictures):
    place_postcodes()
    scheme()
    now = timezone.now()  # noqa: TID251 - doors read the clock, so what is shown does too
    need_of(now=now)
    one = ready(1, now=now)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=now).pk, by=SYSTEM, now=now)
    offer = TaskOffer.objects.get()
    accept(offer.pk, one, by=actor(NOBODY, one), now=now)
    number = Task.objects.get().pk
    page = browser_page
    link = link_to(NOBODY, one, until=now + timedelta(hours=1))
    page.goto(link[link.index("/volunteer/") :])
    look_at(page, check_axe, take_pictures, f"/volunteer/tasks/{number}/", "volunteer-task")
    look_at(page, check_axe, take_pictures, f"/volunteer/tasks/{number}/done/", "volunteer-done")
    look_at(page, check_axe, take_pictures, f"/volunteer/tasks/{number}/not-again/", "volunteer-not-again")
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    look_at(page, check_axe, take_pictures, f"/support/tasks/{number}/exclude/", "exclude-volunteer")
    exclude(number, one.pk, side="person", reason="unsafe", by=SYSTEM, now=now)
    look_at(page, check_axe, take_pictures, f"/support/tasks/{number}/", "task-with-exclusion")
    look_at(page, check_axe, take_pictures, "/support/exclusions/", "exclusions")
