"""How stock came in and was counted: receipts from suppliers, physical counts, and what a count found.

The quantities that count are movements; these rows say on what paper they rest, and why a count differed.
"""

from django.db import models
from django.db.models import F, Q

from .catalogue import Item
from .depots import Depot, Lot


class Receipt(models.Model):
    """One delivery by a supplier to a depot. Its movements refer to it as "receipt:12"."""

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="receipts")
    supplier = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    paper = models.CharField(max_length=60, blank=True)  # number of the delivery note
    received_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["depot", "supplier", "paper"],
                condition=~Q(paper=""),
                name="supply_delivery_note_once",
            )
        ]


class StockCount(models.Model):
    """A depot's shelves were counted. Its movements refer to it as "count:4"."""

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="counts")
    counted_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-recorded_at", "-id"]


class CountLine(models.Model):
    """One lot as it was counted, beside what the books said; `reason` says why they differ."""

    count = models.ForeignKey(StockCount, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    expected = models.BigIntegerField()
    counted = models.BigIntegerField()
    reason = models.CharField(max_length=40, blank=True)  # code in playbook/stock.toml
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["count_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["count", "lot"], name="supply_lot_counted_once"),
            models.CheckConstraint(condition=Q(counted__gte=0), name="supply_count_not_negative"),
            models.CheckConstraint(
                condition=Q(expected=models.F("counted")) | ~Q(reason=""), name="supply_difference_has_reason"
            ),
        ]


class Discrepancy(models.Model):
    """What arrived is not what was sent, line by line, and what was found out about it.

    `missing` base units of the line are still open in the ledger (in transit) until it is answered; below
    zero, so many more arrived than were sent.
    """

    line = models.ForeignKey("supply.ConsignmentLine", models.PROTECT, related_name="discrepancies")
    missing = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=100)
    outcome = models.CharField(max_length=40, blank=True)  # code in playbook/stock.toml; empty: not answered
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    replaced_by = models.ForeignKey("supply.Order", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["reported_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(missing=0), name="supply_discrepancy_of_something"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | ~Q(outcome="") & Q(answered_at__isnull=False),
                name="supply_discrepancy_answered_whole",
            ),
        ]


class ArrivalCorrection(models.Model):
    """What was said to have arrived of a line was corrected: from so many base units to so many, and why."""

    line = models.ForeignKey("supply.ConsignmentLine", models.PROTECT, related_name="corrections")
    before = models.BigIntegerField()
    after = models.BigIntegerField()
    why = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="supply_correction_of_something"),
        ]
