"""Release stock to a wholesaler, and write down what it sold on and to whom.

A release is an order to the wholesaler's own depot. A sale moves from there to the place that bought; which
lot it was nobody says, so the first to expire is taken to have gone first.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.imports import Finding, ImportReport, Severity
from junction.core.scope import Actor
from junction.core.tables import Row, Table, decide_day_order
from junction.core.tables.days import DayOrder
from junction.registry import queries as registry

from ..models import Act, Depot, Item, Order, Sale
from ..queries import depots as queries
from ..queries.catalogue import ways_to_count
from ..rules.lots import OnShelf, in_order, pick_in_order
from ..rules.sales import ListedSale, read_sale
from ..rules.units import Countable
from . import ledger
from .accounts import accounts_of, accounts_of_places
from .shelves import lock_shelves
from .stock_refusals import CannotRecordSale, NotAWholesaler
from .supplying import Because, Receiver, make_order

NUMBER = "cqc-location"
BATCH = 5_000  # rows of one statement
Lots = list[tuple[int, int]]  # lot and base units


@transaction.atomic
def release_stock(
    *, from_code: str, to_code: str, item: Item, quantity: int, why: str, by: Actor, now: datetime
) -> Order:
    """Release stock to a wholesaler, as much as there is. Raise `NotAWholesaler`, `Depot.DoesNotExist`."""
    source = queries.depot(by.scope, from_code, permission=queries.STOCK)
    target = _wholesaler(to_code, by)
    because = Because(Order.Route.WHOLESALER, why)
    to = Receiver(to_depot_id=target.pk)
    return make_order(because, to=to, depot=source, wanted={item: quantity}, by=by, now=now)


@transaction.atomic
def record_sale(*, depot_code: str, said: ListedSale, by: Actor, now: datetime) -> Sale:
    """Write one sale down. Raise `CannotRecordSale` with the sentence that says why."""
    depot = _wholesaler(depot_code, by)
    report = ImportReport()
    made = _take([said], depot, report, by=by, now=now)
    if report.findings:
        raise CannotRecordSale(report.findings[0].message)
    sale = made[0] if made else _on_record(said, depot, by)
    record(
        at=now, by=by, verb="supply.sale.recorded", subject=f"depot:{depot.pk}", invoice=said.invoice,
        place=sale.place_id, item=said.item, quantity=said.quantity,
    )  # fmt: skip
    return sale


@transaction.atomic
def import_sales(table: Table, *, depot_code: str, dry_run: bool, by: Actor, now: datetime) -> ImportReport:
    """Take in every sound row of a file; those on record already change nothing. Raise `NotAWholesaler`."""
    depot = _wholesaler(depot_code, by)
    report = ImportReport(findings=list(table.findings))
    decided = decide_day_order(table.column("sold_on"), column="sold_on")
    report.findings += [decided.finding] if decided.finding else []
    items = ways_to_count(by.scope)
    rows = _sound(table, decided.order or DayOrder.ISO, report, today=local_day(now), items=items)
    _take(rows, depot, report, by=by, now=now)
    if dry_run:
        transaction.set_rollback(True)
    elif report.effects:
        subject = f"depot:{depot.pk}"
        record(at=now, by=by, verb="supply.sales.imported", subject=subject, created=report.created)
    return report


def _sound(
    rows: Iterable[Row], order: DayOrder, report: ImportReport, *, today: date, items: Mapping[str, Countable]
) -> list[ListedSale]:
    sound = []
    for row in rows:
        report.rows += 1
        sale, wrong = read_sale(row.number, row.cells, order=order, today=today, items=items)
        report.findings += wrong
        sound += [sale] if sale else []
    return sound


def _take(
    rows: Sequence[ListedSale], depot: Depot, report: ImportReport, *, by: Actor, now: datetime
) -> list[Sale]:
    """Keep what was sold and move it, all rows in a dozen statements; what cannot be is a finding."""
    items = {item.code: item for item in Item.objects.filter(code__in={row.item for row in rows})}
    places = registry.places_by_identifier(by.scope, NUMBER, {row.place for row in rows})
    shelf = _shelf(depot, items.values(), by=by, now=now)
    known = _known(rows, depot)
    sales: list[tuple[Sale, Lots]] = []
    for row in rows:
        item, place_id = items.get(row.item), places.get(row.place)
        if item is None:
            report.findings.append(_odd(row, "item", row.item, "No item of the catalogue has this code."))
        elif place_id is None:
            message = "No place that you can see bears this number. Compare it with the regulator's list."
            report.findings.append(_odd(row, "place", row.place, message))
        elif (row.invoice, item.pk, place_id) in known:
            _compare(row, *known[row.invoice, item.pk, place_id], report)
        elif trouble := shelf.lacks(item, row.quantity):
            report.findings.append(_odd(row, "quantity", str(row.quantity), trouble))
        else:
            known[row.invoice, item.pk, place_id] = row.quantity, row.sold_on
            sale = Sale(
                depot=depot, invoice=row.invoice, item=item, place_id=place_id, quantity=row.quantity,
                sold_on=row.sold_on, recorded_at=now, recorded_by=by.key,
            )  # fmt: skip
            sales.append((sale, shelf.take(item, row.quantity)))
            report.created += 1
    Sale.objects.bulk_create((sale for sale, _ in sales), batch_size=BATCH)
    _deliver(sales, depot, by=by, now=now)
    return [sale for sale, _ in sales]


def _known(rows: Sequence[ListedSale], depot: Depot) -> dict[tuple[str, int, int], tuple[int, date]]:
    """Return what is on record of the invoices of these rows: so many, sold on a day."""
    found = Sale.objects.filter(depot=depot, invoice__in={row.invoice for row in rows})
    return {(one.invoice, one.item_id, one.place_id): (one.quantity, one.sold_on) for one in found}


def _compare(row: ListedSale, quantity: int, sold_on: date, report: ImportReport) -> None:
    if (quantity, sold_on) == (row.quantity, row.sold_on):
        report.unchanged += 1
        return
    message = f"This invoice is on record with {quantity:,} sold on {sold_on:%d/%m/%Y}."
    report.findings.append(_odd(row, "invoice", row.invoice, message))


@dataclass(slots=True)
class _Shelf:
    """What lies at a wholesaler's depot while its sales are taken: lots in order, and what is free."""

    lots: dict[int, list[OnShelf]]
    free: dict[int, int]

    def lacks(self, item: Item, quantity: int) -> str:
        """Say why so many cannot have been sold; nothing when they can."""
        there = sum(lot.quantity for lot in self.lots[item.pk])
        if there < quantity:
            return f"By the books {there:,} {item.plural_unit} lie there. Confirm what was released first."
        if self.free.get(item.pk, 0) < quantity:
            return f"All {item.plural_unit} there are reserved for orders of the depot. Release them first."
        return ""

    def take(self, item: Item, quantity: int) -> Lots:
        """Take so many from the lots, the first to expire first."""
        lots = self.lots[item.pk]
        picked = pick_in_order([quantity], lots)
        pairs = list(zip(picked.lot.tolist(), picked.quantity.tolist(), strict=True))
        for lot, units in pairs:
            lots[lot] = replace(lots[lot], quantity=lots[lot].quantity - units)
        taken = [(lots[lot].lot_id, units) for lot, units in pairs]
        self.lots[item.pk] = [lot for lot in lots if lot.quantity]
        self.free[item.pk] -= quantity
        return taken


