"""Cover as a job worked it out a while ago: how many places of each area are covered for how long.

A cache of what returns and movements tell: it can be worked out again, and what is older than the playbook
shows is gone. The rules that it rests on are named with it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CoverMark(models.Model):
    """The moment at which cover of every place was worked out, and by which rules."""

    at = models.DateTimeField(unique=True)
    on = models.DateField()  # the day that stocks are reckoned for
    rules = ArrayField(models.CharField(max_length=80))
    items = ArrayField(models.CharField(max_length=64))  # codes, in the order of the counts
    places = models.IntegerField()

    class Meta:
        ordering = ["-at"]


class CoverSum(models.Model):
    """Counts of the places of one lowest area ("": not known): see `rules/demand/sums.py` for their order."""

    mark = models.ForeignKey(CoverMark, models.CASCADE, related_name="sums", db_index=False)
    area = models.CharField(max_length=9, blank=True)
    counts = ArrayField(models.IntegerField())  # of the item that runs out first, then of each item

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "area"], name="supply_cover_area_once")]
