"""Stock that is pushed without being asked for, and what wholesalers sold on of what was released to them."""

from django.db import models
from django.db.models import Q

from .catalogue import Item
from .depots import Depot
from .orders import Order


class Drop(models.Model):
    """A kit for every registered provider, from one depot: decided, made by a job, then sent by another.

    `kit` is frozen when it is approved, so that a later change of the playbook changes nothing.
    """

    class State(models.TextChoices):
        MAKING = "making", "Its orders are being made"
        READY = "ready", "All of it is reserved"
        FAILED = "failed", "It could not be made"

    key = models.CharField(max_length=32, blank=True)  # of the page it was approved on: once is enough
    state = models.CharField(max_length=6, choices=State.choices, default=State.READY)
    trouble = models.CharField(max_length=300, blank=True)  # why it could not be made
    done = models.PositiveIntegerField(default=0)  # orders made so far
    job = models.BigIntegerField(null=True, blank=True)  # that makes it, or sends it off
    depot = models.ForeignKey(Depot, models.PROTECT, related_name="+")
    playbook = models.CharField(max_length=80)
    kit = models.JSONField()  # {item code: base units for each place}
    areas = models.JSONField(default=list)  # codes of areas; empty: the nation
    why = models.CharField(max_length=300)
    promised_on = models.DateField()
    approved_at = models.DateTimeField()
    approved_by = models.CharField(max_length=100)
    places = models.PositiveIntegerField()

    class Meta:
        ordering = ["-approved_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="supply_drop_approved_once")
        ]


class DropOrder(models.Model):
    """One place's order of a drop."""

    drop = models.ForeignKey(Drop, models.PROTECT, related_name="parts")
    order = models.OneToOneField(Order, models.PROTECT, related_name="dropped")


class Sale(models.Model):
    """A wholesaler sold so much of what was released to it to one place. Movements: "sale:12"."""

    depot = models.ForeignKey(Depot, models.PROTECT, related_name="sales")
    place = models.ForeignKey("registry.Place", models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    sold_on = models.DateField()
    invoice = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-sold_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["depot", "invoice", "item", "place"], name="supply_sold_once_on_an_invoice"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="supply_sold_something"),
        ]
