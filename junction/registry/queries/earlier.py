"""How the details of a place came to be as they are: each change, the newest first, and who or what made it.

A change is found by its moment: the list that was taken in then, or the line of the log in which a person
said why. Who that was is shown to whoever may see the log about the place. What people decide about a place
being closed is told by `closings_of`, not here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from junction.core.audit.models import AuditEntry
from junction.core.scope import Scope
from junction.registry.models import (
    ListedRow,
    Listing,
    Place,
    PlacePast,
    Registration,
    RegistrationPast,
)
from junction.registry.rules.earlier import Difference, differences

from .places import SEE, places, reached

CORRECTED, DECIDED = "registry.place.corrected", ("registry.place.closed", "registry.place.reopened")


@dataclass(slots=True)
class Change:
    """What became different at a moment; a list says its day, a person a reason."""

    at: datetime
    differences: list[Difference] = field(default_factory=list)
    listing: Listing | None = None
    why: str = ""
    by: str = ""  # the key of who did it; empty for who may not see the log


def changes(scope: Scope, place: Place, *, as_at: datetime | None = None) -> list[Change]:
    """Every change of the details of a place and of what is registered on it; five statements at most.

    With `as_at` it is enough to have reached the place then.
    """
    seen = _seen(scope, as_at).filter(pk=place.pk).order_by().values("pk")
    found: dict[datetime, Change] = {}
    for past, differing in _differing(seen):
        change = found.setdefault(past.changed_at, Change(past.known_until))
        told = {(each.before, each.after) for each in change.differences if each.what == "name"}
        change.differences += [
            one for one in differing
            if one not in change.differences
            and not (one.what == "registered_name" and (one.before, one.after) in told)
        ]  # fmt: skip
    if found:
        _say_who(found, place, _seen(scope, as_at, "audit.see"))
    real = (change for change in found.values() if change.differences)
    return sorted(real, key=lambda change: change.at, reverse=True)


def _differing(seen: Any) -> Iterator[tuple[PlacePast | RegistrationPast, list[Difference]]]:
    of_places = PlacePast.objects.filter(place__in=seen)
    yield from _steps(of_places.select_related("place__area", "place__council", "area", "council"), _of_place)
    held = RegistrationPast.objects.filter(registration__place__in=seen)
    yield from _steps(held.select_related("registration__organisation", "organisation"), _of_registration)


def _steps(pasts: Iterable[Any], details: Any) -> Iterator[tuple[Any, list[Difference]]]:
    """Each state with what differs from the one after it, several changes of one moment taken together."""
    states: dict[Any, list[Any]] = defaultdict(list)
    for past in pasts:
        states[past.place if isinstance(past, PlacePast) else past.registration].append(past)
    for present, before in states.items():
        first: dict[datetime, Any] = {}
        for past, after in zip(before, [*before[1:], present], strict=True):
            start = first.setdefault(past.changed_at, past)
            if getattr(after, "changed_at", None) != past.changed_at:
                yield start, differences(details(start), details(after))


def _of_place(one: Place | PlacePast) -> Mapping[str, object]:
    return {
        "name": one.name,
        "services": tuple(one.service_types),
        "address": one.address,
        "town": one.town,
        "postcode": one.postcode,
        "district": one.area.name if one.area else "",
        "council": one.council.name if one.council else "",
        "position": "" if one.latitude is None else f"{one.latitude:.5f}, {one.longitude:.5f}",
        "beds": one.beds,
        "closed_on": one.closed_on,
    }


def _of_registration(one: Registration | RegistrationPast) -> Mapping[str, object]:
    is_numbered = one.identifier_kind != "council-list"
    return {
        "registered_name": one.name,
        "provider": one.organisation.name if one.organisation else "",
        "number": one.identifier if is_numbered else "",
    }


def _seen(scope: Scope, as_at: datetime | None, permission: str = SEE) -> QuerySet[Place]:
    if as_at is None:
        return places(scope, permission=permission)
    return reached(scope, permission=permission, as_at=as_at)


def _say_who(found: Mapping[datetime, Change], place: Place, log_seen: QuerySet[Place]) -> None:
    """Set on each change the list or the person that made it."""
    named = ListedRow.objects.filter(listing=OuterRef("pk"), place=place)
    lists = Listing.objects.filter(recorded_at__in=found).annotate(names_it=Exists(named))
    for listing in lists.order_by("names_it", "pk"):
        found[listing.recorded_at].listing = listing
    lines = AuditEntry.objects.filter(
        subject=f"place:{place.pk}", verb__in=(CORRECTED, *DECIDED), at__in=found
    )
    rows: Sequence[AuditEntry] = list(lines.order_by("pk"))
    sees_log = bool(rows) and log_seen.filter(pk=place.pk).exists()
    for line in rows:
        change = found[line.at]
        if line.verb == CORRECTED:
            change.listing, change.why, change.by = None, line.why, line.by if sees_log else ""
        else:
            change.differences = [one for one in change.differences if one.what != "closed_on"]
