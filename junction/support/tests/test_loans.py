"""Loans of volunteers: offered, answered by the borrower, each volunteer asked; and who sees and may what."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.calendar import LOCAL
from junction.core.messages.models import Message
from junction.core.scope import NOBODY
from junction.support.models import (
    Lent,
    LentAnswer,
    Loan,
    LoanStep,
    TaskOffer,
    Volunteer,
    WantedMessage,
)
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.loan_consent import answer_loan
from junction.support.operations.loans import (
    Lending,
    agree_loan,
    decline_loan,
    end_loan,
    free_over_loans,
    lapse_loans,
    offer_loan,
    withdraw_loan,
)
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.volunteer_letters import send_wanted
from junction.support.queries.loans import asked_of, balances, loans, of_side, one_loan
from junction.support.queries.volunteer_links import SESSION, signed
from junction.support.queries.volunteers import actor, lent_to, volunteers
from junction.support.rules.loans import loan_rules
from junction.support.tests.volunteers import (
    MANCHESTER,
    NOW,
    SYSTEM,
    TRAFFORD,
    need_of,
    place_postcodes,
    ready,
    scheme,
    signed_up,
)
from tests.cast import officer_of

STARTS, ENDS = date(2020, 4, 20), date(2020, 4, 22)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


@pytest.fixture
def manchester(trafford):
    return scheme("Manchester Helps", MANCHESTER)


@pytest.fixture
def lender():
    return officer_of(TRAFFORD)


@pytest.fixture
def borrower():
    return officer_of(MANCHESTER)


@pytest.fixture
def offered(trafford, manchester, lender):
    """An offer made while one volunteer might be asked, who has left since."""
    gone = signed_up(99, may_be_lent=True)
    Volunteer.objects.filter(pk=gone).update(state="active", confirmed_at=NOW)
    one = offer_loan(Lending(trafford.pk, manchester.pk, 2, STARTS, ENDS), by=lender, now=NOW)
    Volunteer.objects.filter(pk=gone).update(state="left", may_be_lent=False)
    return one


def say(lent, *, yes, now=NOW):
    return answer_loan(lent.pk, lent.volunteer, yes=yes, by=actor(NOBODY, lent.volunteer), now=now)


def matched(area, now=NOW):
    need_of(now=now)
    return match(ask_matching(area, by=SYSTEM, now=now).pk, by=SYSTEM, now=now).figures["volunteers"]


def test_an_offer_is_answered_within_its_hours_and_while_a_day_is_left():
    rules = loan_rules(NOW.date())
    assert rules.limit(NOW, NOW.date() + 30 * DAY) == NOW + timedelta(hours=72)
    assert rules.limit(NOW, NOW.date() + DAY) == datetime(2020, 4, 21, tzinfo=LOCAL)
    assert rules.reason("enough") == "We have enough volunteers" and rules.reason("of before") == "of before"


def test_nobody_is_lent_before_the_borrower_agrees_and_they_say_yes(offered, lender, borrower):
    people = [ready(number, may_be_lent=True) for number in range(3)]
    ready(9)  # does not wish to be asked
    balance = balances(lender.scope, NOW)[0]
    assert (balance.on_duty, balance.may_be_lent, balance.surplus) == (4, 3, 4)
    assert matched(TRAFFORD) == 4 and not Lent.objects.exists()
    agree_loan(offered.pk, by=borrower, now=NOW)
    asked = list(Lent.objects.select_related("volunteer").order_by("pk"))
    assert {one.volunteer_id for one in asked} < {one.pk for one in people} and len(asked) == 2
    assert WantedMessage.objects.filter(kind="lent").count() == 2 and matched(TRAFFORD) == 4
    say(asked[0], yes=True)
    say(asked[1], yes=False)
    assert lent_to(NOBODY, asked[0].volunteer, STARTS) == offered.borrower
    assert lent_to(NOBODY, asked[0].volunteer, STARTS - DAY) is None
    assert lent_to(NOBODY, asked[1].volunteer, STARTS) is None
    assert matched(TRAFFORD) == 3
    third = Lent.objects.select_related("volunteer").latest("pk")  # the no brought the next in turn
    assert third.volunteer_id in {one.pk for one in people} - {one.volunteer_id for one in asked}
    assert WantedMessage.objects.filter(kind="lent").count() == 3
    shown = one_loan(borrower.scope, offered.pk)
    assert (shown.people, shown.yes, shown.silent) == (3, 1, 1) and not volunteers(borrower.scope).exists()
    say(asked[0], yes=False)
    assert matched(TRAFFORD) == 4
    assert list(LentAnswer.objects.values_list("answer", flat=True)) == ["yes", "no", "no"]
    assert say(asked[0], yes=False).answer == "no" and LentAnswer.objects.count() == 3
    assert Lent.objects.count() == 3  # nobody is left, and who said no is not asked again


def test_who_is_asked_is_told_by_their_safe_way(offered, borrower):
    one = ready(1, may_be_lent=True)
    agree_loan(offered.pk, by=borrower, now=NOW)
    send_wanted(by=SYSTEM, now=NOW)
    told = Message.objects.get(template="support/volunteer_lent")
    assert told.channel == "email" and told.subject == f"volunteer:{one.pk}"


def test_a_task_of_the_borrower_reaches_only_who_said_yes_and_is_taken_back_with_the_yes(
    trafford, manchester, lender, borrower
):
    for number in (1, 2):
        ready(number, postcode="M1 1AA", reach_km=20, may_be_lent=True)
    loan = offer_loan(Lending(manchester.pk, trafford.pk, 5, STARTS, ENDS), by=borrower, now=NOW)
    agree_loan(loan.pk, by=lender, now=NOW)
    assert matched(TRAFFORD) == 0
    lent = Lent.objects.select_related("volunteer").earliest("pk")
    say(lent, yes=True)
    assert matched(TRAFFORD) == 1 and set(TaskOffer.objects.values_list("volunteer", flat=True)) == {
        lent.volunteer_id
    }
    end_loan(loan.pk, why="own-need", by=borrower, now=NOW)
    assert not TaskOffer.objects.filter(answer="waiting").exists() and matched(TRAFFORD) == 0


def test_once_the_days_are_over_no_offer_of_the_borrower_waits(trafford, manchester, lender, borrower):
    ready(1, postcode="M1 1AA", reach_km=20, may_be_lent=True)
    loan = offer_loan(Lending(manchester.pk, trafford.pk, 5, STARTS, ENDS), by=borrower, now=NOW)
    agree_loan(loan.pk, by=lender, now=NOW)
    say(Lent.objects.select_related("volunteer").get(), yes=True)
    assert matched(TRAFFORD) == 1
    assert free_over_loans(by=SYSTEM, now=NOW + DAY) == 0
    assert TaskOffer.objects.filter(answer="waiting").exists()
    assert free_over_loans(by=SYSTEM, now=NOW + 2 * DAY) == 1
    assert not TaskOffer.objects.filter(answer="waiting").exists()
    assert free_over_loans(by=SYSTEM, now=NOW + 9 * DAY) == 0


def test_who_goes_on_by_a_new_loan_keeps_the_offers_of_the_borrower(trafford, manchester, lender, borrower):
    one = ready(1, postcode="M1 1AA", reach_km=20, may_be_lent=True, now=NOW + 2 * DAY)
    for starts, ends in ((STARTS, ENDS), (ENDS, ENDS + 5 * DAY)):
        loan = offer_loan(Lending(manchester.pk, trafford.pk, 5, starts, ends), by=borrower, now=NOW)
        agree_loan(loan.pk, by=lender, now=NOW)
        say(Lent.objects.get(loan=loan, volunteer=one), yes=True)
    assert matched(TRAFFORD, now=NOW + 2 * DAY) == 1
    assert free_over_loans(by=SYSTEM, now=NOW + 2 * DAY) == 1
    assert TaskOffer.objects.get(answer="waiting").volunteer_id == one.pk


def test_each_side_does_its_own(offered, lender, borrower):
    ready(1, may_be_lent=True)
    for work, more in ((agree_loan, {}), (decline_loan, {"why": "enough"})):
        with pytest.raises(refusals.NotTheBorrower):
            work(offered.pk, by=lender, now=NOW, **more)
    with pytest.raises(refusals.NotYourScheme):
        withdraw_loan(offered.pk, by=borrower, now=NOW)
    stranger = officer_of("E08000006")
    for work in (agree_loan, withdraw_loan):
        with pytest.raises(Loan.DoesNotExist):
            work(offered.pk, by=stranger, now=NOW)
    assert not loans(stranger.scope).exists()
    assert list(of_side(lender.scope, loans(lender.scope), "lender")) == [offered]
    assert not of_side(lender.scope, loans(lender.scope), "borrower").exists()


def test_what_cannot_be_offered_leaves_nothing(trafford, manchester, lender, borrower):
    good = Lending(trafford.pk, manchester.pk, 2, STARTS, ENDS)
    for lending, refusal in (
        (replace(good, ends_on=STARTS), refusals.BadSpan),
        (replace(good, people=0), refusals.BadSpan),
        (replace(good, borrower=trafford.pk), refusals.NotYourScheme),
        (replace(good, skills=["juggling"]), refusals.NotAChoice),
    ):
        with pytest.raises(refusal):
            offer_loan(lending, by=lender, now=NOW)
    with pytest.raises(refusals.NotYourScheme):
        offer_loan(good, by=borrower, now=NOW)
    assert not Loan.objects.exists()


def test_one_answer_counts_and_every_step_is_kept(offered, lender, borrower):
    with pytest.raises(refusals.NobodyToLend):  # nobody may be asked: it stays an offer
        agree_loan(offered.pk, by=borrower, now=NOW)
    with pytest.raises(refusals.NoSuchReason):
        decline_loan(offered.pk, why="made-up", by=borrower, now=NOW)
    decline_loan(offered.pk, why="enough", by=borrower, now=NOW + DAY)
    for work in (lambda: agree_loan(offered.pk, by=borrower, now=NOW + DAY),
                 lambda: withdraw_loan(offered.pk, by=lender, now=NOW + DAY)):  # fmt: skip
        with pytest.raises(refusals.LoanIsAnswered):
            work()
    with pytest.raises(refusals.LoanIsOver):
        end_loan(offered.pk, why="other", by=lender, now=NOW)
    assert list(LoanStep.objects.values_list("kind", "why")) == [("offered", ""), ("declined", "enough")]
    assert loans(lender.scope, as_at=NOW).get().then_state == "offered"
    assert loans(lender.scope).get().then_state == "declined"
    assert not loans(lender.scope, as_at=NOW - DAY).exists()
    assert AuditEntry.objects.filter(subject=f"loan:{offered.pk}").count() == 2


def test_an_offer_lapses_at_its_limit_and_cannot_be_agreed_after(offered, borrower):
    ready(1, may_be_lent=True)
    assert lapse_loans(by=SYSTEM, now=offered.limit_at - timedelta(seconds=1)) == 0
    with pytest.raises(refusals.LoanIsAnswered):
        agree_loan(offered.pk, by=borrower, now=offered.limit_at)
    assert (
        lapse_loans(by=SYSTEM, now=offered.limit_at) == 1
        and lapse_loans(by=SYSTEM, now=offered.limit_at) == 0
    )
    assert Loan.objects.get().state == "lapsed"


def test_who_is_asked_has_the_skills_and_is_not_asked_twice_for_the_same_days(
    trafford, manchester, lender, borrower
):
    ready(1, may_be_lent=True, skills=["talk"])
    driver = ready(2, may_be_lent=True, skills=["driving"])
    lending = Lending(trafford.pk, manchester.pk, 5, STARTS, ENDS, ["driving", "cooking"])
    first, second = (offer_loan(lending, by=lender, now=NOW) for _ in range(2))
    agree_loan(first.pk, by=borrower, now=NOW)
    assert [one.volunteer for one in Lent.objects.all()] == [driver]
    with pytest.raises(refusals.NobodyToLend):
        agree_loan(second.pk, by=borrower, now=NOW)
    say(Lent.objects.get(), yes=False)
    agree_loan(second.pk, by=borrower, now=NOW)
    say(Lent.objects.get(loan=second), yes=True)
    with pytest.raises(refusals.NobodyToLend):
        say(Lent.objects.get(loan=first), yes=True)
    assert [one.loan for one in asked_of(NOBODY, driver, NOW)] == [second]
    with pytest.raises(refusals.LoanIsOver):
        say(Lent.objects.get(loan=second), yes=False, now=NOW + 3 * DAY)


def test_the_pages_lead_through_it(client, offered, lender, borrower):
    one = ready(1, may_be_lent=True)
    agree_loan(offered.pk, by=borrower, now=NOW)
    lent = Lent.objects.get()
    assert client.get(reverse("support:volunteer-lent", args=[lent.pk])).status_code == 302  # to sign in
    until = datetime(2090, 1, 1, tzinfo=LOCAL)
    client.cookies["volunteer"] = signed(NOBODY, one, use=SESSION, until=until)
    page = client.get(reverse("support:volunteer-lent", args=[lent.pk])).content.decode()
    assert "Manchester Helps" in page and "This is over" in page  # its days were long ago
    client.post(reverse("support:volunteer-lent", args=[lent.pk]), {"answer": "yes"})
    lent.refresh_from_db()
    assert lent.answer == "waiting"
    assert client.get(reverse("support:volunteer-lent", args=[lent.pk + 1])).status_code == 404
