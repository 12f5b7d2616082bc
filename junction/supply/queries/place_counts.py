"""What the books put with a provider, as at the end of a day, and what it counted before."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Max, Q, QuerySet, Sum

from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Place

from ..models import Account, Balance, Movement, PlaceCountLine

COUNT = "supply.order"  # who orders for a place, and confirms what comes, counts what lies there
SEE = "supply.see"


def countable_places(scope: Scope, *, text: str = "") -> QuerySet[Place]:
    """Places somebody may count for, by name."""
    found = registry.places(scope, permission=COUNT).filter(closed_on__isnull=True)
    found = found.filter(name__icontains=text) if text else found
    return found.order_by("name", "pk")


def place_to_count(scope: Scope, place_id: int) -> Place:
    """One of them. Raise `Place.DoesNotExist`."""
    return registry.place(scope, place_id, permission=COUNT)


def accounts_at(scope: Scope, place_id: int) -> list[int]:
    """The accounts of a place and of those merged into it."""
    return accounts_of_families(scope, [place_id])[place_id]


def accounts_of_families(scope: Scope, place_ids: Collection[int]) -> dict[int, list[int]]:
    """The same for many places, in two statements."""
    stands_for = registry.families(scope, place_ids)
    held = Account.objects.filter(kind=Account.Kind.AT_PROVIDER, place__in=stands_for)
    found: dict[int, list[int]] = {place: [] for place in place_ids}
    for place, account in held.order_by("pk").values_list("place_id", "pk"):
        found[stands_for[place]].append(account)  # each place asked about stands: none was merged
    return found


def books(scope: Scope, accounts: Collection[int], *, on: date) -> dict[int, int]:
    """What lay in some accounts at the end of a day, by item: what is there now, less what moved since."""
    if not scope.may(SEE):
        return {}
    there: dict[int, int] = dict(
        Balance.objects.filter(account__in=accounts).order_by().values_list("item").annotate(Sum("quantity"))
    )
    since = Movement.objects.filter(about_on__gt=on).order_by()
    for item, n in since.filter(to_account__in=accounts).values_list("item").annotate(Sum("quantity")):
        there[item] = there.get(item, 0) - n
    for item, n in since.filter(from_account__in=accounts).values_list("item").annotate(Sum("quantity")):
        there[item] = there.get(item, 0) + n
    return there


def counted_lines(scope: Scope, place_id: int) -> QuerySet[PlaceCountLine]:
    """What was counted at a place in reach, the newest first."""
    reached = registry.reached(scope, permission=SEE).filter(pk=place_id)
    found = PlaceCountLine.objects.filter(
        Q(count__place__in=reached.values("pk")) | Q(count__place__merged_into__in=reached.values("pk"))
    )
    return found.select_related("count", "item").order_by("-count_id", "item__name", "pk")


def last_counted(scope: Scope, place_ids: Collection[int]) -> dict[tuple[int, int], date]:
    """The last day each of these places, or one merged into it, counted each item by itself."""
    stands_for = registry.families(scope, place_ids)
    return _last(scope, PlaceCountLine.objects.filter(count__place__in=stands_for), stands_for)


def counted_since(scope: Scope, since: date, stands_for: Mapping[int, int]) -> dict[tuple[int, int], date]:
    """The same of every place that counted since a day, by the place that stands for it."""
    return _last(scope, PlaceCountLine.objects.filter(count__counted_on__gte=since), stands_for)


def _last(
    scope: Scope, rows: QuerySet[PlaceCountLine], stands_for: Mapping[int, int]
) -> dict[tuple[int, int], date]:
    found: dict[tuple[int, int], date] = {}
    rows = rows if scope.may(SEE) else rows.none()
    told = rows.order_by().values_list("count__place_id", "item_id").annotate(Max("count__counted_on"))
    for place, item, day in told:
        key = (stands_for.get(place, place), item)
        found[key] = max(day, found.get(key, day))
    return found
