"""Where stock lies, and the lots it consists of."""

from django.db import models
from django.db.models import F, Q

from .catalogue import Item


class Depot(models.Model):
    """A store: a national hub, a forum's, a wholesaler's, a council's, or one for personal assistants."""

    class Kind(models.TextChoices):
        HUB = "hub", "National hub"
        LRF = "lrf", "Store of a Local Resilience Forum"
        WHOLESALER = "wholesaler", "Wholesaler"
        COUNCIL = "council", "Council hub"
        ASSISTANTS = "assistants", "Hub for personal assistants"

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=100)
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="supply_depot_position_whole",
            ),
        ]


class Lot(models.Model):
    """What was made together and goes out of date together."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="lots")
    number = models.CharField(max_length=40)
    expires_on = models.DateField(null=True, blank=True)  # the last day of use; none: does not expire
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["item_id", "expires_on", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="supply_lot_once")]


class LotExtension(models.Model):
    """A lot may be used for longer than was printed on it. The newest extension counts."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="extensions")
    expires_on = models.DateField()
    reason = models.CharField(max_length=300)
    source = models.CharField(max_length=300)  # who tested it, and where that is written
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["lot_id", "recorded_at", "id"]


class LotHold(models.Model):
    """A lot may not be given out, everywhere or at one depot, from a moment until another."""

    class Kind(models.TextChoices):
        QUARANTINE = "quarantine", "Quarantine"
        HOLD = "hold", "On hold"
        RECALL = "recall", "Recalled"

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="holds")
    depot = models.ForeignKey(Depot, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=300)
    from_at = models.DateTimeField()
    from_by = models.CharField(max_length=100)
    until_at = models.DateTimeField(null=True, blank=True)
    until_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["lot_id", "from_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                name="supply_hold_ends_after_it_starts",
            ),
        ]