def _shelf(depot: Depot, items: Collection[Item], *, by: Actor, now: datetime) -> _Shelf:
    ids = [item.pk for item in items]
    available = accounts_of(depot)["available"].pk
    here = lock_shelves([depot], ids)
    found = queries.on_shelf(by.scope, depot, ids, at=now)
    lots = {pk: in_order(found.get(pk, []), on=local_day(now)) for pk in ids}
    return _Shelf(lots, {pk: here.get((available, pk), 0) for pk in ids})


def _deliver(sales: Sequence[tuple[Sale, Lots]], depot: Depot, *, by: Actor, now: datetime) -> None:
    source = accounts_of(depot)["available"].pk
    at = accounts_of_places(sale.place_id for sale, _ in sales)
    moves = [
        ledger.Move(sale.item_id, units, source, at[sale.place_id], Act.DELIVER, lot_id, f"sale:{sale.pk}",
                    sale.sold_on)
        for sale, lots in sales
        for lot_id, units in lots
    ]  # fmt: skip
    ledger.post(moves, by=by, now=now)


def _on_record(said: ListedSale, depot: Depot, by: Actor) -> Sale:
    places = registry.places_by_identifier(by.scope, NUMBER, [said.place])
    return Sale.objects.get(depot=depot, invoice=said.invoice, item__code=said.item, place=places[said.place])


def _wholesaler(code: str, by: Actor) -> Depot:
    found = queries.depot(by.scope, code, permission=queries.STOCK)
    if found.kind != Depot.Kind.WHOLESALER:
        raise NotAWholesaler
    return found


def _odd(row: ListedSale, column: str, value: str, message: str) -> Finding:
    return Finding(row.number, column, value[:200], f"{column}-not-taken", Severity.ERROR, message)
