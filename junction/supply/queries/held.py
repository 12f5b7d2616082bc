"""Who has problems and offers: the owner, since when, how often handed over, and what nobody has too long."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from junction.core.ownership.models import Ownership
from junction.core.ownership.queries import histories
from junction.core.ownership.rules import Span, hand_overs, nobodys_since
from junction.core.scope import Scope

from .owners import owner_names


@dataclass(frozen=True, slots=True)
class Held:
    """How one thing is held now."""

    owner: str | None  # an actor's key
    name: str
    since: datetime  # the owner has it, or nobody has
    age: timedelta  # of the thing
    hand_overs: int
    owner_due_at: datetime | None  # by when somebody must take it; None while somebody has it
    spans: list[Span]

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether nobody has had it for longer than may be."""
        return self.owner_due_at is not None and self.owner_due_at < now


def ownerless_since(scope: Scope, kind: str, began: str) -> Coalesce:
    """Since when a thing in reach that nobody has is nobody's, in SQL: it was let go of, or began."""
    spans = Ownership.objects.filter(subject_kind=kind, subject_id=OuterRef("pk"))
    return Coalesce(Subquery(spans.order_by("-owned_from", "-pk").values("owned_until")[:1]), F(began))


def held(
    scope: Scope,
    kind: str,
    began: Mapping[int, datetime],
    *,
    due: Callable[[int, datetime], datetime],
    own_key: str,
    now: datetime,
) -> dict[int, Held]:
    """Return how each thing is held, in two statements. `due` says by when nobody's thing must be taken."""
    spans = histories(kind, began)
    keys = {found[-1].owner for found in spans.values() if found[-1].owned_until is None}
    names = owner_names(scope, keys, own_key=own_key, now=now) if keys else {}
    return {number: _held(number, spans.get(number, []), at, names, due, now) for number, at in began.items()}


def _held(
    number: int,
    spans: list[Span],
    began: datetime,
    names: Mapping[str, str],
    due: Callable[[int, datetime], datetime],
    now: datetime,
) -> Held:
    nobodys = nobodys_since(spans, began)
    owner = None if nobodys else spans[-1].owner
    return Held(
        owner=owner,
        name=names.get(owner, "") if owner else "",
        since=nobodys or spans[-1].owned_from,
        age=now - began,
        hand_overs=hand_overs(spans),
        owner_due_at=due(number, nobodys) if nobodys else None,
        spans=spans,
    )
