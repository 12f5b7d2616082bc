"""Loans by their pages: offered, agreed, and what a volunteer said written down for the lender."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.calendar import LOCAL
from junction.core.scope import NOBODY
from junction.registry.models import Area
from junction.support.models import Lent, LentAnswer, Loan
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.loan_consent import answer_loan, write_down_answer
from junction.support.operations.loans import Lending, agree_loan, offer_loan
from junction.support.queries.volunteer_links import SESSION, signed
from junction.support.queries.volunteers import actor, lent_to
from junction.support.tests.volunteers import MANCHESTER, TRAFFORD, place_postcodes, ready, scheme
from tests.cast import officer_of

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=LOCAL)
STARTS, ENDS = date(2026, 11, 25), date(2026, 11, 28)
pytestmark = pytest.mark.django_db


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


@pytest.fixture
def manchester(trafford):
    return scheme("Manchester Helps", MANCHESTER)


def agreed(trafford, manchester, *, starts=STARTS, ends=ENDS, people=1):
    """A loan that the borrower has agreed to; who is asked has not answered."""
    lending = Lending(trafford.pk, manchester.pk, people, starts, ends)
    loan = offer_loan(lending, by=officer_of(TRAFFORD), now=NOW)
    return agree_loan(loan.pk, by=officer_of(MANCHESTER), now=NOW)


def test_an_offer_of_nobody_is_refused_where_it_is_made(trafford, manchester):
    lending = Lending(trafford.pk, manchester.pk, 2, STARTS, ENDS, ["driving"])
    ready(1)  # does not wish to be asked
    ready(2, may_be_lent=True, skills=["talk"])  # cannot drive
    with pytest.raises(refusals.NobodyToLend):
        offer_loan(lending, by=officer_of(TRAFFORD), now=NOW)
    assert not Loan.objects.exists()
    ready(3, may_be_lent=True, skills=["driving"])
    assert offer_loan(lending, by=officer_of(TRAFFORD), now=NOW).state == "offered"


def test_what_a_volunteer_said_by_telephone_is_written_down_and_they_may_take_it_back(trafford, manchester):
    one = ready(1, may_be_lent=True, now=NOW)
    lent = agreed(trafford, manchester).volunteers.get()
    keeper, said = officer_of(TRAFFORD), {"answer": "yes", "heard_by": "telephone"}
    with pytest.raises(Lent.DoesNotExist):
        write_down_answer(lent.pk, **said, by=officer_of(MANCHESTER), now=NOW)
    for wrong, refusal in (
        ({"heard_by": "rumour"}, refusals.NoSuchReason),
        ({"answer": "waiting"}, refusals.NotAChoice),
    ):
        with pytest.raises(refusal):
            write_down_answer(lent.pk, **said | wrong, by=keeper, now=NOW)
    assert lent_to(NOBODY, one, STARTS) is None
    write_down_answer(lent.pk, **said, by=keeper, now=NOW)
    assert lent_to(NOBODY, one, STARTS) == manchester
    kept = LentAnswer.objects.get()
    assert (kept.answer, kept.heard_by, kept.by) == ("yes", "telephone", keeper.key)
    entry = AuditEntry.objects.get(verb="support.loan.said-yes")
    assert entry.detail["heard_by"] == "telephone" and entry.detail["volunteer"] == one.pk
    answer_loan(lent.pk, one, yes=False, by=actor(NOBODY, one), now=NOW + timedelta(hours=1))
    assert lent_to(NOBODY, one, STARTS) is None
    with pytest.raises(refusals.LoanIsOver):
        write_down_answer(lent.pk, **said, by=keeper, now=NOW + timedelta(days=3))


def test_the_lender_writes_down_by_the_pages_and_the_borrower_sees_no_reference(
    trafford, manchester, sign_in
):
    one = ready(1, may_be_lent=True, now=NOW)
    loan = agreed(trafford, manchester, ends=date(2090, 1, 1))
    lent = reverse("support:write-down-lent", args=[loan.volunteers.get().pk])
    mine, theirs = (
        sign_in("council-officer", area=Area.objects.get(code=code)) for code in (TRAFFORD, MANCHESTER)
    )
    page = reverse("support:loan", args=[loan.pk])
    assert one.reference in mine.get(page).content.decode() and lent in mine.get(page).content.decode()
    assert one.reference not in theirs.get(page).content.decode()
    assert theirs.get(lent).status_code == 404
    file = b"".join(mine.get(page, {"asked-format": "csv"}).streaming_content).decode()
    assert one.reference in file and "Asked" in file
    empty = mine.post(lent, {})
    assert empty.status_code == 422 and "Select what they said" in empty.content.decode()
    assert mine.post(lent, {"answer": "yes", "heard_by": "telephone"}).status_code == 302
    assert "1 of 1" in theirs.get(page).content.decode()
    assert "Yes, by telephone" in mine.get(page).content.decode()
    own = mine.get(reverse("support:volunteer", args=[one.pk])).content.decode()
    assert loan.reference in own and "Asked to help another scheme" in own


def test_the_borrower_agrees_by_the_pages_and_the_lender_lends(client, trafford, manchester, sign_in):
    one = ready(1, may_be_lent=True)
    mine, theirs = (
        sign_in("council-officer", area=Area.objects.get(code=code)) for code in (TRAFFORD, MANCHESTER)
    )
    starts = date(2090, 1, 1)  # pages read the clock
    said = {
        "lender": trafford.pk, "borrower": manchester.pk, "people": 2, "terms": "Travel is paid",
        "starts_on-day": starts.day, "starts_on-month": starts.month, "starts_on-year": starts.year,
        "ends_on-day": 1, "ends_on-month": 1, "ends_on-year": starts.year + 1,
    }  # fmt: skip
    assert "1 may be asked" in mine.get(reverse("support:lend")).content.decode()
    assert mine.post(reverse("support:lend"), said).status_code == 302
    loan = Loan.objects.get()
    page = theirs.get(reverse("support:loan", args=[loan.pk])).content.decode()
    assert "Travel is paid" in page and "Agree" in page and "Take the offer back" not in page
    page = mine.get(reverse("support:loan", args=[loan.pk])).content.decode()
    assert "Take the offer back" in page and "Agree</a>" not in page
    assert theirs.get(reverse("support:agree-loan", args=[loan.pk])).status_code == 200
    assert theirs.post(reverse("support:agree-loan", args=[loan.pk])).status_code == 302
    client.cookies["volunteer"] = signed(NOBODY, one, use=SESSION, until=datetime(2090, 1, 1, tzinfo=LOCAL))
    lent = reverse("support:volunteer-lent", args=[Lent.objects.get().pk])
    assert "please answer" in client.get(reverse("support:volunteer-me")).content.decode()
    assert client.post(lent, {"answer": "yes"}).status_code == 302
    assert "you said yes" in client.get(reverse("support:volunteer-me")).content.decode()
    for reader in (mine, theirs):
        shown = reader.get(reverse("support:loans"), {"state": "agreed", "q": "manchester"}).content.decode()
        assert f"L-{loan.pk}" in shown
        file = reader.get(reverse("support:loans"), {"format": "csv"})
        assert f"L-{loan.pk}" in b"".join(file.streaming_content).decode()
    assert theirs.post(reverse("support:end-loan", args=[loan.pk]), {"why": "no-need"}).status_code == 302
    assert "no longer" in theirs.get(reverse("support:loan", args=[loan.pk])).content.decode()
