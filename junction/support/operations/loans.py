"""Volunteers of one scheme lent to another: for a span of days, those who have agreed to it, the least used
first.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Loan, Scheme
from ..queries.loans import one_loan
from ..queries.volunteers import schemes
from . import volunteer_refusals as refusals

LEND = """
WITH chosen AS (
    SELECT volunteer.id FROM support_volunteer AS volunteer
    LEFT JOIN (
        SELECT volunteer_id, count(*) AS tasks FROM support_task WHERE volunteer_id IS NOT NULL GROUP BY 1
    ) AS had ON had.volunteer_id = volunteer.id
    WHERE volunteer.scheme_id = %(lender)s AND volunteer.may_be_lent AND volunteer.state = 'active'
      AND NOT EXISTS (
        SELECT FROM support_lent AS lent JOIN support_loan AS loan ON loan.id = lent.loan_id
        WHERE lent.volunteer_id = volunteer.id AND loan.ended_at IS NULL
          AND loan.starts_on < %(ends)s AND loan.ends_on > %(starts)s)
    ORDER BY coalesce(had.tasks, 0), volunteer.id LIMIT %(most)s
)
INSERT INTO support_lent (loan_id, volunteer_id) SELECT %(loan)s, id FROM chosen
"""


@transaction.atomic
def lend(
    lender: int, borrower: int, *, people: int, starts_on: date, ends_on: date, by: Actor, now: datetime
) -> Loan:
    """Lend up to so many volunteers to another scheme. Raise `NotYourScheme`, `BadSpan` or `NobodyToLend`."""
    mine = schemes(by.scope).filter(pk=lender).first()
    to = Scheme.objects.filter(pk=borrower).exclude(pk=lender).first()
    if mine is None or to is None:
        raise refusals.NotYourScheme
    if ends_on <= max(starts_on, local_day(now)) or people < 1:
        raise refusals.BadSpan
    Scheme.objects.select_for_update().get(pk=mine.pk)  # two loans of one scheme do not take the same people
    loan = Loan.objects.create(
        lender=mine, borrower=to, starts_on=starts_on, ends_on=ends_on, asked=people, agreed_at=now,
        agreed_by=by.key,
    )  # fmt: skip
    with connection.cursor() as cursor:
        given: dict[str, Any] = {
            "lender": lender,
            "loan": loan.pk,
            "starts": starts_on,
            "ends": ends_on,
            "most": people,
        }
        cursor.execute(LEND, given)
        lent = cursor.rowcount
    if not lent:
        raise refusals.NobodyToLend
    record(
        at=now, by=by, verb="support.volunteers.lent", subject=f"loan:{loan.pk}", lender=lender,
        borrower=borrower, people=lent, until=ends_on.isoformat(),
    )  # fmt: skip
    return loan


@transaction.atomic
def end_loan(number: int, *, by: Actor, now: datetime) -> Loan:
    """End a loan before its day: its volunteers work for their own scheme again; what they accepted stays
    theirs. Raise `Loan.DoesNotExist` or `LoanIsOver`.
    """
    loan = Loan.objects.select_for_update(of=("self",)).get(pk=one_loan(by.scope, number).pk)
    if loan.ended_at or loan.ends_on <= local_day(now):
        raise refusals.LoanIsOver
    loan.ended_at, loan.ended_by = now, by.key
    loan.save(update_fields=["ended_at", "ended_by"])
    record(at=now, by=by, verb="support.loan.ended", subject=f"loan:{loan.pk}")
    return loan
