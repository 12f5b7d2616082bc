"""Volunteers of one scheme lent to another: offered by the lender, answered by the borrower, ended by either.

On agreement the volunteers are asked, those who had the fewest tasks first; nobody is lent who has not
said yes (`loan_consent`). Loans of one lender are agreed in turn, so that two do not ask the same people.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Loan, LoanStep, Scheme
from ..queries import loans as queries
from ..queries.volunteers import schemes
from ..rules.loans import loan_rules
from ..rules.volunteering import mask, volunteering_on
from . import volunteer_refusals as refusals
from .loan_consent import ask_people, free_loan
from .loan_letters import tell_of_loan

State = Loan.State


@dataclass(frozen=True, slots=True)
class Lending:
    """From which scheme to which, how many at most, for which days, with which skills (any of them), on what
    terms.
    """

    lender: int
    borrower: int
    people: int
    starts_on: date
    ends_on: date  # the first day they are back
    skills: list[str] = field(default_factory=list)
    terms: str = ""


@transaction.atomic
def offer_loan(lending: Lending, *, by: Actor, now: datetime) -> Loan:
    """Offer volunteers to another scheme. Raise `NotYourScheme`, `BadSpan`, `NotAChoice`, `NobodyToLend`."""
    mine = schemes(by.scope).filter(pk=lending.lender).first()
    to = Scheme.objects.filter(pk=lending.borrower).exclude(pk=lending.lender).first()
    today = local_day(now)
    if mine is None or to is None:
        raise refusals.NotYourScheme
    if lending.ends_on <= max(lending.starts_on, today) or lending.people < 1:
        raise refusals.BadSpan
    try:
        skills = mask(volunteering_on(today).skills, lending.skills)
    except KeyError as none:
        raise refusals.NotAChoice from none
    rules = loan_rules(today)
    one = Loan(
        lender=mine, borrower=to, starts_on=lending.starts_on, ends_on=lending.ends_on, asked=lending.people,
        skills=skills, terms=lending.terms.strip(), offered_at=now, offered_by=by.key,
        playbook=rules.reference, limit_at=rules.limit(now, lending.ends_on), state_at=now,
    )  # fmt: skip
    if not queries.may_be_asked(by.scope, one, 1):
        raise refusals.NobodyToLend
    one.save()
    _step(one, by=by, now=now)
    tell_of_loan(one, to, by=by, now=now)
    return one


@transaction.atomic
def agree_loan(number: int, *, by: Actor, now: datetime) -> Loan:
    """Agree to a loan for the borrower; the lender's volunteers are asked. Raise `Loan.DoesNotExist`,
    `NotTheBorrower`, `LoanIsAnswered` or `NobodyToLend`.
    """
    one = _to_answer(number, by, now)
    Scheme.objects.select_for_update(no_key=True).get(pk=one.lender_id)
    if not ask_people(one, one.asked, by=by, now=now):
        raise refusals.NobodyToLend
    _become(one, State.AGREED, by=by, now=now)
    tell_of_loan(one, one.lender, by=by, now=now)
    return one


@transaction.atomic
def decline_loan(number: int, *, why: str, by: Actor, now: datetime) -> Loan:
    """Decline a loan for the borrower. Raise as `agree_loan`, or `NoSuchReason`."""
    one = _to_answer(number, by, now)
    if why not in loan_rules(local_day(now)).decline_reasons:
        raise refusals.NoSuchReason
    _become(one, State.DECLINED, why=why, by=by, now=now)
    tell_of_loan(one, one.lender, by=by, now=now)
    return one


@transaction.atomic
def withdraw_loan(number: int, *, by: Actor, now: datetime) -> Loan:
    """Take an offer back that nobody has agreed to. Raise `Loan.DoesNotExist`, `NotYourScheme` or
    `LoanIsAnswered`.
    """
    one = _locked(number, by)
    if not queries.keeps(by.scope, one.lender):
        raise refusals.NotYourScheme
    if one.state != State.OFFERED:
        raise refusals.LoanIsAnswered
    _become(one, State.WITHDRAWN, by=by, now=now)
    tell_of_loan(one, one.borrower, by=by, now=now)
    return one


@transaction.atomic
def end_loan(number: int, *, why: str, by: Actor, now: datetime) -> Loan:
    """End a loan before its day, by either side: the borrower's offers that wait are taken back, what
    somebody accepted stays theirs. Raise `Loan.DoesNotExist`, `LoanIsOver` or `NoSuchReason`.
    """
    one = _locked(number, by)
    if one.state != State.AGREED or one.ends_on <= local_day(now):
        raise refusals.LoanIsOver
    if why not in loan_rules(local_day(now)).end_reasons:
        raise refusals.NoSuchReason
    _become(one, State.ENDED, why=why, by=by, now=now)
    free_loan(one, by=by, now=now)
    tell_of_loan(one, one.lender, one.borrower, by=by, now=now)
    return one


def lapse_loans(*, by: Actor, now: datetime) -> int:
    """Let offers of loans lapse that the borrower did not answer in time. Return how many."""
    late = list(queries.past_limit(by.scope, now=now).values_list("pk", flat=True))
    return sum(_lapse(number, by=by, now=now) for number in late)


@transaction.atomic
def _lapse(number: int, *, by: Actor, now: datetime) -> bool:
    one = _locked(number, by)
    if one.state != State.OFFERED:
        return False  # answered, or lapsed by another worker, meanwhile
    _become(one, State.LAPSED, by=by, now=now)
    tell_of_loan(one, one.lender, one.borrower, by=by, now=now)
    return True


def free_over_loans(*, by: Actor, now: datetime) -> int:
    """Take back the borrower's offers that wait once a loan's days are over; return of how many loans."""
    over = [one.pk for one in queries.just_over(by.scope, now=now)]
    for number in over:
        _free_over(number, by=by, now=now)
    return len(over)


@transaction.atomic
def _free_over(number: int, *, by: Actor, now: datetime) -> None:
    free_loan(_locked(number, by), by=by, now=now)


def _locked(number: int, by: Actor) -> Loan:
    """Return a loan in reach, held until the end of the transaction."""
    found = queries.one_loan(by.scope, number).pk
    rows = Loan.objects.select_for_update(of=("self",)).select_related("lender__area", "borrower__area")
    return rows.get(pk=found)


def _to_answer(number: int, by: Actor, now: datetime) -> Loan:
    one = _locked(number, by)
    if not queries.keeps(by.scope, one.borrower):
        raise refusals.NotTheBorrower
    if one.state != State.OFFERED or one.limit_at <= now:
        raise refusals.LoanIsAnswered
    return one


def _become(one: Loan, state: State, *, why: str = "", by: Actor, now: datetime) -> None:
    one.state, one.state_at, one.why = state, now, why
    one.save(update_fields=["state", "state_at", "why"])
    _step(one, by=by, now=now)


def _step(one: Loan, *, by: Actor, now: datetime) -> None:
    LoanStep.objects.create(loan=one, kind=one.state, at=now, by=by.key, why=one.why)
    record(
        at=now, by=by, verb=f"support.loan.{one.state}", subject=f"{queries.SUBJECT}:{one.pk}",
        playbook=one.playbook, lender=one.lender_id, borrower=one.borrower_id, people=one.asked,
        until=one.ends_on.isoformat(), why=one.why,
    )  # fmt: skip
