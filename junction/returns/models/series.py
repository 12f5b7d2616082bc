"""Published series: figures that come aggregated and are revised from one publication to the next.

A publication is never changed. Of each one only what differs from the publication before is kept, one
`Figure` a difference; reading as at a publication takes, for each line and day, the newest figure up to
it. A figure that a publication no longer gives is kept as withdrawn (no value and not suppressed).
"""

from django.db import models
from django.db.models import Q

from junction.registry.models import Area


class Series(models.Model):
    """One published series, by the name under which it is asked for."""

    class Every(models.TextChoices):
        DAY = "day", "Day"
        WEEK = "week", "Week"

    name = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    definition = models.SlugField(max_length=60, blank=True)  # its entry in playbook/series.toml
    every = models.CharField(max_length=4, choices=Every.choices, default=Every.DAY)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "series"


class Publication(models.Model):
    """One issue of a series: its label, when it came out, and up to which day it counts."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="publications")
    label = models.CharField(max_length=80)
    published_at = models.DateTimeField()  # the start of the day where only the day is known
    day_order = models.PositiveSmallIntegerField(default=1)  # among those published at one moment
    data_cutoff = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)  # of its figures, whatever file brought them
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["published_at", "day_order"]
        constraints = [
            models.UniqueConstraint(fields=["series", "label"], name="one_publication_per_label"),
            models.UniqueConstraint(
                fields=["series", "published_at", "day_order"], name="publications_in_order"
            ),
        ]


class SeriesLine(models.Model):
    """What a series counts for one area.

    Its name as published, the area it means if known, and the measure.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="lines")
    area_key = models.CharField(max_length=120)  # the published code, else the evened-out name
    area_name = models.CharField(max_length=120)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=60)

    class Meta:
        ordering = ["area_name", "measure"]
        indexes = [models.Index(fields=["series", "area"], name="series_line_by_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "measure", "area_key"], name="one_line_per_area_and_measure"
            ),
        ]


class Figure(models.Model):
    """What a publication newly says of one line and day (the first day of the week in a weekly series)."""

    line = models.ForeignKey(SeriesLine, on_delete=models.CASCADE, related_name="figures")
    day = models.DateField()
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="figures")
    value = models.IntegerField(null=True, blank=True)
    suppressed = models.BooleanField(default=False)  # published as too small to show

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "day", "publication"], name="one_figure_per_publication"),
            models.CheckConstraint(
                condition=Q(suppressed=False) | Q(value__isnull=True), name="suppressed_has_no_value"
            ),
        ]
