"""Loans by the hundred and at one moment: the list stays as dear, and of several answers one counts."""

from datetime import date

import pytest
from django.urls import reverse

from junction.registry.models import Area
from junction.support.models import Lent, Loan, LoanStep
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.loans import Lending, agree_loan, decline_loan, offer_loan, withdraw_loan
from junction.support.tests.volunteers import MANCHESTER, NOW, TRAFFORD, place_postcodes, ready, scheme
from tests.at_once import at_once
from tests.cast import officer_of

STARTS, ENDS = date(2020, 4, 20), date(2020, 4, 22)
pytestmark = pytest.mark.django_db


@pytest.fixture
def two(areas):
    place_postcodes()
    return scheme(), scheme("Manchester Helps", MANCHESTER)


def lend(two, people=2):
    mine, theirs = two
    return offer_loan(Lending(mine.pk, theirs.pk, people, STARTS, ENDS), by=officer_of(TRAFFORD), now=NOW)


def test_the_list_of_loans_takes_as_many_statements_for_many_as_for_one(
    two, sign_in, django_assert_max_num_queries
):
    ready(1, may_be_lent=True)
    member = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    for number in range(30):
        lend(two, 1 + number)
    with django_assert_max_num_queries(12):
        page = member.get(reverse("support:loans")).content.decode()
    assert "Showing 1 to 25 of 30" in " ".join(page.split())
    one = Loan.objects.latest("pk")
    with django_assert_max_num_queries(16):
        assert "L-" in member.get(reverse("support:loan", args=[one.pk])).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_several_answers_at_one_moment_one_counts(two):
    ready(1, may_be_lent=True)
    offered, lender, borrower = lend(two), officer_of(TRAFFORD), officer_of(MANCHESTER)
    said = at_once(
        lambda: agree_loan(offered.pk, by=borrower, now=NOW),
        lambda: withdraw_loan(offered.pk, by=lender, now=NOW),
        lambda: decline_loan(offered.pk, why="enough", by=borrower, now=NOW),
    )
    refused = [one for one in said if isinstance(one, refusals.LoanIsAnswered)]
    assert len(refused) == 2 and LoanStep.objects.count() == 2
    stands = Loan.objects.get().state
    assert stands in ("agreed", "withdrawn", "declined")
    assert Lent.objects.exists() is (stands == "agreed")
