"""Areas: each GSS code is a row with a life span; an area has many parents, and every link has its dates.

A council that is reorganised ends and another begins, with a code of its own; a row is never reused.
`AreaInside` is computed from the links and the changes, so that "everything inside" is one index scan.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q


def valid_on(day: date, *, start: str = "valid_from", end: str = "valid_until") -> Q:
    """Return the condition that a dated row holds on a day."""
    return Q(**{f"{start}__lte": day}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": day}))


class Area(models.Model):
    """A council, a region, a Local Resilience Forum, an integrated care board or the country."""

    class Kind(models.TextChoices):
        COUNTRY = "country", "Country"
        REGION = "region", "Region"
        LRF = "lrf", "Local Resilience Forum"
        ICB = "icb", "Integrated care board"
        COUNTY = "county", "County council"
        UNITARY = "unitary", "Single-tier council"
        DISTRICT = "district", "District council"

    code = models.CharField(max_length=9, primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=100)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # first day on which it no longer exists
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"], name="area_by_kind")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                name="area_ends_after_start",
            ),
        ]


class AreaName(models.Model):
    """A name people use for an area, official or not; `key` is what two spellings have in common."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["key"], name="area_name_by_key")]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="one_area_name_once")]


class AreaLink(models.Model):
    """One area lies in another from a day until a day, wholly or by a share of its people."""

    class Kind(models.TextChoices):
        LRF = "lrf", "Local Resilience Forum"
        REGION = "region", "Region"
        ICB = "icb", "Integrated care board"
        UPPER = "upper", "Upper tier"
        COUNTRY = "country", "Country"

    child = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="links_up")
    parent = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="links_down")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    share = models.DecimalField(max_digits=4, decimal_places=3, default=1)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent", "kind", "valid_from"], name="one_area_link_once"
            ),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="area_link_share"),
        ]


class AreaChange(models.Model):
    """On a day, one code gave way to another (two rows when an area was split)."""

    old = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="changes_to")
    new = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="changes_from")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new", "on"], name="one_area_change_once")]


class AreaInside(models.Model):
    """`descendant` lies in `ancestor` from a day until a day; every area lies in itself."""

    ancestor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="holds")
    descendant = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="held_by")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ancestor", "descendant", "valid_from"], name="one_area_inside_once"
            ),
        ]
