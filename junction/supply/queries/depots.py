"""Depots in reach, and what lies in each: by item, and by lot with how each lot stands.

A national reach holds every depot; an area's holds those of the area; an organisation's its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet, Sum

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Organisation

from ..models import Account, Balance, Depot, Item, Lot, LotBalance, LotExtension, LotHold
from ..rules.lots import Extension, Hold, LotState, OnShelf, last_day, lot_state

SEE, STOCK = "supply.see", "supply.stock"
KINDS = [(str(kind.value), str(kind.label)) for kind in Depot.Kind]


def depots(scope: Scope, *, permission: str = SEE, on: date | None = None) -> QuerySet[Depot]:
    """Depots this scope reaches with a permission; those open on a day, when asked."""
    reach = scope.reach(permission)
    found = Depot.objects.select_related("area", "organisation")
    if not reach.national:
        found = found.filter(Q(area_id__in=reach.areas) | Q(organisation_id__in=reach.organisations))
    if on is not None:
        found = found.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), opened_on__lte=on)
    return found


def depot(scope: Scope, code: str, *, permission: str = SEE) -> Depot:
    """Return one of them. Raise `Depot.DoesNotExist`."""
    return depots(scope, permission=permission).get(code=code)


@dataclass(slots=True)
class StockLine:
    """What a depot has of an item, in base units, by account."""

    item: Item
    available: int = 0
    reserved: int = 0
    picked: int = 0
    held: int = 0
    in_transit: int = 0

    @property
    def here(self) -> int:
        return self.available + self.reserved + self.picked + self.held


def stock_of(scope: Scope, depot: Depot) -> list[StockLine]:
    """What a depot has, by item; nothing for whoever does not reach it."""
    if not depots(scope).filter(pk=depot.pk).exists():
        return []
    rows = Balance.objects.filter(account__depot=depot).exclude(quantity=0).select_related("item", "account")
    lines: dict[int, StockLine] = {}
    for row in rows.order_by("item__name", "item_id"):
        line = lines.setdefault(row.item_id, StockLine(row.item))
        setattr(line, row.account.kind.replace("-", "_"), row.quantity)
    return list(lines.values())


@dataclass(slots=True)
class Standing:
    """A lot as it stands at a moment: its last day of use, its state, and what is in force on it."""

    lot: Lot
    expires_on: date | None
    state: LotState
    holds: list[LotHold] = field(default_factory=list)


def standings(
    scope: Scope, lots: Iterable[Lot], *, at: datetime, depot_id: int | None = None
) -> dict[int, Standing]:
    """How lots stand at a moment, at one depot when asked; two statements for any number."""
    wanted = {lot.pk: lot for lot in lots}
    extensions: dict[int, list[LotExtension]] = {}
    for extension in LotExtension.objects.filter(lot__in=wanted):
        extensions.setdefault(extension.lot_id, []).append(extension)
    holds: dict[int, list[LotHold]] = {}
    for hold in LotHold.objects.filter(lot__in=wanted).select_related("depot"):
        holds.setdefault(hold.lot_id, []).append(hold)
    return {
        pk: _standing(lot, extensions.get(pk, []), holds.get(pk, []), at=at, depot_id=depot_id)
        for pk, lot in wanted.items()
    }


def not_before_holds(scope: Scope, lots: Iterable[Lot], moment: datetime) -> datetime:
    """A moment, or the one at which the last of these lots was held where that is later."""
    held = (
        LotHold.objects.filter(lot__in={lot.pk for lot in lots}) if scope.may(SEE) else LotHold.objects.none()
    )
    last: datetime | None = held.aggregate(last=Max("from_at"))["last"]
    return max(moment, last or moment)


def _standing(
    lot: Lot, extensions: list[LotExtension], holds: list[LotHold], *, at: datetime, depot_id: int | None
) -> Standing:
    until = last_day(
        lot.expires_on, [Extension(one.expires_on, one.recorded_at) for one in extensions], at=at
    )
    ruled = {hold.pk: Hold(hold.kind, hold.from_at, hold.until_at, hold.depot_id) for hold in holds}
    state = lot_state(until, ruled.values(), on=local_day(at), at=at, depot_id=depot_id)
    in_force = [hold for hold in holds if ruled[hold.pk].binds(at=at, depot_id=depot_id)]
    return Standing(lot, until, state, in_force)


@dataclass(slots=True)
class LotLine:
    """How much of a lot lies at a depot: on the shelf (available or reserved), picked, held."""

    standing: Standing
    on_shelf: int = 0
    picked: int = 0
    held: int = 0

    @property
    def lot(self) -> Lot:
        return self.standing.lot

    @property
    def here(self) -> int:
        return self.on_shelf + self.picked + self.held


COLUMNS = {"available": "on_shelf", "picked": "picked", "held": "held"}


def lots_at(scope: Scope, depot: Depot, *, at: datetime, item: Item | None = None) -> list[LotLine]:
    """The lots that lie at a depot, by item and then the first to expire; nothing out of reach."""
    if not depots(scope).filter(pk=depot.pk).exists():
        return []
    rows = LotBalance.objects.filter(account__depot=depot, account__kind__in=COLUMNS, quantity__gt=0)
    if item is not None:
        rows = rows.filter(lot__item=item)
    found = list(rows.select_related("account", "lot__item"))
    standing = standings(scope, [row.lot for row in found], at=at, depot_id=depot.pk)
    lines: dict[int, LotLine] = {}
    for row in found:
        line = lines.setdefault(row.lot_id, LotLine(standing[row.lot_id]))
        setattr(line, COLUMNS[row.account.kind], row.quantity)
    return sorted(lines.values(), key=_by_item_and_expiry)


def _by_item_and_expiry(line: LotLine) -> tuple[str, int, date, int]:
    return (line.lot.item.name, line.lot.item_id, line.standing.expires_on or date.max, line.lot.pk)


def on_shelf(
    scope: Scope, depot: Depot, item_ids: Iterable[int], *, at: datetime
) -> dict[int, list[OnShelf]]:
    """What lies on a depot's shelf of these items, as the rule of picking wants it."""
    rows = LotBalance.objects.filter(
        account__depot=depot,
        account__kind=Account.Kind.AVAILABLE,
        lot__item__in=list(item_ids),
        quantity__gt=0,
    )
    found = list(rows.select_related("lot"))
    standing = standings(scope, [row.lot for row in found], at=at, depot_id=depot.pk)
    shelves: dict[int, list[OnShelf]] = {}
    for row in found:
        stands = standing[row.lot_id]
        one = OnShelf(row.lot_id, stands.expires_on, row.quantity, stands.state)
        shelves.setdefault(row.lot.item_id, []).append(one)
    return shelves


