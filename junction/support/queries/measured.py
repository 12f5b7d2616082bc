"""Figures of support by which a promise can be judged: needs, letters, calls, volunteers, as at a moment.

They are counts: who anybody is is never read. What is counted is what was recorded by the moment.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from junction.core.calendar import local_day
from junction.core.calls.models import Call
from junction.core.scope import Scope

from ..models import Letter, NeedEvent, Task
from ..rules.desk import desk_on
from ..rules.unmet import unmet_rules
from .desk import SUBJECT
from .needs import OPEN, SEE, needs
from .unmet import unmet_leaves
from .unmet_areas import look_at
from .volunteer_tasks import tasks
from .volunteers import volunteers


@dataclass(frozen=True, slots=True)
class NeedsMeasured:
    """How needs stood at a moment, and what became of them in the span before it."""

    stated: int  # ever
    open: int
    late: int
    met: int  # in the span
    met_in_limit: int

    @property
    def percent_in_limit(self) -> float | None:
        """The share of what was met that was met within its limit, in per cent; None for nothing met."""
        return 100 * self.met_in_limit / self.met if self.met else None


def needs_measured(scope: Scope, *, since: datetime, at: datetime) -> NeedsMeasured:
    """Count the needs in reach, in two statements; what is closed is never opened again."""
    mine = needs(scope, permission=SEE).order_by()
    was_open = Q(state__in=OPEN) | Q(state_at__gt=at)
    stood = mine.filter(stated_at__lte=at).aggregate(
        stated=Count("pk"), open=Count("pk", filter=was_open),
        late=Count("pk", filter=was_open & Q(limit_at__lt=at)),
    )  # fmt: skip
    met = NeedEvent.objects.filter(
        need__in=mine.values("pk"), kind=NeedEvent.Kind.MET, at__gt=since, at__lte=at
    ).aggregate(met=Count("pk"), met_in_limit=Count("pk", filter=Q(at__lte=F("need__limit_at"))))
    return NeedsMeasured(**stood, **met)


def not_met(scope: Scope, area: str, *, at: datetime) -> int | None:
    """Return how many needs of an area (empty: of the nation) are gaps at a moment; None out of reach."""
    looked, rules = look_at(scope, area, at=at), unmet_rules(local_day(at))
    if looked is None or not looked.is_exact:
        return None
    leaves = unmet_leaves(scope, looked, rules=rules)
    return sum(count for cell, count in leaves.items() if cell.reason in rules.gaps)


def letters_issued(scope: Scope, *, since: datetime, at: datetime) -> int:
    """Return how many letters were issued in reach in a span."""
    reach = scope.reach(SEE)
    found = Letter.objects.filter(issued_at__gt=since, issued_at__lte=at)
    return (found if reach.national else found.filter(area__in=reach.areas)).count()


def calls_answered(scope: Scope, *, since: datetime, at: datetime) -> int:
    """Return in how many calls about needs in reach somebody was spoken with, in a span."""
    spoken = [code for code, one in desk_on(local_day(at)).dispositions.items() if one.is_answer]
    mine = needs(scope, permission=SEE).order_by().values("pk")
    calls = Call.objects.filter(subject_kind=SUBJECT, subject_id__in=mine, outcome__in=spoken)
    return calls.filter(at__gt=since, at__lte=at).count()


def volunteers_signed_up(scope: Scope, *, at: datetime) -> int:
    """Return how many volunteers in reach had confirmed by a moment that they want to help."""
    return volunteers(scope).order_by().filter(confirmed_at__lte=at).count()


def tasks_done(scope: Scope, *, since: datetime, at: datetime) -> int:
    """Return how many tasks in reach volunteers did in a span."""
    done = tasks(scope).order_by().filter(state=Task.State.DONE)
    return done.filter(state_at__gt=since, state_at__lte=at).count()
