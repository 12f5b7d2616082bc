"""The flow as known at any moment, of the nation, an area, a depot or one's own places (`rules/flow.py`).

Read from the last mark before the moment, with the movements since, and those that turned up after the mark
was made with an earlier moment. So a moment long past costs what now costs. Places lie where they lie today.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, When

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.registry import queries as registry

from ..models import Account, Depot, FlowMark, Item, Movement
from ..rules.flow import CAME, HERE, INSIDE, INWARD, STOCK, WENT, Flow, Passed, flows
from ..rules.units import Quantity, total
from .depots import SEE, depots


@dataclass(frozen=True, slots=True)
class Region:
    """Whose stock is looked at: everybody's, that of depots and of places in areas, or of some accounts."""

    label: str
    national: bool = False
    depots: frozenset[int] = frozenset()
    areas: frozenset[str] = frozenset()
    accounts: frozenset[int] = frozenset()


def region(scope: Scope, where: str = "", *, at: datetime) -> Region:
    """What "depot:code" or "area:code" names; all that this scope reaches for "".

    Raise `Depot.DoesNotExist` and `LookupError` out of reach.
    """
    kind, _, code = where.partition(":")
    if kind == "depot":
        found = depots(scope).get(code=code)
        return Region(found.name, depots=frozenset({found.pk}))
    if kind == "area":
        return _area(scope, code, at)
    reach = scope.reach(SEE)
    if reach.national:
        return Region("The nation", national=True)
    if reach.areas:
        own = frozenset(depots(scope).values_list("pk", flat=True))
        return Region("Your area", depots=own, areas=reach.areas)
    places = registry.places(scope, permission=SEE).order_by().values("pk")
    held = Account.objects.filter(kind=Account.Kind.AT_PROVIDER, place__in=places)
    return Region("Your places", accounts=frozenset(held.values_list("pk", flat=True)))


def _area(scope: Scope, code: str, at: datetime) -> Region:
    area, reach = registry.area(scope, code), scope.reach(SEE)
    if area is None or not (reach.national or code in reach.areas):
        raise LookupError(code)
    inside = registry.inside([code], on=local_day(at))
    held = Depot.objects.filter(area_id__in=inside).values_list("pk", flat=True)
    return Region(area.name, depots=frozenset(held), areas=inside)


