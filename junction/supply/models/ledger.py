"""Double entry: what moves, moves from one account to another, in base units of one item.

`Movement` is the truth: append-only, and by month (`recorded_at`). `Balance` and `LotBalance` are what all
movements add up to, kept by the only function that writes here (`supply_post`), never below zero.

A reservation binds a quantity; which lot serves it is decided when it is picked. So lots are known by shelf:
the available and the reserved of a depot lie on one shelf, every other account is a shelf of its own, and a
movement names its lot unless it stays on its shelf.
"""

from django.db import models
from django.db.models import Q

from .catalogue import Item
from .depots import Depot, Lot


class Account(models.Model):
    """Where something is, or whom it came from or went to."""

    class Kind(models.TextChoices):
        SUPPLIER = "supplier", "Supplier"
        AVAILABLE = "available", "Available"
        RESERVED = "reserved", "Reserved"
        PICKED = "picked", "Picked"
        HELD = "held", "Held back"
        IN_TRANSIT = "in-transit", "In transit"
        AT_PROVIDER = "at-provider", "At the provider"
        AT_RECIPIENT = "at-recipient", "With people a hub serves"
        CONSUMED = "consumed", "Consumed"
        LOST = "lost", "Lost"
        FOUND = "found", "Found at counts"
        RECALLED = "recalled", "Recalled"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    depot = models.ForeignKey(Depot, models.PROTECT, null=True, blank=True, related_name="accounts")
    place = models.ForeignKey("registry.Place", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    shelf = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")  # none: itself
    may_be_negative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "depot", "place", "organisation"],
                name="supply_account_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["consumed", "lost", "recalled", "found"])
                & Q(depot__isnull=True, place__isnull=True, organisation__isnull=True)
                | Q(kind__in=["available", "reserved", "picked", "held", "in-transit"])
                & Q(depot__isnull=False, place__isnull=True, organisation__isnull=True)
                | Q(kind="at-provider", depot__isnull=True, place__isnull=False, organisation__isnull=True)
                | Q(kind__in=["supplier", "at-recipient"])
                & Q(depot__isnull=True, place__isnull=True, organisation__isnull=False),
                name="supply_account_has_its_bearer",
            ),
            models.CheckConstraint(
                condition=Q(shelf__isnull=True) | Q(kind="reserved"),
                name="supply_only_reserved_shares_a_shelf",
            ),
            models.CheckConstraint(
                condition=Q(may_be_negative=False) | Q(kind__in=["supplier", "found"]),
                name="supply_only_sources_owe",
            ),
        ]


class Act(models.TextChoices):
    """What a movement was."""

    RECEIVE = "receive", "Received from a supplier"
    RESERVE = "reserve", "Reserved"
    RELEASE = "release", "No longer reserved"
    PICK = "pick", "Picked"
    UNPICK = "unpick", "Put back"
    DISPATCH = "dispatch", "Dispatched"
    DELIVER = "deliver", "Delivered"
    RETURN = "return", "Returned"
    CONSUME = "consume", "Consumed"
    LOSE = "lose", "Lost"
    FIND = "find", "Found"
    HOLD = "hold", "Held back"
    UNHOLD = "unhold", "Given free again"
    RECALL = "recall", "Recalled"
    TRANSFER = "transfer", "Handed to another provider"
    CORRECT = "correct", "Corrected"


class Movement(models.Model):
    """So much of an item went from one account to another. Never changed, never removed."""

    id = models.BigAutoField(primary_key=True)
    recorded_at = models.DateTimeField()
    about_on = models.DateField()  # the day it happened
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    from_account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    to_account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=10, choices=Act.choices)
    reference = models.CharField(max_length=40, blank=True)  # "order:12", "consignment:3", "count:4"
    by = models.CharField(max_length=100)

    class Meta:
        # Partitioned, which Django cannot say: migrations/0002_ledger.py makes the table.
        db_table = "supply_movement"


class Balance(models.Model):
    """What an account holds of an item; may be below zero only for where it came from."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="balances")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    may_be_negative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "item"], name="supply_balance_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) | Q(may_be_negative=True), name="supply_nothing_below_zero"
            ),
        ]


class LotBalance(models.Model):
    """What lies on a shelf of a lot."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="lot_balances")  # the shelf
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="balances")
    quantity = models.BigIntegerField()
    may_be_negative = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "lot"], name="supply_lot_balance_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) | Q(may_be_negative=True), name="supply_no_lot_below_zero"
            ),
        ]
