"""Orders that wait for a person's decision, what the emergency line was told of them, and the calls to it.

Names, numbers and addresses of people stand under keys (`core.personal`), so that they can be erased while
what was asked, decided and sent stays.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .orders import Order

OPEN = Q(settled_at__isnull=True)


class Ask(models.Model):
    """An order at somebody's desk: whose, how urgent, by when it is to be decided, and what came of it."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", "Approved"
        IN_PART = "in part", "Approved in part"
        REFUSED = "refused", "Refused"
        SENT_ON = "sent on", "Sent to another route"
        WITHDRAWN = "withdrawn", "Withdrawn"

    order = models.OneToOneField(Order, models.PROTECT, related_name="ask", primary_key=True)
    desk = models.ForeignKey(
        "registry.Area", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )  # of the forum or council that decides; none: the nation's cell
    priority = models.PositiveSmallIntegerField()  # 1 is the most urgent
    asked_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    dispatch_by = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["decide_by", "order"], name="supply_ask_by_clock", condition=OPEN),
            models.Index(
                fields=["priority", "decide_by", "order"], name="supply_ask_by_priority", condition=OPEN
            ),
            models.Index(fields=["desk", "decide_by"], name="supply_ask_of_desk", condition=OPEN),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="")
                | Q(settled_at__isnull=False) & ~Q(outcome=""),
                name="supply_ask_settled_with_an_outcome",
            ),
            models.CheckConstraint(condition=Q(priority__gte=1), name="supply_ask_priority_known"),
        ]


class LineCall(models.Model):
    """A call to the emergency line: when it rang, and when it was answered or given up."""

    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True)  # the telephone system's own
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["-rang_at"], name="supply_line_call_by_moment")]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="supply_line_call_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(given_up_at__isnull=True),
                name="supply_line_call_has_one_end",
            ),
            models.CheckConstraint(
                condition=(Q(answered_at__isnull=True) | Q(answered_at__gte=models.F("rang_at")))
                & (Q(given_up_at__isnull=True) | Q(given_up_at__gte=models.F("rang_at"))),
                name="supply_line_call_ends_after_it_rang",
            ),
        ]


class EmergencyRequest(models.Model):
    """What the emergency line was told, beside the order: who asks, how things stand, what was tried."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="emergency", primary_key=True)
    requester = models.CharField(max_length=32)  # keys of personal values
    contact = models.CharField(max_length=32)
    email = models.CharField(max_length=32, blank=True)
    receiver = models.CharField(max_length=32)
    address = models.CharField(max_length=32)
    contact_until = models.DateTimeField()
    takes_at_night = models.BooleanField()
    night_note = models.CharField(max_length=200, blank=True)
    confirmed_cases = models.PositiveIntegerField(null=True, blank=True)
    suspected_cases = models.PositiveIntegerField(null=True, blank=True)
    beds = models.PositiveIntegerField(null=True, blank=True)
    cover = models.CharField(max_length=20)
    tried = ArrayField(models.CharField(max_length=20), default=list)
    call = models.ForeignKey(LineCall, models.PROTECT, null=True, blank=True, related_name="requests")
    playbook = models.CharField(max_length=80)
