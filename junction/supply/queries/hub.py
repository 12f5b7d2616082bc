"""People a council's hub supplies, and what each got on which ground; for that council's hub alone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.calendar import local_day
from junction.core.personal.models import PersonalValue
from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import seen
from junction.core.scope import Scope
from junction.registry.queries import areas

from ..models import Depot, FreeIssue, OrderLine, Recipient
from ..rules.reading import RECIPIENT

HUB = "supply.hub"
PERSONAL = ("name", "contact", "address")
OF_COUNCILS = (Depot.Kind.COUNCIL, Depot.Kind.ASSISTANTS)


@dataclass(frozen=True, slots=True)
class Known:
    """A recipient with what is personal, as long as it is kept."""

    recipient: Recipient
    name: str
    contact: str
    address: str


def recipients(scope: Scope, *, text: str = "") -> QuerySet[Recipient]:
    """Return the people of hubs in reach; those whose name holds `text`, or who bear that number."""
    reach = scope.reach(HUB)
    found = Recipient.objects.select_related("council")
    if not reach.national:
        found = found.filter(council__in=reach.areas)
    asked = text.strip()
    if not asked:
        return found
    named = PersonalValue.objects.filter(
        key__in=found.order_by().values("name"), value__icontains=asked
    ).values("key")
    number = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    return found.filter(Q(name__in=named) | Q(pk=number))


def recipient(scope: Scope, recipient_id: int) -> Recipient:
    """Return one. Raise `Recipient.DoesNotExist` out of reach."""
    return recipients(scope).get(pk=recipient_id)


def known(scope: Scope, found: Iterable[Recipient], *, wanted: Collection[str] = PERSONAL) -> list[Known]:
    """Add who they are, in one statement; of `wanted` alone. What is read of whom is in the log."""
    rows = list(found)
    keys = {(row.pk, what): getattr(row, what) for row in rows for what in wanted if getattr(row, what)}
    told = values(keys.values()) if keys else {}
    for (number, what), key in keys.items():
        if key in told:
            seen(RECIPIENT, number, what)
    of = {each: told.get(key, ERASED) for each, key in keys.items()}
    return [Known(row, *(of.get((row.pk, what), "") for what in PERSONAL)) for row in rows]


def issues(scope: Scope) -> QuerySet[FreeIssue]:
    """Return what hubs in reach handed out, the newest first."""
    found = FreeIssue.objects.filter(recipient__in=recipients(scope).order_by().values("pk"))
    return found.select_related("order__from_depot", "recipient__council").order_by("-handed_at", "-pk")


def hubs(scope: Scope, *, now: datetime) -> QuerySet[Depot]:
    """Return the stores of councils in reach from which free supply is handed out."""
    on, reach = local_day(now), scope.reach(HUB)
    found = Depot.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), opened_on__lte=on)
    found = found.filter(kind__in=OF_COUNCILS, area__isnull=False).select_related("organisation")
    return found if reach.national else found.filter(area__in=reach.areas)


def councils_of_hubs(scope: Scope, *, now: datetime) -> list[tuple[str, str]]:
    """Return code and name of the areas that hubs in reach serve."""
    codes = hubs(scope, now=now).order_by().values("area")
    return list(areas(scope).filter(code__in=codes).order_by("name").values_list("code", "name"))


def summaries_of(scope: Scope, order_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return what came of each order, in words, for what hubs in reach handed out."""
    seen = issues(scope).filter(pk__in=list(order_ids)).order_by().values("pk")
    lines = OrderLine.objects.filter(order__in=seen, received__gt=0).select_related("item")
    found: dict[int, list[str]] = {}
    for line in lines.order_by("pk"):
        said = f"{line.item.name}: {line.received:,} {line.item.plural_unit}"
        found.setdefault(line.order_id, []).append(said)
    return found
