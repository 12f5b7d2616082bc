"""Supply problems in reach: those of one's areas, and those at one's desk; with who has each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from junction.core.calendar import local_day
from junction.core.ownership.models import Ownership
from junction.core.scope import Scope

from ..models import Problem, ProblemItem
from ..rules.ownerless import overdue_before
from ..rules.shortages import problem_rules
from .held import Held, held, ownerless_since
from .owners import owner_names

SEE, DECIDE = "supply.see", "supply.decide"
SUBJECT = "supply-problem"


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem and who has it."""

    problem: Problem
    held: Held
    is_overdue: bool


def problems(scope: Scope, *, permission: str = SEE) -> QuerySet[Problem]:
    """Return problems of areas in reach and at desks in reach; each tells whether anybody owns it."""
    reach = scope.reach(permission)
    found = Problem.objects.select_related("area", "desk").annotate(is_owned=_is_owned())
    if reach.national:
        return found
    return found.filter(Q(area__in=reach.areas) | Q(desk__in=reach.areas))


def _is_owned() -> Exists:
    held = Ownership.objects.filter(subject_kind=SUBJECT, subject_id=OuterRef("pk"))
    return Exists(held.filter(owned_until__isnull=True))


def problem(scope: Scope, problem_id: int, *, permission: str = SEE) -> Problem:
    """Return one. Raise `Problem.DoesNotExist` out of reach."""
    return problems(scope, permission=permission).get(pk=problem_id)


def at_desk(scope: Scope) -> QuerySet[Problem]:
    """Return the problems one may own: for the nation all, for a forum those at its desk."""
    reach = scope.reach(DECIDE)
    found = problems(scope, permission=DECIDE)
    return found if reach.national else found.filter(desk__in=reach.areas)


def with_owners(scope: Scope, found: Iterable[Problem], *, own_key: str, now: datetime) -> list[ProblemRow]:
    """Add who has each problem."""
    rows = list(found)
    rules = {row.pk: problem_rules(local_day(row.raised_at)).severities[row.severity] for row in rows}
    has = held(
        scope,
        SUBJECT,
        {row.pk: row.raised_at for row in rows},
        due=lambda number, since: rules[number].owner_due_at(since),
        own_key=own_key,
        now=now,
    )
    return [
        ProblemRow(row, has[row.pk], row.closed_at is None and has[row.pk].is_overdue(now)) for row in rows
    ]


def nobodys_problems(scope: Scope, *, own_key: str, now: datetime) -> list[ProblemRow]:
    """Return the open problems at one's desks that nobody has had for longer than may be."""
    found = at_desk(scope).filter(~_is_owned(), closed_at__isnull=True)
    return [row for row in with_owners(scope, found, own_key=own_key, now=now) if row.is_overdue]


def how_many_nobodys(scope: Scope, *, now: datetime) -> int:
    """Count them by the rules in force now, in one statement."""
    late = Q(pk__in=[])
    for code, severity in problem_rules(local_day(now)).severities.items():
        late |= Q(severity=code, since__lt=overdue_before(severity.owner_due_at, now))
    found = at_desk(scope).filter(~_is_owned(), closed_at__isnull=True)
    return found.annotate(since=ownerless_since(scope, SUBJECT, "raised_at")).filter(late).count()


def items_of(scope: Scope, one: Problem) -> QuerySet[ProblemItem]:
    """Return what is short in a problem in reach, and how much where anybody counted."""
    return ProblemItem.objects.filter(problem__in=problems(scope), problem_id=one.pk).select_related("item")


def names_in(scope: Scope, row: ProblemRow, *, own_key: str, now: datetime) -> dict[str, str]:
    """Return the names of everybody who had a problem, as far as one may see them."""
    return owner_names(scope, {span.owner for span in row.held.spans}, own_key=own_key, now=now)
