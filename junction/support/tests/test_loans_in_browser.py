"""A loan in a real browser: one scheme offers, the other agrees, a volunteer says yes and takes it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.core.calendar import local_day
from junction.core.scope import NOBODY
from junction.registry.models import Area
from junction.support.models import Lent, Loan
from junction.support.operations.loans import Lending, offer_loan
from junction.support.queries.volunteer_links import link_to
from junction.support.tests.volunteers import MANCHESTER, TRAFFORD, place_postcodes, ready, scheme
from tests.browser import go, source_of
from tests.cast import officer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def look(browser_page, check_axe, take_pictures):
    """Go somewhere (or stay), check it and take its pictures."""

    def looks(name, address=""):
        if address:
            browser_page.goto(address)
        check_axe(browser_page)
        take_pictures(browser_page, name)

    return looks


@pytest.fixture
def one(areas):
    """A volunteer of Trafford who may be lent; Trafford has offered some to Manchester."""
    place_postcodes()
    mine, theirs = scheme(), scheme("Manchester Helps", MANCHESTER)
    now = timezone.now()  # noqa: TID251 - doors read the clock, so what is shown does too
    today = local_day(now)
    lending = Lending(mine.pk, theirs.pk, 5, today, today + timedelta(days=7), terms="They pay for travel")
    made = ready(1, now=now, may_be_lent=True)
    offer_loan(lending, by=officer_of(TRAFFORD), now=now)
    return made


def test_from_the_offer_to_a_yes_taken_back(one, browser_page, browse_as, sign_in, look):
    page, loans = browser_page, "/support/schemes/loans/"
    loan = f"{loans}{Loan.objects.get().pk}/"
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    look("schemes", "/support/schemes/")
    look("loans", loans)
    look("loan-lend", "/support/schemes/lend/")
    look("loan-offered", loan)
    browse_as(sign_in("council-officer", area=Area.objects.get(code=MANCHESTER)))
    look("loan-decline", f"{loan}decline/")
    page.goto(loan)
    go(page.get_by_role("button", name="Agree"))
    look("loan-agree")
    go(page.get_by_role("button", name="Agree"))
    assert "Were asked" in source_of(page) and Loan.objects.get().state == "agreed"
    look("loan-agreed")
    until = timezone.now() + timedelta(hours=1)  # noqa: TID251 - as above
    link = link_to(NOBODY, one, until=until)
    look("volunteer-me-asked", link[link.index("/volunteer/") :])
    asked = f"/volunteer/loans/{Lent.objects.get().pk}/"
    look("volunteer-lent", asked)
    go(page.get_by_role("button", name="Yes, I will help them"))
    assert Lent.objects.get().answer == "yes"
    look("volunteer-me-lent")
    page.goto(asked)
    go(page.get_by_role("button", name="I take it back"))
    assert Lent.objects.get().answer == "no"
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    look("loan-lent-out", loan)
    go(page.get_by_role("link", name="Write down what they said"))
    look("loan-write-down")
    page.get_by_label("Yes, they help the other scheme in these days").check()
    page.get_by_label("By telephone").check()
    go(page.get_by_role("button", name="Write it down"))
    look("loan-written-down")
    assert Lent.objects.get().answer == "yes"
    look("volunteer-lent-kept", f"/support/volunteers/{one.pk}/")
