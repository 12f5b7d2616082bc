"""The queue of the desk as it was at a moment: what was open then, whose each case was, which rings were due.

Whose helpline a case is, and at which hub, is said as it is today; all else is read from what was written
down: events of the need, spans of its owners, calls and hand-overs.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from junction.core.calls.models import Call
from junction.core.ownership.models import Ownership
from junction.core.scope import Scope

from ..models import HandOver, Need
from .desk import PAGE, SUBJECT, Sought
from .needs import ANSWER, OPEN, needs


def queue_then(scope: Scope, sought: Sought, *, own_key: str, as_at: datetime) -> QuerySet[Any]:
    """Return a page of cases of those who answer, with `then_owner` and `then_ring`, in one statement."""
    spans = Ownership.objects.filter(subject_kind=SUBJECT, subject_id=OuterRef("pk"), owned_from__lte=as_at)
    running = spans.filter(Q(owned_until__isnull=True) | Q(owned_until__gt=as_at)).order_by("-pk")
    accepted = HandOver.objects.filter(  # whoever took it over promised no call yet
        need_id=OuterRef("subject_id"), outcome=HandOver.Outcome.ACCEPTED, answered_at__gte=OuterRef("at"),
        answered_at__lte=as_at,
    )  # fmt: skip
    calls = Call.objects.filter(~Exists(accepted), subject_kind=SUBJECT, subject_id=OuterRef("pk"))
    calls = calls.filter(at__lte=as_at)
    found: QuerySet[Any] = needs(scope, permission=ANSWER, as_at=as_at)
    found = found.filter(then_state__in=OPEN).annotate(
        then_owner=Subquery(running.values("owner")[:1]),
        then_ring=Subquery(calls.order_by("-at", "-pk").values("next_call_at")[:1]),
    )
    found = _shown(found, sought.show, own_key, as_at)
    if sought.hub:
        found = found.filter(Q(hub__isnull=True) | Q(hub=sought.hub))
    first = "then_ring" if sought.show == "rings" else "then_limit"
    begin = (sought.page - 1) * PAGE
    return found.order_by(first, "stated_at", "pk")[begin : begin + PAGE]


def _shown(found: QuerySet[Any], show: str, own_key: str, as_at: datetime) -> QuerySet[Any]:
    offered = HandOver.objects.filter(need=OuterRef("pk"), offered_at__lte=as_at)
    waiting = offered.filter(Q(answered_at__isnull=True) | Q(answered_at__gt=as_at))
    is_free = Q(then_state=Need.State.OPEN, then_owner__isnull=True) & ~Exists(waiting)
    return found.filter({
        "to-take": is_free & (Q(then_ring__isnull=True) | Q(then_ring__lte=as_at)),
        "mine": Q(then_owner=own_key),
        "all": Q(),
        "rings": Q(then_ring__isnull=False),
        "passed": Q(then_state=Need.State.OFFERED),
    }[show])  # fmt: skip
