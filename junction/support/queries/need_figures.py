"""How well needs are told apart: what call-backs found, by class, as at a moment."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from junction.core.scope import Scope

from ..models import NeedEvent
from ..rules.calibrating import interval
from .needs import SEE, needs


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of the needs of a class that were rung back, how many were found to be another."""

    need_class: str
    rung: int
    changed: int

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares, in per cent, that of all needs of the class lies, as far as so few tell."""
        low, high = interval(self.changed, self.rung)
        return 100 * low, 100 * high

    @property
    def share(self) -> float:
        """The share that was classed again, in per cent."""
        return 100 * self.changed / self.rung


def calibration(scope: Scope, *, as_at: datetime) -> list[Calibration]:
    """Return what call-backs up to a moment found, by the class that was given first, in one statement."""
    mine = needs(scope, permission=SEE).order_by().values("pk")
    rows = (
        NeedEvent.objects.filter(kind=NeedEvent.Kind.ASKED_BACK, at__lte=as_at, need__in=mine)
        .order_by()
        .values("before")
        .annotate(rung=Count("pk"), changed=Count("pk", filter=~Q(before=F("why"))))
    )
    return sorted(
        (Calibration(row["before"], row["rung"], row["changed"]) for row in rows),
        key=lambda one: one.need_class,
    )
