"""Marks of the flow: what all movements up to a moment add up to, so that looking back costs what now does.

A mark holds every movement recorded by `at` that was known when it was made, the last of them `last_id`. A
movement that turns up later with an earlier moment has a higher number: whoever reads adds it
(queries/flow.py).
"""

from django.db import models

from .catalogue import Item
from .depots import Depot


class FlowMark(models.Model):
    """The moment of one mark."""

    at = models.DateTimeField(unique=True)
    last_id = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]


class FlowSum(models.Model):
    """So much of an item went from accounts of one kind and bearer to those of another, up to the mark.

    An account's bearer is its depot, or the council where its place lies (a code; "" for none).
    """

    mark = models.ForeignKey(FlowMark, models.CASCADE, related_name="sums")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    from_kind = models.CharField(max_length=12)
    from_depot = models.ForeignKey(Depot, models.PROTECT, null=True, related_name="+", db_index=False)
    from_area = models.CharField(max_length=9, blank=True)
    to_kind = models.CharField(max_length=12)
    to_depot = models.ForeignKey(Depot, models.PROTECT, null=True, related_name="+", db_index=False)
    to_area = models.CharField(max_length=9, blank=True)
    quantity = models.BigIntegerField()
