"""Journeys in a real browser: a case of a home is passed on to what is there; a home states for a person."""

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.registry.models import Area
from junction.support.models import Need
from junction.support.operations.desk import take_case
from junction.support.operations.provider_cases import open_provider_case
from junction.support.tests.needs import ANSWERS, TRAFFORD, WHO
from tests.browser import go, source_of
from tests.cast import holder, signed_in, user_who

from .test_passed_on import NOW, raised, rang

__all__ = ["rang"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def page(browser_page, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return browser_page


def test_a_case_is_passed_on_to_what_is_there(rang, page, browse_as, check_axe, take_pictures):
    raised(rang.ash, rang.officer)
    user = user_who("council-officer", area=Area.objects.get(pk=TRAFFORD), email="two@council.example")
    by = holder("council-officer", rang.agent.scope.grants[0].reach, key=f"user:{user.pk}")
    need = open_provider_case(rang.ash.pk, matter="staff", words="Two short", by=by, now=NOW).need
    take_case(need.pk, by=by, now=NOW)
    browse_as(signed_in(user))
    page.goto(reverse("support:case", args=[need.pk]))
    page.get_by_label("Spoke: passed on to another register").check()
    check_axe(page)
    take_pictures(page, "pass-on")
    page.get_by_label("Which one is it?").select_option(index=1)
    go(page.get_by_role("button", name="Write the call down"))
    assert Need.objects.get(pk=need.pk).state == "offered"
    page.goto(reverse("support:case", args=[need.pk]))
    check_axe(page)
    take_pictures(page, "passed-on")


def test_a_home_states_what_a_person_needs(rang, page, browse_as, check_axe, take_pictures):
    browse_as(signed_in(user_who("place-manager", place=rang.ash, email="two@homes.example")))
    page.goto(reverse("support:stated-for"))
    check_axe(page)
    go(page.get_by_role("link", name="State what a person needs"))
    take_pictures(page, "state-for")
    check_axe(page)
    for answer in ANSWERS.values():
        page.locator(f"input[value='{answer}']").check()
        go(page.get_by_role("button", name="Continue"))
    check_axe(page)
    take_pictures(page, "state-for-whom")
    page.get_by_label("Name", exact=True).fill(WHO.name)
    page.get_by_label("They agree that we ask").check()
    go(page.get_by_role("button", name="State it"))
    check_axe(page)
    take_pictures(page, "stated-for-one")
    page.goto(reverse("support:stated-for"))
    assert WHO.name not in source_of(page)
    take_pictures(page, "stated-for")
