"""What came of referrals, for the picture of what is not met: which were declined or never answered, and why.

Read by whoever may see needs of the area; nothing here tells who somebody is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from junction.core.scope import Scope

from ..models import Need, Referral, ReferralEvent
from ..models.referrals import STANDING
from ..rules.referrals import LAPSED
from .needs import SEE, needs

NOTHING = (Referral.State.DECLINED, Referral.State.LAPSED)


@dataclass(frozen=True, slots=True)
class CameToNothing:
    """So many referrals of needs of one category in one council came to nothing for one reason."""

    area: str
    category: str
    reason: str  # a code of the decline reasons, or "lapsed"
    referrals: int
    needs: int


def came_to_nothing(scope: Scope, *, as_at: datetime, since: datetime | None = None) -> list[CameToNothing]:
    """Return declined and lapsed referrals by council, category and reason, in one statement."""
    rows = _endings(scope, as_at).filter(kind__in=NOTHING)
    if since is not None:
        rows = rows.filter(at__gt=since)
    counted = rows.values(
        "why", "kind", area=F("referral__need__area"), category=F("referral__need__category")
    ).annotate(referrals=Count("pk"), needs=Count("referral__need", distinct=True))
    return [
        CameToNothing(
            row["area"], row["category"], row["why"] or LAPSED, row["referrals"], row["needs"]
        )
        for row in counted.order_by("area", "category", "why")
    ]  # fmt: skip


def why_nothing(scope: Scope, numbers: Iterable[int], *, as_at: datetime) -> Mapping[int, tuple[str, ...]]:
    """Return, for each of these needs in reach of which every referral by then came to nothing, the
    reasons in order; a need with a referral that still stood then, or with none, is missing.
    """
    wanted = list(numbers)
    mine = needs(scope, permission=SEE).filter(pk__in=wanted).order_by().values("pk")
    last = _last(as_at)
    rows = Referral.objects.filter(need__in=mine, sent_at__lte=as_at).annotate(
        then=Subquery(last.values("kind")[:1]), reason=Subquery(last.values("why")[:1])
    )
    found: dict[int, list[str]] = defaultdict(list)
    standing = set()
    for need, then, reason in rows.order_by("need", "sent_at", "pk").values_list("need", "then", "reason"):
        if then in STANDING:
            standing.add(need)
        elif then in NOTHING:
            found[need].append(reason or LAPSED)
    return {need: tuple(reasons) for need, reasons in found.items() if need not in standing}


def all_declined(scope: Scope) -> QuerySet[Need]:
    """Return the needs in reach that somebody still has to see to and whose every referral came to nothing
    (taken back ones do not count).
    """
    tried = needs(scope, permission=SEE).filter(state__in=(Need.State.OPEN, Need.State.OFFERED))
    stands = Referral.objects.filter(need=OuterRef("pk"), state__in=STANDING).order_by().values("need")
    return tried.filter(referrals__state__in=NOTHING).exclude(Q(pk__in=stands)).distinct()


def _endings(scope: Scope, as_at: datetime) -> QuerySet[ReferralEvent]:
    mine = needs(scope, permission=SEE).order_by().values("pk")
    return ReferralEvent.objects.filter(at__lte=as_at, referral__need__in=mine)


def _last(as_at: datetime) -> QuerySet[ReferralEvent]:
    rows = ReferralEvent.objects.filter(referral=OuterRef("pk"), at__lte=as_at)
    return rows.order_by("-at", "-pk")
