"""The desk: where calls are taken, what is handed from one to another, what comes again, letters to show.

A case of the desk is a `Need`: a person's, or a place's. What somebody said stands under keys in
`core.personal`. The week of a hub is never changed: another week holds from another day on.
"""

from django.db import models
from django.db.models import F, Q


class Hub(models.Model):
    """A team that answers calls of an area."""

    name = models.CharField(max_length=100)
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    phone = models.CharField(max_length=30, blank=True)  # the number people ring
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)  # the first day on which it is no more

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="support_hub_named_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="support_hub_closes_after_it_opens",
            ),
        ]


class HubWeek(models.Model):
    """The hours of a hub from a day on: seven entries from Monday, each [opens, closes] or null."""

    hub = models.ForeignKey(Hub, models.PROTECT, related_name="weeks")
    valid_from = models.DateField()
    days = models.JSONField()
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ["valid_from", "recorded_at", "id"]
        indexes = [models.Index(fields=["hub", "valid_from"], name="support_hub_week")]


class HandOver(models.Model):
    """A case offered to another agent or hub with a word about it; the sender has it until it is accepted."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Returned"
        TAKEN_BACK = "taken-back", "Taken back"

    need = models.ForeignKey("support.Need", models.PROTECT, related_name="hand_overs")
    sender = models.CharField(max_length=100)  # an actor's key
    to_agent = models.CharField(max_length=100, blank=True)
    to_hub = models.ForeignKey(Hub, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=32)  # the key of words
    offered_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=32, blank=True)  # the key of words

    class Meta:
        ordering = ["offered_at", "id"]
        indexes = [
            models.Index(fields=["to_agent"], name="support_handover_agent", condition=Q(outcome="waiting")),
            models.Index(fields=["to_hub"], name="support_handover_hub", condition=Q(outcome="waiting")),
            models.Index(fields=["sender", "offered_at"], name="support_handover_sender"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["need"], condition=Q(outcome="waiting"), name="support_one_handover_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(to_hub__isnull=True) ^ Q(to_agent=""), name="support_handover_to_one"
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", answered_at__isnull=True, answered_by="")
                | (~Q(outcome="waiting") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="support_handover_answered_by_somebody",
            ),
        ]


class Recurrence(models.Model):
    """A need that comes again: a job states the next one of the same person on its day."""

    need = models.ForeignKey("support.Need", models.PROTECT, related_name="recurrences")  # the newest stated
    rule = models.CharField(max_length=200)  # an RRULE of RFC 5545
    begins_on = models.DateField()
    next_on = models.DateField(null=True)  # null: no more
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    ended_why = models.CharField(max_length=20, blank=True)  # a code of desk.toml

    class Meta:
        ordering = ["next_on", "id"]
        indexes = [
            models.Index(
                fields=["next_on"], name="support_recurrence_due", condition=Q(ended_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", ended_why="")
                | (Q(ended_at__isnull=False, next_on__isnull=True) & ~Q(ended_by="") & ~Q(ended_why="")),
                name="support_recurrence_ended_by_somebody",
            )
        ]


class Letter(models.Model):
    """A letter that somebody shows to others, who check its code. Whose it is stands under a key."""

    kind = models.CharField(max_length=20)  # a code of desk.toml
    code = models.CharField(max_length=14, unique=True)  # "4K7P-29QX-CDFG": on the letter
    need = models.ForeignKey("support.Need", models.PROTECT, null=True, related_name="letters")
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")  # the council it is of
    name = models.CharField(max_length=32)  # the key
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_until = models.DateField()  # the first day on which it is valid no more
    playbook = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.CharField(max_length=20, blank=True)  # a code of desk.toml

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["area", "-issued_at"], name="support_letter_by_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="support_letter_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
                name="support_letter_withdrawn_with_reason",
            ),
        ]
