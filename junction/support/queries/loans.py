"""Schemes with what they have to do and whom they have for it, and the loans between them.

A loan shows each side the other's name, numbers and days; who the volunteers are only the lender knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.core.searching.queries import holding

from ..models import Lent, LentAnswer, Loan, LoanStep, Scheme, Task, Volunteer
from .keepers import addresses_of
from .volunteers import KEEP, schemes

SUBJECT = "loan"
STATES = Loan.State.choices
# Who of a lender may be asked, the least used first; a loan that is not made yet has the number 0.
WHO = """
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
"""


@dataclass(frozen=True, slots=True)
class Balance:
    """A scheme, its volunteers on duty and the tasks that wait where it works."""

    scheme: Scheme
    volunteers: int
    on_duty: int
    may_be_lent: int
    tasks: int

    @property
    def surplus(self) -> int:
        """Volunteers on duty beyond the tasks that wait; below 0 they are short."""
        return self.on_duty - self.tasks


def balances(scope: Scope, now: datetime) -> list[Balance]:
    """Return each scheme in reach with its surplus, in three statements for any number of them."""
    found = list(schemes(scope))
    here = Q(state=Volunteer.State.ACTIVE)
    rows = (
        Volunteer.objects.filter(scheme__in=[one.pk for one in found])
        .order_by()
        .values("scheme")
        .annotate(
            volunteers=Count("pk", filter=~Q(state=Volunteer.State.LEFT)),
            on_duty=Count("pk", filter=here & Q(on_duty_until__gt=now)),
            may_be_lent=Count("pk", filter=here & Q(may_be_lent=True)),
        )
    )
    counts: dict[int, Any] = {row["scheme"]: row for row in rows}
    waiting = Task.objects.filter(state__in=[Task.State.OPEN, Task.State.UNFILLED], closes_at__gt=now)
    tasks = dict(waiting.order_by().values_list("area").annotate(count=Count("pk")))
    return [_balance(one, counts.get(one.pk, {}), tasks) for one in found]


def _balance(one: Scheme, counts: dict[str, int], tasks: dict[str, int]) -> Balance:
    waits = tasks.get(one.area_id, 0) if one.area_id else sum(tasks.values())
    people, on_duty, lent = (counts.get(name, 0) for name in ("volunteers", "on_duty", "may_be_lent"))
    return Balance(one, people, on_duty, lent, waits)


def every_scheme(scope: Scope) -> QuerySet[Scheme]:
    """Return all schemes, to lend to: their names are public."""
    return Scheme.objects.order_by("name")


def loans(scope: Scope, *, as_at: datetime | None = None, sought: str = "") -> QuerySet[Loan]:
    """Return the loans from and to one's schemes, the newest first, with how many volunteers were asked, said
    yes by now and have not answered (`silent`), and `then_state`: how each stood at a moment, of
    those offered by then.
    """
    found = holding(Loan.objects.filter(_side(scope, "lender") | _side(scope, "borrower")), sought,
                    "lender__name", "borrower__name")  # fmt: skip
    found = found.select_related("lender__area", "borrower__area").annotate(
        people=Count("volunteers"),
        yes=Count("volunteers", filter=Q(volunteers__answer=Lent.Answer.YES)),
        silent=Count("volunteers", filter=Q(volunteers__answer=Lent.Answer.WAITING)),
    )
    if as_at is None:
        return found.annotate(then_state=F("state"))
    last = LoanStep.objects.filter(loan=OuterRef("pk"), at__lte=as_at).order_by("-at", "-pk")
    then = Cast(Subquery(last.values("kind")[:1]), CharField())
    return found.filter(offered_at__lte=as_at).annotate(then_state=then)


def of_side(scope: Scope, rows: QuerySet[Loan], side: str) -> QuerySet[Loan]:
    """Narrow loans that were read within a scope to those one lends ("lender") or borrows ("borrower")."""
    return rows.filter(_side(scope, side))


def _side(scope: Scope, side: str) -> Q:
    reach = scope.reach(KEEP)
    return Q() if reach.national else Q(**{f"{side}__area_id__in": reach.areas})


def one_loan(scope: Scope, number: int) -> Loan:
    """Return one loan from or to one's schemes. Raise `Loan.DoesNotExist`."""
    return loans(scope).get(pk=number)


