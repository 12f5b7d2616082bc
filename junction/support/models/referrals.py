"""Needs referred to services of the directory, and what came of each.

The row holds how a referral stands; `ReferralEvent` rows hold how it came to it, and are never changed. Who
is referred stands in no column: it is read from the need by whoever may, while they may.
"""

from django.db import models
from django.db.models import F, Q

from .directory import Service
from .needs import Need

STANDING = ("sent", "accepted")


class Referral(models.Model):
    """One need put to one service by a call taker, with the consent of whom it is about."""

    class State(models.TextChoices):
        SENT = "sent", "Sent"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        LAPSED = "lapsed", "Lapsed"
        WITHDRAWN = "withdrawn", "Taken back"

    reference = models.CharField(max_length=9, unique=True)
    need = models.ForeignKey(Need, models.PROTECT, related_name="referrals")
    service = models.ForeignKey(Service, models.PROTECT, related_name="referrals")
    keeper = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    council = models.ForeignKey(
        "registry.Area", models.PROTECT, null=True, related_name="+"
    )  # in whose directory the service stands: its officers answer too
    has_consent = models.BooleanField()
    words = models.CharField(max_length=32, blank=True)  # the key of what the service must know
    way = models.CharField(max_length=20, blank=True)  # how it suits them to have it, of the service's ways
    playbook = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=100)
    limit_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    state_at = models.DateTimeField()
    declined_why = models.CharField(max_length=30, blank=True)  # a code

    class Meta:
        ordering = ["limit_at", "id"]
        indexes = [
            models.Index(fields=["limit_at"], name="support_referral_due", condition=Q(state="sent")),
            models.Index(fields=["keeper", "-sent_at"], name="support_referral_by_keeper"),
            models.Index(fields=["council", "-sent_at"], name="support_referral_by_council"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(has_consent=True), name="support_referral_with_consent"),
            models.CheckConstraint(
                condition=Q(state="declined") ^ Q(declined_why=""), name="support_referral_declined_says_why"
            ),
            models.CheckConstraint(condition=Q(limit_at__gt=F("sent_at")), name="support_referral_has_time"),
            models.UniqueConstraint(
                fields=["need", "service"], condition=Q(state__in=STANDING), name="support_referral_once"
            ),
        ]

    @property
    def is_standing(self) -> bool:
        """Whether the service may still act on it."""
        return self.state in STANDING


class ReferralEvent(models.Model):
    """One thing that happened to a referral; added, never changed."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Referral.State.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    why = models.CharField(max_length=30, blank=True)  # a code
    note = models.CharField(max_length=32, blank=True)  # the key of words

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["referral", "at"], name="support_referral_events"),
            models.Index(fields=["kind", "at"], name="support_referral_ended"),
        ]
