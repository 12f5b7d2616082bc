"""Each volunteer of a loan is asked, says yes or no, and may take a yes back. Nobody is lent unasked."""

from datetime import datetime, time

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import LOCAL, local_day
from junction.core.scope import Actor

from ..models import Lent, LentAnswer, Loan, Scheme, TaskOffer, Volunteer
from ..queries.loans import SUBJECT, may_be_asked, one_asked, one_of_lender
from ..queries.volunteer_checks import standing
from ..rules.loans import loan_rules
from . import volunteer_refusals as refusals
from .task_freeing import free
from .volunteer_letters import want

AT_ONCE = 5_000  # rows of one statement


def ask_people(one: Loan, most: int, *, by: Actor, now: datetime) -> int:
    """Ask up to so many volunteers of the lender whom the loan has not asked yet; return how many. A step of
    whoever holds the lender.
    """
    found = may_be_asked(by.scope, one, most)
    Lent.objects.bulk_create((Lent(loan=one, volunteer_id=number) for number in found), batch_size=AT_ONCE)
    until = datetime.combine(one.ends_on, time(), LOCAL)
    want("lent", [(number, None) for number in found], until=until, by=by, now=now)
    return len(found)


@transaction.atomic
def answer_loan(number: int, one: Volunteer, *, yes: bool, by: Actor, now: datetime) -> Lent:
    """Say whether one helps the other scheme; who had said yes takes it back by a no, and the offers of that
    scheme that wait go to others. After a no the next volunteer is asked, until as many as were agreed have
    said yes or may still say it, or nobody is left. Raise `Lent.DoesNotExist`, `LoanIsOver`, `NobodyToLend`.
    """
    return _answer(one_asked(by.scope, one, number), yes=yes, heard_by="", by=by, now=now)


@transaction.atomic
def write_down_answer(number: int, *, answer: str, heard_by: str, by: Actor, now: datetime) -> Lent:
    """Write down, for the lender, a yes or no that was heard from a volunteer. Raise as `answer_loan`, or
    `NoSuchReason` for a way that is none of the rules, `NotAChoice` for an answer that is neither.
    """
    asked = one_of_lender(by.scope, number)
    if heard_by not in loan_rules(local_day(now)).heard_by:
        raise refusals.NoSuchReason
    if answer not in (Lent.Answer.YES, Lent.Answer.NO):
        raise refusals.NotAChoice
    return _answer(asked, yes=answer == Lent.Answer.YES, heard_by=heard_by, by=by, now=now)


def _answer(asked: Lent, *, yes: bool, heard_by: str, by: Actor, now: datetime) -> Lent:
    loan = Loan.objects.select_for_update(no_key=True).get(pk=asked.loan_id)
    lent = Lent.objects.select_for_update().get(pk=asked.pk)
    if loan.state != Loan.State.AGREED or loan.ends_on <= local_day(now):
        raise refusals.LoanIsOver
    said = Lent.Answer.YES if yes else Lent.Answer.NO
    if lent.answer == said:
        return lent
    if yes and _is_elsewhere(lent, loan):
        raise refusals.NobodyToLend
    lent.answer = said
    lent.save(update_fields=["answer"])
    LentAnswer.objects.create(lent=lent, answer=said, at=now, by=by.key, heard_by=heard_by)
    record(
        at=now, by=by, verb=f"support.loan.said-{said}", subject=f"{SUBJECT}:{loan.pk}",
        volunteer=lent.volunteer_id, **({"heard_by": heard_by} if heard_by else {}),
    )  # fmt: skip
    if not yes:
        free_loan(loan, of=asked.volunteer, by=by, now=now)
        _ask_next(loan, by=by, now=now)
    return lent


def _ask_next(loan: Loan, *, by: Actor, now: datetime) -> None:
    """Ask as many more as are missing to the number that was agreed."""
    missing = loan.asked - loan.volunteers.exclude(answer=Lent.Answer.NO).count()
    if missing <= 0:
        return
    Scheme.objects.select_for_update(no_key=True).get(pk=loan.lender_id)
    if asked := ask_people(loan, missing, by=by, now=now):
        record(at=now, by=by, verb="support.loan.asked-next", subject=f"{SUBJECT}:{loan.pk}", people=asked)


def _is_elsewhere(lent: Lent, loan: Loan) -> bool:
    """Whether they have said yes to another loan of these days meanwhile."""
    others = Lent.objects.filter(volunteer_id=lent.volunteer_id, answer=Lent.Answer.YES).exclude(pk=lent.pk)
    return others.filter(
        loan__state=Loan.State.AGREED, loan__starts_on__lt=loan.ends_on, loan__ends_on__gt=loan.starts_on
    ).exists()


def free_loan(loan: Loan, *, of: Volunteer | None = None, by: Actor, now: datetime) -> None:
    """Take the borrower's offers back that wait for an answer of those who were lent, or of one of them; who
    helps the borrower by another loan today keeps them.
    """
    today = local_day(now)
    still = Lent.objects.filter(
        answer=Lent.Answer.YES, loan__borrower=loan.borrower_id, loan__state=Loan.State.AGREED,
        loan__starts_on__lte=today, loan__ends_on__gt=today,
    ).exclude(loan=loan)  # fmt: skip
    offers = standing(by.scope).filter(
        answer=TaskOffer.Answer.WAITING, volunteer__in=loan.volunteers.values("volunteer")
    )
    offers = offers.exclude(volunteer__in=still.values("volunteer"))
    if loan.borrower.area_id:
        offers = offers.filter(task__area=loan.borrower.area_id)
    free(offers.filter(volunteer=of) if of else offers, by=by, now=now)
