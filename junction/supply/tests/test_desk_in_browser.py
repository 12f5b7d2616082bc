"""The pages of the emergency line in a real browser, at two widths, checked for accessibility."""

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.calls import Rung, write_down_calls
from junction.supply.operations.deciding import Decision, decide
from tests.cast import signed_in, user_who

from .desk import NOW, desk, wanted

__all__ = ["desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_a_home_asks_the_nation_grants_a_part_and_the_forum_sees_the_rest(
    desk, browser_page, browse_as, check_axe, take_pictures
):
    page = browser_page
    browse_as(signed_in(user_who("place-manager", place=desk.home)))
    page.goto(reverse("supply:ask-for-help", args=[desk.home.pk]))
    check_axe(page)
    take_pictures(page, "supply-ask-for-help")
    page.get_by_label("Under 24 hours").check()
    page.get_by_label("Masks").fill("1200")
    page.get_by_label("Gloves").fill("400")
    page.get_by_label("Wholesaler").check()
    page.get_by_label("Your name").fill("Ann Carer")
    page.get_by_label("Telephone number for the next 24 hours").fill("07700 900123")
    page.get_by_label("Who receives it").fill("Bill Porter")
    page.get_by_role("button", name="Send request").click()
    assert "Waits for a decision" in page.content()
    check_axe(page)
    take_pictures(page, "supply-request-waits")
    number = int(page.url.rstrip("/").split("/")[-1])
    browse_as(signed_in(user_who("national")))
    page.goto(reverse("supply:work-board"))
    check_axe(page)
    take_pictures(page, "supply-work-board")
    page.get_by_role("link", name="P1 Ash House").click()
    page.get_by_role("button", name="Take it").click()
    check_axe(page)
    take_pictures(page, "supply-decide")
    page.get_by_label("Depot it comes from").select_option(label="National hub")
    page.get_by_label("Granted: Masks").fill("1000")
    page.get_by_label("Reason: Masks").select_option(label="The depot does not have enough")
    page.get_by_role("button", name="Decide").click()
    assert "2 routes so far" in page.content()
    check_axe(page)
    take_pictures(page, "supply-request-in-part")
    page.goto(reverse("supply:emergency-request", args=[number]))
    assert "Waits for a decision at North Forum" in page.content()


def test_the_line_and_refused_pages_read_well(desk, browser_page, browse_as, check_axe, take_pictures):
    page = browser_page
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    write_down_calls([Rung(NOW, answered_at=NOW), Rung(NOW, reference="t")], by=desk.line, now=NOW)
    browse_as(signed_in(user_who("national")))
    page.goto(reverse("supply:emergency-line"))
    check_axe(page)
    take_pictures(page, "supply-line")
    page.goto(reverse("supply:decide", args=[order.pk]))
    page.get_by_label("Granted: Masks").fill("10")
    page.get_by_role("button", name="Decide").click()
    check_axe(page)
    take_pictures(page, "supply-decide-wrong")
    for name in ("send-on", "hand-over-order"):
        page.goto(reverse(f"supply:{name}", args=[order.pk]))
        check_axe(page)
        take_pictures(page, f"supply-{name}")
    nothing = {line.pk: 0 for line in order.lines.all()}
    decide(order.pk, Decision(nothing, dict.fromkeys(nothing, "more-than-needed")), by=desk.nation, now=NOW)
    page.goto(reverse("supply:emergency-request", args=[order.pk]))
    check_axe(page)
    take_pictures(page, "supply-request-refused")
