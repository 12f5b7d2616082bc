"""Release stock to a wholesaler, and write down what it sold on and to whom.

A release is an order to the wholesaler's own depot. A sale moves from there to the place that bought; which
lot it was nobody says, so the first to expire is taken to have gone first.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.imports import Finding, ImportReport, Severity
from junction.core.scope import Actor
from junction.core.tables import Row, Table, decide_day_order
from junction.core.tables.days import DayOrder
from junction.registry import queries as registry

from ..models import Account, Act, Depot, Item, Order, Sale
from ..queries import depots as queries
from ..rules.lots import in_order, pick_in_order
from ..rules.sales import ListedSale, read_sale
from . import ledger
from .accounts import account_of, accounts_of
from .stock_refusals import CannotRecordSale, NotAWholesaler
from .supplying import Because, Receiver, make_order

NUMBER = "cqc-location"


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
    _take([said], depot, report, by=by, now=now)
    if report.findings:
        raise CannotRecordSale(report.findings[0].message)
    sale = Sale.objects.get(depot=depot, invoice=said.invoice, item__code=said.item, sold_on=said.sold_on,
                            place=_place(said, by))  # fmt: skip
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
    rows = _sound(table, decided.order or DayOrder.ISO, report, today=local_day(now))
    _take(rows, depot, report, by=by, now=now)
    if dry_run:
        transaction.set_rollback(True)
    elif report.effects:
        subject = f"depot:{depot.pk}"
        record(at=now, by=by, verb="supply.sales.imported", subject=subject, created=report.created)
    return report


def _sound(rows: Iterable[Row], order: DayOrder, report: ImportReport, *, today: date) -> list[ListedSale]:
    sound = []
    for row in rows:
        report.rows += 1
        sale, wrong = read_sale(row.number, row.cells, order=order, today=today)
        report.findings += wrong
        sound += [sale] if sale else []
    return sound


def _take(
    rows: Sequence[ListedSale], depot: Depot, report: ImportReport, *, by: Actor, now: datetime
) -> None:
    items = {item.code: item for item in Item.objects.filter(code__in={row.item for row in rows})}
    for row in rows:
        item, place = items.get(row.item), _place(row, by)
        if item is None:
            report.findings.append(_odd(row, "item", row.item, "No item of the catalogue has this code."))
        elif place is None:
            message = "No place that you can see bears this number. Compare it with the regulator's list."
            report.findings.append(_odd(row, "place", row.place, message))
        else:
            _take_one(row, depot, item, place, report, by=by, now=now)


def _place(row: ListedSale, by: Actor) -> int | None:
    found = registry.place_by_identifier(by.scope, NUMBER, row.place)
    return found.pk if found else None


def _take_one(
    row: ListedSale,
    depot: Depot,
    item: Item,
    place_id: int,
    report: ImportReport,
    *,
    by: Actor,
    now: datetime,
) -> None:
    key = {"depot": depot, "invoice": row.invoice, "item": item, "place_id": place_id}
    known = Sale.objects.filter(**key).first()
    if known is not None and (known.quantity, known.sold_on) == (row.quantity, row.sold_on):
        report.unchanged += 1
        return
    if known is not None:
        message = f"This invoice is on record with {known.quantity:,} sold on {known.sold_on:%d/%m/%Y}."
        report.findings.append(_odd(row, "invoice", row.invoice, message))
        return
    sale = Sale(**key, quantity=row.quantity, sold_on=row.sold_on, recorded_at=now, recorded_by=by.key)
    if trouble := _sell(sale, by=by, now=now):
        report.findings.append(_odd(row, "quantity", str(row.quantity), trouble))
    else:
        report.created += 1


def _sell(sale: Sale, *, by: Actor, now: datetime) -> str:
    """Keep a sale and move what was sold; or say why it cannot be, and keep nothing."""
    item, shelves = sale.item, queries.on_shelf(by.scope, sale.depot, [sale.item_id], at=now)
    lots = in_order(shelves.get(item.pk, []), on=local_day(now))
    there = sum(lot.quantity for lot in lots)
    if there < sale.quantity:
        return f"By the books {there:,} {item.plural_unit} lie there. Confirm what was released first."
    picked = pick_in_order([sale.quantity], lots)
    source = accounts_of(sale.depot)["available"].pk
    target = account_of(Account.Kind.AT_PROVIDER, place_id=sale.place_id).pk
    try:
        with transaction.atomic():
            sale.save()
            moves = [
                ledger.Move(item.pk, quantity, source, target, Act.DELIVER, lots[lot].lot_id,
                            f"sale:{sale.pk}", sale.sold_on)
                for lot, quantity in zip(picked.lot.tolist(), picked.quantity.tolist(), strict=True)
            ]  # fmt: skip
            ledger.post(moves, by=by, now=now)
    except ledger.NotEnough:
        return f"All {item.plural_unit} there are reserved for orders of the depot. Release them first."
    return ""


def _wholesaler(code: str, by: Actor) -> Depot:
    found = queries.depot(by.scope, code, permission=queries.STOCK)
    if found.kind != Depot.Kind.WHOLESALER:
        raise NotAWholesaler
    return found


def _odd(row: ListedSale, column: str, value: str, message: str) -> Finding:
    return Finding(row.number, column, value[:200], f"{column}-not-taken", Severity.ERROR, message)
