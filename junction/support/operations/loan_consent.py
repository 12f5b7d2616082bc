"""Each volunteer of a loan is asked, says yes or no, and may take a yes back. Nobody is lent unasked."""

from datetime import datetime, time
from typing import Any

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import LOCAL, local_day
from junction.core.scope import Actor

from ..models import Lent, LentAnswer, Loan, Scheme, TaskOffer, Volunteer
from ..queries.loans import SUBJECT, one_asked
from ..queries.volunteer_checks import standing
from . import volunteer_refusals as refusals
from .task_freeing import free
from .volunteer_letters import want

ASK = """
WITH chosen AS (
    SELECT volunteer.id FROM support_volunteer AS volunteer
    LEFT JOIN (
        SELECT volunteer_id, count(*) AS tasks FROM support_task WHERE volunteer_id IS NOT NULL GROUP BY 1
    ) AS had ON had.volunteer_id = volunteer.id
    WHERE volunteer.scheme_id = %(lender)s AND volunteer.may_be_lent AND volunteer.state = 'active'
      AND (%(skills)s = 0 OR volunteer.skills & %(skills)s <> 0)
      AND NOT EXISTS (SELECT FROM support_lent WHERE loan_id = %(loan)s AND volunteer_id = volunteer.id)
      AND NOT EXISTS (
        SELECT FROM support_lent AS lent JOIN support_loan AS loan ON loan.id = lent.loan_id
        WHERE lent.volunteer_id = volunteer.id AND loan.id <> %(loan)s AND loan.state = 'agreed'
          AND lent.answer <> 'no' AND loan.starts_on < %(ends)s AND loan.ends_on > %(starts)s)
    ORDER BY coalesce(had.tasks, 0), volunteer.id LIMIT %(most)s
)
INSERT INTO support_lent (loan_id, volunteer_id, answer) SELECT %(loan)s, id, 'waiting' FROM chosen
RETURNING volunteer_id
"""


def ask_people(one: Loan, most: int, *, by: Actor, now: datetime) -> int:
    """Ask up to so many volunteers of the lender whom the loan has not asked yet; return how many. A step of
    whoever holds the lender.
    """
    given: dict[str, Any] = {
        "lender": one.lender_id, "loan": one.pk, "skills": one.skills, "starts": one.starts_on,
        "ends": one.ends_on, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ASK, given)
        found = [number for (number,) in cursor.fetchall()]
    until = datetime.combine(one.ends_on, time(), LOCAL)
    want("lent", [(number, None) for number in found], until=until, by=by, now=now)
    return len(found)


@transaction.atomic
def answer_loan(number: int, one: Volunteer, *, yes: bool, by: Actor, now: datetime) -> Lent:
    """Say whether one helps the other scheme; who had said yes takes it back by a no, and the offers of that
    scheme that wait go to others. After a no the next volunteer is asked, until as many as were agreed have
    said yes or may still say it, or nobody is left. Raise `Lent.DoesNotExist` or `LoanIsOver`.
    """
    loan = Loan.objects.select_for_update(no_key=True).get(pk=one_asked(by.scope, one, number).loan_id)
    lent = Lent.objects.select_for_update().get(pk=number, volunteer=one)
    if loan.state != Loan.State.AGREED or loan.ends_on <= local_day(now):
        raise refusals.LoanIsOver
    said = Lent.Answer.YES if yes else Lent.Answer.NO
    if lent.answer == said:
        return lent
    if yes and _is_elsewhere(lent, loan):
        raise refusals.NobodyToLend
    lent.answer = said
    lent.save(update_fields=["answer"])
    LentAnswer.objects.create(lent=lent, answer=said, at=now, by=by.key)
    record(at=now, by=by, verb=f"support.loan.said-{said}", subject=f"{SUBJECT}:{loan.pk}", volunteer=one.pk)
    if not yes:
        free_loan(loan, of=one, by=by, now=now)
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