def keeps(scope: Scope, scheme: Scheme) -> bool:
    """Tell whether one acts for a scheme."""
    return schemes(scope).filter(pk=scheme.pk).exists()


def steps_of(scope: Scope, one: Loan) -> list[LoanStep]:
    """Return what happened to a loan that was read within a scope."""
    return list(one.steps.all())


def past_limit(scope: Scope, *, now: datetime) -> QuerySet[Loan]:
    """Return the loans in reach that the borrower did not answer in time."""
    return loans(scope).filter(state=Loan.State.OFFERED, limit_at__lte=now).order_by("limit_at", "pk")


def just_over(scope: Scope, *, now: datetime) -> QuerySet[Loan]:
    """Return the loans in reach whose days ended today or yesterday."""
    today = local_day(now)
    return loans(scope).filter(
        state=Loan.State.AGREED, ends_on__lte=today, ends_on__gte=today - timedelta(days=1)
    )


def keepers_of(scope: Scope, scheme: Scheme, *, now: datetime) -> list[str]:
    """Return the addresses of those who keep a scheme, to tell them what the other side did."""
    nation = Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    return addresses_of(scope, KEEP, Q(area=scheme.area_id) if scheme.area_id else nation, now=now)


def asked_of(scope: Scope, one: Volunteer, now: datetime) -> Sequence[Lent]:
    """Return the loans that a volunteer (by their session) is asked for or has said yes to, and not over."""
    found = Lent.objects.filter(
        volunteer=one, loan__state=Loan.State.AGREED, loan__ends_on__gt=local_day(now)
    )
    return list(found.exclude(answer=Lent.Answer.NO).select_related("loan__borrower"))


def volunteers_asked(scope: Scope, number: int) -> QuerySet[Lent]:
    """Return who was asked for a loan, for the lender's eyes alone."""
    return _of_lender(scope).filter(loan=number).order_by("pk")


def loans_of_volunteer(scope: Scope, one: Volunteer) -> QuerySet[Lent]:
    """Return the loans for which a volunteer of one's own scheme was asked, the last first."""
    return _of_lender(scope).filter(volunteer=one).order_by("-pk")


def one_of_lender(scope: Scope, number: int) -> Lent:
    """Return what a volunteer of one's own scheme was asked. Raise `Lent.DoesNotExist`."""
    return _of_lender(scope).get(pk=number)


def _of_lender(scope: Scope) -> QuerySet[Lent]:
    """Return who was asked for loans of one's own schemes, and how a keeper heard the last answer, if so."""
    own, last = schemes(scope).order_by().values("pk"), LentAnswer.objects.filter(lent=OuterRef("pk"))
    found = Lent.objects.filter(loan__lender__in=own).select_related("volunteer", "loan__borrower")
    return found.annotate(heard_by=Subquery(last.order_by("-at", "-pk").values("heard_by")[:1]))


def one_asked(scope: Scope, one: Volunteer, number: int) -> Lent:
    """Return what a volunteer (by their session) is asked. Raise `Lent.DoesNotExist`."""
    return Lent.objects.select_related("loan__borrower", "loan__lender").get(pk=number, volunteer=one)


def may_be_asked(scope: Scope, one: Loan, most: int) -> list[int]:
    """Return up to so many volunteers of the lender, by number, who may be asked for it and were not.
    A step of whoever holds the lender.
    """
    given: dict[str, Any] = {
        "lender": one.lender_id, "loan": one.pk or 0, "skills": one.skills, "starts": one.starts_on,
        "ends": one.ends_on, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WHO, given)
        return [number for (number,) in cursor.fetchall()]
