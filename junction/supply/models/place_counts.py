"""What providers counted of what lies with them, and what of their returns' counts was posted as used.

The quantities that count are movements: "place-count:4" of a count, "use:12" of what returns told.
"""

from django.db import models
from django.db.models import F, Q

from .catalogue import Item


class PlaceCount(models.Model):
    """A provider's stock was counted at the end of a day."""

    class Channel(models.TextChoices):
        WEB = "web", "On a page"
        API = "api", "By machine"
        FILE = "file", "By file"

    place = models.ForeignKey("registry.Place", models.PROTECT, related_name="+")
    counted_on = models.DateField()
    channel = models.CharField(max_length=4, choices=Channel.choices)
    playbook = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["place", "counted_on"], name="supply_place_counts")]


class PlaceCountLine(models.Model):
    """One item as it was counted, beside what the books said of that day; `reason` says why they differ."""

    count = models.ForeignKey(PlaceCount, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    expected = models.BigIntegerField()
    counted = models.BigIntegerField()
    reason = models.CharField(max_length=40, blank=True)  # code in playbook/place-counts.toml

    class Meta:
        ordering = ["count_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["count", "item"], name="supply_item_counted_once"),
            models.CheckConstraint(condition=Q(counted__gte=0), name="supply_place_count_not_negative"),
            models.CheckConstraint(
                condition=Q(expected=F("counted"), reason="") | ~Q(expected=F("counted")) & ~Q(reason=""),
                name="supply_place_difference_has_reason",
            ),
        ]


class PlaceUse(models.Model):
    """What two counts in returns say was used up to a day, and how much of it the ledger could take as used.

    Less is posted than was used where a place also used what it had bought by itself. Brought up to date by
    the job that posts, when a return is corrected; the movements say how it came about.
    """

    place = models.ForeignKey("registry.Place", models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    about_on = models.DateField()  # the day of the later count
    since_on = models.DateField()  # of the earlier one
    used = models.BigIntegerField()
    posted = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["place_id", "item_id", "about_on"]
        constraints = [
            models.UniqueConstraint(fields=["place", "item", "about_on"], name="supply_use_once"),
            models.CheckConstraint(
                condition=Q(posted__gte=0, posted__lte=F("used")), name="supply_no_more_posted_than_used"
            ),
        ]
        indexes = [models.Index(fields=["about_on"], name="supply_use_about")]