Cell = tuple[int, str, int | None, str, str, int | None, str, int]
# item, from kind, depot and council, to kind, depot and council, quantity
MOVED = """
SELECT m.item_id, f.kind, f.depot_id, coalesce(fp.council_id, fp.area_id, ''),
       t.kind, t.depot_id, coalesce(tp.council_id, tp.area_id, ''), sum(m.quantity)::bigint AS quantity
FROM ({movements}) m
JOIN supply_account f ON f.id = m.from_account_id LEFT JOIN registry_place fp ON fp.id = f.place_id
JOIN supply_account t ON t.id = m.to_account_id LEFT JOIN registry_place tp ON tp.id = t.place_id
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
PART = "SELECT item_id, from_account_id, to_account_id, quantity FROM supply_movement WHERE "
SINCE = PART + "recorded_at > %(mark)s AND recorded_at <= %(at)s"
LATE = PART + "recorded_at <= %(mark)s AND id > %(last)s"
ALL = PART + "recorded_at <= %(at)s"
KEPT = (
    "SELECT item_id, from_kind, from_depot_id, from_area, to_kind, to_depot_id, to_area, quantity"
    " FROM supply_flowsum WHERE mark_id = %(id)s"
)
OF_ITEM = " AND item_id = %(item)s"


def cells(scope: Scope, *, as_at: datetime, item_id: int | None = None) -> list[Cell]:
    """What passed between kinds of accounts and their bearers up to a moment; nothing without any reach.

    Not for showing: whoever asks puts a region's border through it.
    """
    if not scope.may(SEE):
        return []
    mark = FlowMark.objects.filter(at__lte=as_at).first()
    only = OF_ITEM if item_id else ""
    if mark is None:
        statement = MOVED.format(movements=ALL + only)
    else:
        moved = MOVED.format(movements=f"{SINCE}{only} UNION ALL {LATE}{only}")
        statement = f"{KEPT}{only} UNION ALL ({moved})"
    values: dict[str, Any] = {"at": as_at, "item": item_id}
    if mark is not None:
        values |= {"mark": mark.at, "last": mark.last_id, "id": mark.pk}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def flow(scope: Scope, found: Region, *, as_at: datetime, item_id: int | None = None) -> Mapping[int, Flow]:
    """The flow of each item through a region, as known at a moment."""
    if not found.national and not found.depots and not found.areas:
        return flows(_own(scope, found, as_at=as_at, item_id=item_id))
    return flows(
        Passed(item, kind, is_inside(found, depot, area), to, is_inside(found, to_depot, to_area), quantity)
        for item, kind, depot, area, to, to_depot, to_area, quantity in cells(
            scope, as_at=as_at, item_id=item_id
        )
    )


def is_inside(found: Region, depot: int | None, area: str) -> bool:
    """Tell whether a bearer belongs to a region."""
    return found.national or depot in found.depots or (bool(area) and area in found.areas)


def _own(scope: Scope, found: Region, *, as_at: datetime, item_id: int | None) -> list[Passed]:
    """What passed in and out of some accounts; they are few, so movements are read as they are."""
    held = list(found.accounts)
    touched = Q(from_account__in=held) | Q(to_account__in=held)
    rows = Movement.objects.filter(touched, recorded_at__lte=as_at)
    rows = rows.filter(item=item_id) if item_id else rows
    keys = ("item_id", "from_account_id", "from_account__kind", "to_account_id", "to_account__kind")
    return [
        Passed(item, kind, source in found.accounts, to_kind, target in found.accounts, int(n))
        for item, source, kind, target, to_kind, n in rows.values_list(*keys)
        .annotate(n=Sum("quantity"))
        .order_by()
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """One depot or area of a region, with its own flow."""

    where: str  # "depot:hub", "area:E08000009"
    name: str
    flow: Flow


def flow_by_depot(scope: Scope, item: Item, *, as_at: datetime) -> list[Part]:
    """The flow of an item through each depot in reach that it ever touched, by name."""
    own = {one.pk: one for one in depots(scope)}
    passages: dict[int, list[Passed]] = defaultdict(list)
    for _, kind, depot, _, to, to_depot, _, quantity in cells(scope, as_at=as_at, item_id=item.pk):
        for one in {depot, to_depot} & own.keys():
            passed = Passed(item.pk, kind, depot == one, to, to_depot == one, quantity)
            passages[one or 0].append(passed)
    return _parts({f"depot:{own[pk].code}": (own[pk].name, rows) for pk, rows in passages.items()}, item)


def flow_by_area(scope: Scope, item: Item, *, kind: str, as_at: datetime) -> list[Part]:
    """The flow of an item through each area of a kind ("lrf"): its depots and its providers together.

    A council that lies in two forums counts in both.
    """
    reach = scope.reach(SEE)
    wanted = registry.areas(scope, kind=kind)
    if not reach.national:
        wanted = wanted.filter(code__in=reach.areas)
    names = dict(wanted.values_list("code", "name"))
    of_depot = dict(Depot.objects.exclude(area=None).values_list("pk", "area_id"))
    rows = cells(scope, as_at=as_at, item_id=item.pk)
    lowest = {area for row in rows for area in (row[3], row[6]) if area} | set(of_depot.values())
    holders = registry.holders([code for code in lowest if code], kind, on=local_day(as_at))
    passages: dict[str, list[Passed]] = defaultdict(list)
    for _, source, depot, area, to, to_depot, to_area, quantity in rows:
        left = set(holders.get(area or of_depot.get(depot or 0) or "", []))
        right = set(holders.get(to_area or of_depot.get(to_depot or 0) or "", []))
        for code in (left | right) & names.keys():
            passed = Passed(item.pk, source, code in left, to, code in right, quantity)
            passages[code].append(passed)
    return _parts({f"area:{code}": (names[code], found) for code, found in passages.items()}, item)


def _parts(found: Mapping[str, tuple[str, list[Passed]]], item: Item) -> list[Part]:
    parts = [
        Part(where, name, flow) for where, (name, rows) in found.items() if (flow := flows(rows).get(item.pk))
    ]
    return sorted(parts, key=lambda part: part.name)


def movements(scope: Scope, found: Region, figure: str, *, item: Item, as_at: datetime) -> QuerySet[Movement]:
    """The movements that a figure is made of, the newest first, each with its sign as `change`."""
    gives, takes = _crossing(found, figure)
    rows = Movement.objects.filter(gives | takes, item=item, recorded_at__lte=as_at)
    plus, minus = When(gives & ~takes, then=F("quantity")), When(takes & ~gives, then=-F("quantity"))
    signed = Case(plus, minus, default=0, output_field=BigIntegerField())
    rows = rows.annotate(change=signed).exclude(change=0) if scope.may(SEE) else rows.none()
    return rows.select_related("lot", "from_account__depot", "to_account__depot").order_by(
        "-recorded_at", "-id"
    )


def added_up(scope: Scope, rows: QuerySet[Movement]) -> int:
    """What movements of one item with their signs add up to. Raise `UnlikeItems` for those of several."""
    of_each = rows.order_by().values_list("item__code").annotate(n=Sum("change")) if scope.may(SEE) else ()
    found = total(Quantity(code, int(units)) for code, units in of_each)
    return found.units if found else 0


def _crossing(found: Region, figure: str) -> tuple[Q, Q]:
    """Which movements make a figure larger, and which smaller."""
    inward = _stock(found, "to_account") & ~_stock(found, "from_account")
    outward = _stock(found, "from_account") & ~_stock(found, "to_account")
    if figure in HERE:
        kinds = [kind for kind, name in INSIDE.items() if name == figure]
        into = Q(to_account__kind__in=kinds) & _bears(found, "to_account")
        out_of = Q(from_account__kind__in=kinds) & _bears(found, "from_account")
        return into, out_of
    came = [kind for kind, name in CAME.items() if name == figure]
    went = [kind for kind, name in WENT.items() if name == figure]
    if figure in ("from_elsewhere", "to_elsewhere"):
        others = list(STOCK)
        if figure in INWARD:
            return inward & Q(from_account__kind__in=others), Q(pk__in=[])
        return outward & Q(to_account__kind__in=others), Q(pk__in=[])
    if figure in INWARD:
        return inward & Q(from_account__kind__in=came), Q(pk__in=[])
    back = [kind for kind in went if kind not in CAME]
    return outward & Q(to_account__kind__in=went), inward & Q(from_account__kind__in=back)


def _stock(found: Region, side: str) -> Q:
    return Q(**{f"{side}__kind__in": list(STOCK)}) & _bears(found, side)


def _bears(found: Region, side: str) -> Q:
    """Accounts of the region, on one side of a movement."""
    if found.national:
        return Q(**{f"{side}__isnull": False})
    if found.accounts or not (found.depots or found.areas):
        return Q(**{f"{side}__in": list(found.accounts)})
    areas = list(found.areas)
    in_area = Q(**{f"{side}__place__council__in": areas}) | Q(
        **{f"{side}__place__council__isnull": True, f"{side}__place__area__in": areas}
    )
    return Q(**{f"{side}__depot__in": list(found.depots)}) | in_area


@dataclass(frozen=True, slots=True)
class ChosenItems:
    """Items by number, for the rows of a flow."""

    by_id: Mapping[int, Item]

    def of(self, found: Iterable[int]) -> list[Item]:
        return sorted((self.by_id[pk] for pk in found), key=lambda item: (item.name, item.pk))


def items_of(scope: Scope, found: Mapping[int, Flow]) -> ChosenItems:
    """The items that a flow speaks of."""
    return ChosenItems(Item.objects.in_bulk(list(found)) if scope.may(SEE) else {})


def places_to_look_at(scope: Scope) -> list[tuple[str, str]]:
    """What a flow can be asked of: forums, councils and depots in reach, by name."""
    reach = scope.reach(SEE)
    if not (reach.national or reach.areas):
        return []
    found = []
    for kind in ("lrf", "county", "unitary"):
        wanted = registry.areas(scope, kind=kind).filter(ended_on__isnull=True)
        wanted = wanted if reach.national else wanted.filter(code__in=reach.areas)
        found += [(f"area:{area.code}", area.name) for area in wanted]
    return found + [(f"depot:{one.code}", one.name) for one in depots(scope)]
