"""What somebody is to receive, by whatever route, and what of it was granted, sent and came.

An order by a provider, an emergency request, a drop and a hub's free supply are one kind of record with a
route, so that all of them are reserved, picked, sent and followed alike.
"""

from django.db import models
from django.db.models import F, Q

from .catalogue import Item, Pack
from .depots import Depot, Lot


class Order(models.Model):
    """A place, an organisation or a depot is to receive some items."""

    class Route(models.TextChoices):
        PORTAL = "portal", "Order by the provider"
        EMERGENCY = "emergency", "Emergency request"
        LRF_DROP = "lrf-drop", "Drop to a Local Resilience Forum"
        EMERGENCY_DROP = "emergency-drop", "Emergency drop to providers"
        WHOLESALER = "wholesaler", "Release to a wholesaler"
        FREE = "free", "Free supply by a council hub"
        MUTUAL_AID = "mutual-aid", "Mutual aid between providers"
        ONWARD = "onward", "Onward issue by a council"

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        RESERVED = "reserved", "Reserved"
        PICKING = "picking", "Being picked"
        DISPATCHED = "dispatched", "On its way"
        DELIVERED = "delivered", "Delivered"
        CLOSED = "closed", "Closed"
        REFUSED = "refused", "Refused"
        CANCELLED = "cancelled", "Cancelled"

    route = models.CharField(max_length=14, choices=Route.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    place = models.ForeignKey(
        "registry.Place", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_depot = models.ForeignKey(Depot, models.PROTECT, null=True, blank=True, related_name="+")
    from_depot = models.ForeignKey(Depot, models.PROTECT, null=True, blank=True, related_name="+")
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=100)
    channel = models.CharField(max_length=10)  # web, api, file, phone, system
    needed_by = models.DateTimeField(null=True, blank=True)
    playbook = models.CharField(max_length=80, blank=True)  # the version of the rules that decided
    why = models.CharField(max_length=300, blank=True)
    sent_on_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sent_on_to"
    )  # the order whose unmet remainder this is
    changed_at = models.DateTimeField()  # when the state last changed

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False, organisation__isnull=True, to_depot__isnull=True)
                | Q(place__isnull=True, organisation__isnull=False, to_depot__isnull=True)
                | Q(place__isnull=True, organisation__isnull=True, to_depot__isnull=False),
                name="supply_order_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=Q(sent_on_from__isnull=True) | ~Q(sent_on_from=F("id")),
                name="supply_order_not_from_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "-ordered_at"], name="supply_order_by_place"),
            models.Index(
                fields=["route", "ordered_at"],
                name="supply_order_open",
                condition=Q(state__in=["asked", "reserved", "picking"]),
            ),
            models.Index(fields=["-ordered_at"], name="supply_order_by_moment"),
        ]


class OrderLine(models.Model):
    """So much of one item, in base units: asked for, granted, sent, and come."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    pack = models.ForeignKey(Pack, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    asked = models.BigIntegerField()
    granted = models.BigIntegerField(default=0)
    shipped = models.BigIntegerField(default=0)
    received = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=40, blank=True)  # code of why less was granted than asked
    limited_by = models.CharField(
        max_length=40, blank=True, db_default=""
    )  # the name under which an allowance was taken
    limited_from = models.DateField(null=True, blank=True)  # the first day of the period of that allowance

    class Meta:
        ordering = ["order_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "item"], name="supply_line_once"),
            models.CheckConstraint(
                condition=Q(asked__gte=0, granted__gte=0, shipped__gte=0, received__gte=0),
                name="supply_line_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(shipped__lte=F("granted")), name="supply_no_more_sent_than_granted"
            ),
        ]


class Consignment(models.Model):
    """What leaves a depot together for one order."""

    class State(models.TextChoices):
        PLANNED = "planned", "To be picked"
        PICKED = "picked", "Picked"
        DISPATCHED = "dispatched", "On its way"
        DELIVERED = "delivered", "Delivered"
        DISPUTED = "disputed", "Not what arrived"
        CANCELLED = "cancelled", "Cancelled"

    order = models.ForeignKey(Order, models.PROTECT, related_name="consignments")
    from_depot = models.ForeignKey(Depot, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    is_express = models.BooleanField(default=False)
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    picked_at = models.DateTimeField(null=True, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(
        max_length=32, blank=True, default=""
    )  # key of the personal value that says who
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["from_depot", "made_at"],
                name="supply_consignment_open",
                condition=Q(state__in=["planned", "picked", "dispatched", "disputed"]),
            ),
        ]


class ConsignmentLine(models.Model):
    """So much of one lot for one line of the order."""

    consignment = models.ForeignKey(Consignment, models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="consigned")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="consigned")
    quantity = models.BigIntegerField()
    received = models.BigIntegerField(null=True, blank=True)  # none: nobody has said
    difference = models.CharField(max_length=40, blank=True)  # code of why what came is not what was sent

    class Meta:
        ordering = ["consignment_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consignment", "order_line", "lot"], name="supply_consigned_lot_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="supply_consigned_something"),
            models.CheckConstraint(
                condition=Q(received__isnull=True) | Q(received__gte=0), name="supply_received_not_negative"
            ),
        ]