def lot(scope: Scope, lot_id: int) -> Lot:
    """Return a lot; lots are known to whoever may see any stock. Raise `Lot.DoesNotExist`."""
    found = Lot.objects.select_related("item")
    return found.get(pk=lot_id) if scope.may(STOCK) or scope.reach(SEE).national else found.none().get()


def where_lot_lies(scope: Scope, lot: Lot) -> list[tuple[Account, int]]:
    """The accounts of depots in reach that hold some of a lot, and how much."""
    rows = LotBalance.objects.filter(lot=lot, quantity__gt=0, account__depot__in=depots(scope))
    found = rows.select_related("account__depot").order_by("account__depot__name", "account__kind")
    return [(row.account, row.quantity) for row in found]


def lot_outside(scope: Scope, lot: Lot) -> dict[str, int]:
    """How much of a lot is with providers and others, used, lost or called back; for a national reach."""
    if not scope.reach(SEE).national:
        return {}
    rows = LotBalance.objects.filter(lot=lot, account__depot__isnull=True, quantity__gt=0)
    kinds = rows.values("account__kind").annotate(n=Sum("quantity")).order_by()
    return {row["account__kind"]: int(row["n"]) for row in kinds}


@dataclass(frozen=True, slots=True)
class DepotChoices:
    """What a new depot may be, for whoever opens it."""

    kinds: list[tuple[str, str]]
    areas: list[tuple[str, str]]
    organisations: list[tuple[str, str]]


def choices_for_depots(scope: Scope, *, on: date) -> DepotChoices:
    """Kinds, areas and organisations to choose from; those of an area open only its own depots."""
    reach = scope.reach(STOCK)
    areas = registry.areas(scope, on=on).filter(kind__in=["lrf", "county", "unitary"])
    owners = Organisation.objects.exclude(kind=Organisation.Kind.PROVIDER).order_by("name")
    kinds = KINDS
    if not reach.national:
        areas = areas.filter(code__in=reach.areas)
        owners = owners.filter(area__in=reach.areas)
        kinds = [kind for kind in KINDS if kind[0] in ("lrf", "council", "assistants")]
    named = [(one.code, one.name) for one in areas.order_by("name")]
    return DepotChoices(kinds, named, [(str(one.pk), one.name) for one in owners])


def supplier_names(scope: Scope) -> list[str]:
    """Names of those who have brought stock or may, for whoever keeps stock."""
    if not scope.may(STOCK):
        return []
    kinds = [Organisation.Kind.WHOLESALER, Organisation.Kind.NATIONAL]
    return list(Organisation.objects.filter(kind__in=kinds).order_by("name").values_list("name", flat=True))


def hold_to_end(scope: Scope, lot: Lot, hold_id: int) -> LotHold:
    """A hold in force that this scope may end. Raise `LotHold.DoesNotExist`."""
    found = LotHold.objects.filter(lot_id=lot.pk, until_at__isnull=True).exclude(kind=LotHold.Kind.RECALL)
    if not scope.reach(STOCK).national:
        found = found.filter(depot__in=depots(scope, permission=STOCK))
    return found.get(pk=hold_id)
