"""Stock comes in from a supplier, lot by lot. What may not be given out goes straight to held stock."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.registry.models import Organisation
from junction.registry.rules.names import organisation_key

from ..models import Account, Act, Item, Lot, LotExtension, Receipt
from ..queries import depots as queries
from ..rules.stock_book import stock_book
from . import ledger
from .accounts import account_of
from .holding import sweep
from .stock_refusals import (
    CannotExtendLot,
    DeliveryNoteKnown,
    DepotIsClosed,
    LotExpiryDiffers,
    MayNotKeepStock,
    ReceiptIsOld,
)


@transaction.atomic
def begin_receipt(
    *, depot_code: str, supplier: str, paper: str, received_on: date, by: Actor, now: datetime
) -> Receipt:
    """Begin to take in a delivery. Raise `Depot.DoesNotExist`, `DepotIsClosed`, `DeliveryNoteKnown`."""
    depot = queries.depot(by.scope, depot_code, permission=queries.STOCK)
    if depot.closed_on is not None and depot.closed_on <= received_on:
        raise DepotIsClosed
    brought_by = supplier_named(supplier, by=by, now=now)
    if paper and Receipt.objects.filter(depot=depot, supplier=brought_by, paper=paper).exists():
        raise DeliveryNoteKnown
    made = Receipt.objects.create(
        depot=depot, supplier=brought_by, paper=paper, received_on=received_on, recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="supply.receipt.begun", subject=f"receipt:{made.pk}", depot=depot.code,
        supplier=brought_by.pk, paper=paper,
    )  # fmt: skip
    return made


def supplier_named(name: str, *, by: Actor, now: datetime) -> Organisation:
    """The supplier of this name, however it is spelt; made when it is new. A step inside a receipt."""
    tidy = " ".join(name.split())
    known = Organisation.objects.filter(
        kind__in=[Organisation.Kind.WHOLESALER, Organisation.Kind.NATIONAL],
        name_key=organisation_key(tidy)[:200],
    )
    found = known.order_by("id").first()
    if found is None:
        found = Organisation.objects.create(
            kind=Organisation.Kind.WHOLESALER, name=tidy, name_key=organisation_key(tidy)[:200],
            created_at=now,
        )  # fmt: skip
        record(at=now, by=by, verb="supply.supplier.added", subject=f"organisation:{found.pk}", name=tidy)
    return found


@dataclass(frozen=True, slots=True)
class Came:
    """So many base units of one lot."""

    item: Item
    lot: str
    expires_on: date | None
    quantity: int


@transaction.atomic
def receive(*, receipt_id: int, came: Came, by: Actor, now: datetime) -> Lot:
    """Take one lot in. Raise `MayNotKeepStock`, `ReceiptIsOld`, `LotExpiryDiffers`."""
    receipt = Receipt.objects.select_related("depot").select_for_update(of=("self",)).get(pk=receipt_id)
    depot = receipt.depot
    if not queries.depots(by.scope, permission=queries.STOCK).filter(pk=depot.pk).exists():
        raise MayNotKeepStock
    if (now - receipt.recorded_at).days >= stock_book(local_day(now)).receipt_open_days:
        raise ReceiptIsOld
    lot = lot_named(came.item, came.lot, came.expires_on, by=by, now=now)
    Lot.objects.select_for_update().get(pk=lot.pk)  # nobody holds it back before this is on the shelf
    source = account_of(Account.Kind.SUPPLIER, organisation_id=receipt.supplier_id)
    target = account_of(Account.Kind.AVAILABLE, depot=depot)
    ledger.post(
        [
            ledger.Move(
                item_id=came.item.pk, quantity=came.quantity, from_account=source.pk, to_account=target.pk,
                act=Act.RECEIVE, lot_id=lot.pk, reference=f"receipt:{receipt.pk}",
                about_on=receipt.received_on,
            )
        ],
        by=by, now=now,
    )  # fmt: skip
    held = sweep([lot.pk], depots=[depot], by=by, now=now).get(lot.item_id, 0)
    record(
        at=now, by=by, verb="supply.stock.received", subject=f"receipt:{receipt.pk}", item=came.item.code,
        lot=lot.pk, quantity=came.quantity, held=held,
    )  # fmt: skip
    return lot


def lot_named(item: Item, number: str, expires_on: date | None, *, by: Actor, now: datetime) -> Lot:
    """The lot of this number, made when it is new. Raise `LotExpiryDiffers`. A step of another's write."""
    lot, is_new = Lot.objects.get_or_create(
        item=item, number=number, defaults={"expires_on": expires_on, "recorded_at": now}
    )
    if not is_new and lot.expires_on != expires_on:
        raise LotExpiryDiffers(on_record=lot.expires_on.isoformat() if lot.expires_on else "")
    return lot


@transaction.atomic
def extend_lot(
    *, lot_id: int, expires_on: date, reason: str, source: str, by: Actor, now: datetime
) -> LotExtension:
    """Let a lot be used until another day, everywhere. Raise `MayNotKeepStock`, `CannotExtendLot`."""
    if not by.scope.reach(queries.STOCK).national:
        raise MayNotKeepStock
    lot = Lot.objects.select_for_update().get(pk=lot_id)
    stands = queries.standings(by.scope, [lot], at=now)[lot.pk]
    if stands.expires_on is None or expires_on <= stands.expires_on:
        raise CannotExtendLot
    made = LotExtension.objects.create(
        lot=lot, expires_on=expires_on, reason=reason, source=source, recorded_at=now, recorded_by=by.key
    )
    moved = sweep([lot.pk], by=by, now=now).get(lot.item_id, 0)
    record(
        at=now, by=by, verb="supply.lot.extended", subject=f"lot:{lot.pk}", why=reason,
        until=expires_on.isoformat(), moved=moved,
    )  # fmt: skip
    return made
