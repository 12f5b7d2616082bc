"""The page of a council and a plan of 105 requirements: short on a phone, all of it on paper."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from junction.registry.models import Area
from tests.browser import go

from .plans import NOW, TRAFFORD, one_of, plan, say

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
HIGHEST = 6_000  # pixels on a phone
LONG = "Councils must keep and show a list of who stands in for whom, and ring each provider every week. " * 2


@pytest.fixture
def address(areas, monkeypatch, settings):
    """Trafford answered three of 105: two only claimed, one of these overdue, one that contradicts itself."""
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    made = plan(texts=[(str(n), f"{LONG}({n})", "governance", "must", None) for n in range(1, 106)])
    for ref, result in (("1", "met"), ("2", "met"), ("3", "not-met")):
        say(one_of(made, ref), "done", result)
    return f"/plans/catalogues/{made.pk}/parties/{TRAFFORD}/"


def height(page):
    return page.evaluate("document.documentElement.scrollHeight")


def test_what_is_wrong_comes_first_and_the_page_is_short_on_a_phone(
    browser_page, browse_as, sign_in, address, check_axe, take_pictures
):
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto(address)
    assert height(browser_page) < HIGHEST
    folds = [one.inner_text() for one in browser_page.locator("details.assurance-section > summary").all()]
    assert folds[0] == "Contradict themselves: 3 requirements"
    assert set(folds[1:]) == {"Missing: 102 requirements", "Only claimed: 3 requirements"}
    check_axe(browser_page)
    take_pictures(browser_page, "party-of-105")
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.get_by_text("Missing: 102 requirements").click()
    browser_page.get_by_role("link", name="All 102 requirements").click()
    expect(browser_page.locator("details[open] table tbody tr")).to_have_count(25)
    assert height(browser_page) < 2 * HIGHEST


def test_all_of_it_is_on_paper(browser_page, browse_as, sign_in, address):
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    browser_page.goto(address)
    hidden = browser_page.get_by_text("(3)").last
    assert not hidden.is_visible()
    browser_page.emulate_media(media="print")
    assert hidden.is_visible()
    browser_page.emulate_media(media="screen")
    go(browser_page.get_by_role("link", name="All of it on one page, to print"))
    assert browser_page.locator("table tbody tr").count() == 105
    assert browser_page.get_by_text("(105)").last.is_visible()
