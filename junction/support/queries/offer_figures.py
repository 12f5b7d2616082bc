"""How offers are dealt with: how many wait, are late, lack a home, go round, were answered in time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from junction.core.ownership.models import Ownership
from junction.core.scope import Scope

from ..models import Offer
from .offer_desks import OFFERS
from .offers import SUBJECT, in_reach

OPEN = Q(state=Offer.State.OPEN)
UNANSWERED = Q(state=Offer.State.LAPSED, answered_at=None)


@dataclass(frozen=True, slots=True)
class OfferFigures:
    """Counts of offers in reach."""

    waiting: int = 0
    late: int = 0
    homeless: int = 0
    passed_round: int = 0
    mine: int = 0  # of those that wait
    my_late: int = 0
    answered: int = 0
    in_time: int = 0  # of those answered
    never: int = 0  # lapsed without an answer

    def __bool__(self) -> bool:
        return bool(self.mine or self.late or self.passed_round)

    @property
    def percent_in_time(self) -> int | None:
        """Of what was to be answered by now, the part that was in time; None before anything was."""
        due = self.answered + self.never + self.late
        return 100 * self.in_time // due if due else None


def offer_figures(scope: Scope, *, own_key: str, now: datetime) -> OfferFigures:
    """Count the offers in reach, in one statement."""
    late, mine = OPEN & Q(due_at__lte=now), OPEN & Q(is_mine=True)
    counted = _owned(in_reach(scope), own_key).aggregate(
        waiting=Count("pk", filter=OPEN), late=Count("pk", filter=late),
        homeless=Count("pk", filter=OPEN & Q(homeless_since__isnull=False)),
        passed_round=Count("pk", filter=OPEN & Q(raised_at__isnull=False)),
        mine=Count("pk", filter=mine), my_late=Count("pk", filter=late & mine),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        in_time=Count("pk", filter=Q(answered_at__lte=F("promised_at"))),
        never=Count("pk", filter=UNANSWERED),
    )  # fmt: skip
    return OfferFigures(**counted)


def offers_today(scope: Scope, *, own_key: str, now: datetime) -> OfferFigures:
    """Return what waits for who answers offers; nothing for anybody else."""
    return offer_figures(scope, own_key=own_key, now=now) if scope.may(OFFERS) else OfferFigures()


def _owned(rows: QuerySet[Offer], own_key: str) -> QuerySet[Offer]:
    held = Ownership.objects.filter(
        subject_kind=SUBJECT, subject_id=OuterRef("pk"), owner=own_key, owned_until=None
    )
    return rows.annotate(is_mine=Exists(held))
