"""What the portal keeps beside orders: who is a provider of which size, since when it may order, what it had.

`Used` and `Outlook` are written by the function that places orders (`supply_order`) and what takes an order
back.
"""

from django.db import models
from django.db.models import Q


class Profile(models.Model):
    """What kind of provider a place is for its supplies, and its size, where the registry does not say.

    The registry knows beds; the people on a practice's list, the people a home-care agency supports and a
    pharmacy's staff are told here. The newest word counts, earlier ones stay.
    """

    place = models.ForeignKey("registry.Place", models.PROTECT, related_name="+")
    provider_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField(null=True, blank=True)
    why = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["place", "-recorded_at"], name="supply_profile_newest")]


class Opening(models.Model):
    """A place is let onto the portal from a day on, as one of a wave."""

    place = models.OneToOneField("registry.Place", models.PROTECT, primary_key=True, related_name="+")
    wave = models.CharField(max_length=40)
    opens_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=100)
    playbook = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["wave", "opens_on"], name="supply_opening_by_wave")]


class Used(models.Model):
    """What a place was granted of its allowance of one item in one period, in base units."""

    place = models.ForeignKey("registry.Place", models.PROTECT, related_name="+", db_index=False)
    item_key = models.CharField(max_length=40)  # an item's code, or what returns call it
    period_from = models.DateField()
    granted = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "item_key", "period_from"], name="supply_used_once"),
            models.CheckConstraint(condition=Q(granted__gte=0), name="supply_used_not_negative"),
        ]


class Outlook(models.Model):
    """What is expected to be claimed of an item until a moment, and how fairly it went so far.

    While it holds, orders are given the part that could be given to all; without one, or past it, each order
    is given what its allowance and the stock allow.
    """

    item = models.OneToOneField("supply.Item", models.PROTECT, primary_key=True, related_name="+")
    until_at = models.DateTimeField()
    expected = models.BigIntegerField()
    claimed = models.BigIntegerField(default=0)
    least_level = models.FloatField(default=1.0)
    carry = models.FloatField(default=0.0)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expected__gte=0, claimed__gte=0, least_level__gte=0, least_level__lte=1),
                name="supply_outlook_makes_sense",
            ),
        ]
