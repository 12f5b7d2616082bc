"""A lot is called back: who was told, who answered, and what became of what they had."""

from django.db import models
from django.db.models import Q

from .depots import Depot, Lot


class Recall(models.Model):
    """A lot may be used no longer and is called back, everywhere."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="recalls")
    reason = models.CharField(max_length=300)
    instructions = models.CharField(max_length=600)
    source = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot"], condition=Q(ended_at__isnull=True), name="supply_lot_recalled_once"
            )
        ]


class RecallNotice(models.Model):
    """One who was delivered some of the lot: told, and what they answered."""

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="notices")
    place = models.ForeignKey("registry.Place", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    depot = models.ForeignKey(Depot, models.PROTECT, null=True, related_name="+")
    delivered = models.BigIntegerField()  # base units of the lot that ever went there
    told_at = models.DateTimeField()
    letters = models.PositiveSmallIntegerField(default=0)  # how many addresses it went to
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=100, blank=True)
    set_aside = models.BigIntegerField(null=True)
    replacement = models.ForeignKey("supply.Order", models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["recall_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recall", "place", "organisation", "depot"],
                name="supply_told_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False, organisation__isnull=True, depot__isnull=True)
                | Q(place__isnull=True, organisation__isnull=False, depot__isnull=True)
                | Q(place__isnull=True, organisation__isnull=True, depot__isnull=False),
                name="supply_notice_has_one_reader",
            ),
            models.CheckConstraint(
                condition=Q(set_aside__isnull=True) | Q(set_aside__gte=0), name="supply_set_aside_something"
            ),
        ]
