"""Who has a thing of the registers that lead upwards, at a moment: its owner, or who must find it one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from junction.core.calendar import local_day
from junction.core.ownership.models import Ownership
from junction.core.ownership.queries import histories
from junction.core.ownership.rules import Span, as_known, hand_overs, nobodys_since
from junction.core.scope import Scope
from junction.people.models import Membership
from junction.people.queries import memberships
from junction.people.rules import roles
from junction.record.queries.keepers import names

from ..models import Finder
from .reach import RAISE


@dataclass(frozen=True, slots=True)
class Home:
    """How one thing is held at a moment."""

    owner: str | None  # an actor's key
    name: str
    finder: str  # who must find it a home, while nobody has it
    since: datetime  # somebody, or nobody, has it since then
    hand_overs: int
    spans: tuple[Span, ...]
    names: Mapping[str, str]  # of all who had it

    def found_by(self, finder: str) -> "Home":
        """Return the same with who must find it a home."""
        return replace(self, finder=finder)


def with_owner(rows: QuerySet[Any], kind: str, *, at: datetime) -> QuerySet[Any]:
    """Add to rows in reach the key of who had each at a moment, as `owner`."""
    held = Ownership.objects.filter(
        Q(owned_until__isnull=True) | Q(owned_until__gt=at), owned_from__lte=at, subject_kind=kind,
        subject_id=OuterRef("pk"),
    )  # fmt: skip
    return rows.annotate(owner=Subquery(held.order_by("-owned_from").values("owner")[:1]))


def of_owner(rows: Any, code: str, *, own_key: str) -> Any:
    """Narrow rows of `with_owner` to those that "me", "nobody" or "somebody" has."""
    return rows.filter(owner=own_key) if code == "me" else rows.filter(owner__isnull=code == "nobody")


def homes(
    scope: Scope,
    kind: str,
    began: dict[int, datetime],
    *,
    finder: str,
    own_key: str,
    at: datetime,
    now: datetime,
) -> dict[int, Home]:
    """Return how each thing was held at a moment, in three statements. `finder`: where nobody was named."""
    had = {n: as_known(spans, at) for n, spans in histories(kind, began).items()}
    keys = {span.owner for spans in had.values() for span in spans}
    known = names(scope, keys, own_key=own_key, now=now)
    named = Finder.objects.filter(subject_kind=kind, subject_id__in=list(began), at__lte=at).order_by(
        "at", "pk"
    )
    finders = dict(named.values_list("subject_id", "finder"))
    return {n: _home(had.get(n, []), known, began=began[n], finder=finders.get(n) or finder) for n in began}


def _home(spans: list[Span], known: Mapping[str, str], *, began: datetime, finder: str) -> Home:
    nobodys = nobodys_since(spans, began)
    owner = None if nobodys else spans[-1].owner
    since = nobodys or spans[-1].owned_from
    return Home(owner, known.get(owner or "", ""), finder, since, hand_overs(spans), tuple(spans), known)


def could_own(scope: Scope, areas: Iterable[str], *, now: datetime) -> list[tuple[str, str]]:
    """Return key and name of all in sight who raise for the nation or for any of these areas, by name."""
    raising = [name for name, role in roles(local_day(now)).items() if RAISE in role.permissions]
    held: QuerySet[Membership] = memberships(scope, now=now).filter(role__in=raising, user__is_active=True)
    nation = Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    found = held.filter(nation | Q(area__in=list(areas))).values_list("user_id", "user__name")
    return sorted({f"user:{number}": name for number, name in found}.items(), key=lambda pair: pair[1])
