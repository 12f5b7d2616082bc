"""Schemes with what they have to do and whom they have for it, and the loans between them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from junction.core.scope import Scope

from ..models import Loan, Scheme, Task, Volunteer
from .volunteers import KEEP, schemes


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


def loans(scope: Scope) -> QuerySet[Loan]:
    """Return the loans from and to one's schemes, the newest first."""
    reach = scope.reach(KEEP)
    found = Loan.objects.select_related("lender", "borrower").annotate(people=Count("volunteers"))
    if reach.national:
        return found
    return found.filter(Q(lender__area_id__in=reach.areas) | Q(borrower__area_id__in=reach.areas))


def one_loan(scope: Scope, number: int) -> Loan:
    """Return one loan from or to one's schemes. Raise `Loan.DoesNotExist`."""
    return loans(scope).get(pk=number)
