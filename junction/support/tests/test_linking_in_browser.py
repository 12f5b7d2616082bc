"""A link worker's day in a real browser: somebody is taken on, spoken with, linked to a service, helped."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from junction.support.models import LinkCase, Need, Referral
from junction.support.operations.linking import begin_link
from junction.support.tests.needs import NOW, WHO, state
from junction.support.tests.referring import agent, by_telephone, charity, run, send, service
from junction.support.tests.test_linking import worker
from tests.browser import go, source_of
from tests.cast import signed_in, user_who

__all__ = ["agent", "charity", "run"]  # fixtures
pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def look(browser_page, check_axe, take_pictures):
    def looks(name):
        browser_page.wait_for_load_state()
        check_axe(browser_page)
        take_pictures(browser_page, f"link-{name}")

    return looks


@pytest.fixture
def page(run, agent, charity, browser_page, browse_as, monkeypatch, settings):
    """The page of a link worker, to whose team somebody was referred; a choir can be had by video."""
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    send(state(point=(-2.32, 53.42)).need, run, agent)
    by_telephone(service("Choir by video", keeper=charity.pk))
    browse_as(signed_in(user_who("link-worker", organisation=charity)))
    return browser_page


def test_somebody_is_taken_on_and_spoken_with(page, look):
    page.goto(reverse("support:link-people"))
    look("nobody")
    go(page.get_by_role("link", name="1 person waits"))
    look("waiting")
    go(page.get_by_role("table").get_by_role("link"))
    go(page.get_by_role("button", name="Take them on"))
    expect(page.get_by_text("You see to them. Speak with them by")).to_be_visible()
    assert WHO.name in source_of(page)
    look("begun")
    go(page.get_by_role("link", name="Write down a contact"))
    go(page.get_by_role("button", name="Write it down"))
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look("contact-wrong")
    page.get_by_label("By video").check()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("What was said").fill("She misses her choir")
    go(page.get_by_role("button", name="Write it down"))
    assert "She misses her choir" in source_of(page)
    look("spoken")


def test_somebody_is_linked_to_a_service_and_has_what_they_need(page, look, charity):
    begin_link(Referral.objects.get().pk, by=worker(charity), now=NOW)
    page.goto(reverse("support:link-people"))
    assert WHO.name in source_of(page)
    look("people")
    go(page.get_by_role("link", name=LinkCase.objects.get().referral.reference))
    go(page.get_by_role("link", name="Write down what matters to them"))
    look("plan")
    page.get_by_label("In their words").fill("To sing with others again")
    go(page.get_by_role("button", name="Write it down"))
    go(page.get_by_role("link", name="Link them to a service"))
    look("find")
    go(page.get_by_role("link", name="Link them to Choir by video"))
    look("to")
    page.get_by_label("By themselves: I told them of it").check()
    go(page.get_by_role("button", name="Write it down"))
    look("one")
    go(page.get_by_role("link", name="End the support"))
    look("end")
    page.get_by_label("They have what they need").check()
    go(page.get_by_role("button", name="End it"))
    assert WHO.name not in source_of(page)
    look("ended")
    assert Need.objects.get().state == "met"
