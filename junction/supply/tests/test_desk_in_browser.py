"""The pages of the emergency line in a real browser, at two widths, checked for accessibility."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.registry.tests.factories import OrganisationFactory, PlaceFactory
from junction.supply.models import Depot
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.calls import Rung, write_down_calls
from junction.supply.operations.deciding import Decision, decide
from tests.browser import go, source_of
from tests.cast import signed_in, user_who

from .desk import NOW, bring, desk, wanted

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
    go(page.get_by_role("button", name="Send request"))
    assert "Waits for a decision" in source_of(page)
    check_axe(page)
    take_pictures(page, "supply-request-waits")
    number = int(page.url.rstrip("/").split("/")[-1])
    browse_as(signed_in(user_who("national")))
    page.goto(reverse("supply:work-board"))
    check_axe(page)
    take_pictures(page, "supply-work-board")
    go(page.get_by_role("link", name="P1 Ash House"))
    go(page.get_by_role("button", name="Take it"))
    check_axe(page)
    take_pictures(page, "supply-decide")
    go(page.get_by_role("link", name="Forum store"))
    assert "too little" in source_of(page)
    check_axe(page)
    page.get_by_label("Depot it comes from").select_option(label="National hub")
    page.get_by_label("Granted: Masks").fill("1000")
    page.get_by_label("Reason: Masks").select_option(label="The depot does not have enough")
    go(page.get_by_role("button", name="Decide"))
    assert "2 routes so far" in source_of(page)
    check_axe(page)
    take_pictures(page, "supply-request-in-part")
    page.goto(reverse("supply:emergency-request", args=[number]))
    assert "Waits for a decision at North Forum" in source_of(page)


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
    go(page.get_by_role("button", name="Decide"))
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


def test_a_shortage_from_beginning_to_end(desk, browser_page, browse_as, check_axe, take_pictures):
    page = browser_page
    browse_as(signed_in(user_who("council-officer", area=desk.council)))
    page.goto(reverse("supply:report-shortage"))
    check_axe(page)
    take_pictures(page, "supply-report-shortage")
    page.get_by_label("What is the problem?").fill("No gowns anywhere")
    page.get_by_label("Masks").check()
    page.get_by_label("Some places have none left").check()
    page.get_by_label("Local Resilience Forum").check()
    go(page.get_by_role("button", name="Report it"))
    browse_as(signed_in(user_who("lrf", area=desk.forum)))
    page.goto(reverse("supply:problems"))
    check_axe(page)
    take_pictures(page, "supply-problems")
    go(page.get_by_role("link", name="No gowns anywhere"))
    go(page.get_by_role("button", name="Take it"))
    check_axe(page)
    take_pictures(page, "supply-problem")
    go(page.get_by_role("link", name="Close it"))
    check_axe(page)
    page.get_by_label("What was short has been supplied").check()
    page.get_by_label("What was done?").fill("Sent 500")
    go(page.get_by_role("button", name="Close it"))
    assert "Sent 500" in source_of(page)


def test_an_offer_from_beginning_to_end(desk, browser_page, browse_as, check_axe, take_pictures):
    page = browser_page
    page.goto(reverse("supply:make-offer"))
    check_axe(page)
    take_pictures(page, "supply-make-offer")
    page.get_by_label("Make: we can produce it").check()
    page.get_by_label("Describe it").fill("Washable gowns, EN 13795")
    page.get_by_label("Company or organisation").fill("Gowns Ltd")
    page.get_by_label("Your name").fill("Jo Maker")
    page.get_by_label("Email address").fill("jo@gowns.example")
    go(page.get_by_role("button", name="Send the offer"))
    assert "Its number is" in source_of(page)
    check_axe(page)
    take_pictures(page, "supply-offer-made")
    browse_as(signed_in(user_who("national")))
    page.goto(reverse("supply:offers"))
    check_axe(page)
    take_pictures(page, "supply-offers")
    go(page.get_by_role("link", name="Gowns Ltd"))
    go(page.get_by_role("button", name="Take it"))
    go(page.get_by_role("link", name=re.compile("Write down.*Price")))
    page.get_by_label("Not passed").check()
    go(page.get_by_role("button", name="Write it down"))
    check_axe(page)
    take_pictures(page, "supply-offer")
    go(page.get_by_role("link", name="Answer it"))
    page.get_by_label("Declined").check()
    page.get_by_label("What they are told").fill("Too dear")
    go(page.get_by_role("button", name="Send the answer"))
    assert "They get a letter" in source_of(page)


def test_a_hub_hands_out_what_it_has(desk, browser_page, browse_as, check_axe, take_pictures):
    page = browser_page
    OrganisationFactory(kind="council", name="Northham Council", area=desk.council)
    hub = Depot.objects.create(
        code="pa", kind="council", name="Council store", area=desk.council, opened_on=NOW.date()
    )
    bring(desk, hub, masks=100)
    browse_as(signed_in(user_who("council-officer", area=desk.council)))
    page.goto(reverse("supply:register-recipient"))
    check_axe(page)
    take_pictures(page, "supply-register-recipient")
    page.get_by_label("Name").fill("Pat Helper")
    page.get_by_label("Telephone number or email address").fill("07700 900456")
    page.get_by_label("Personal assistant paid by a direct payment").check()
    page.get_by_label("What have you seen that shows it?").fill("Letter of 1 April")
    go(page.get_by_role("button", name="Register"))
    page.get_by_label("Masks").fill("120")
    go(page.get_by_role("button", name="Hand out"))
    assert "gone on to the forum" in source_of(page)
    check_axe(page)
    take_pictures(page, "supply-recipient")
    page.goto(reverse("supply:recipients"))
    check_axe(page)
    take_pictures(page, "supply-recipients")


def test_aid_between_providers(desk, browser_page, browse_as, check_axe, take_pictures):
    page = browser_page
    near = PlaceFactory(name="Elm House")
    browse_as(signed_in(user_who("place-manager", place=desk.home)))
    page.goto(reverse("supply:offer-aid"))
    check_axe(page)
    take_pictures(page, "supply-offer-aid")
    page.get_by_label("Registered number").fill(near.registrations.get().identifier)
    page.get_by_label("Masks").fill("10")
    go(page.get_by_role("button", name="Offer it"))
    browse_as(signed_in(user_who("place-manager", place=near)))
    page.goto(reverse("supply:aids"))
    check_axe(page)
    go(page.get_by_role("link", name="Ash House"))
    go(page.get_by_role("button", name="Accept"))
    check_axe(page)
    take_pictures(page, "supply-aid")
    go(page.get_by_role("button", name="It came"))
    check_axe(page)
    take_pictures(page, "supply-receive-aid")
