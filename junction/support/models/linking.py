"""People whom a link worker supports, one row for each referral that was taken on, and how it went.

The row holds how it stands; `LinkStep` rows hold how it came to it, and are never changed. Who somebody is
stands in no column: it is read from the need, by the team alone, while it supports them.
"""

from django.db import models
from django.db.models import Q

from .directory import Service
from .referrals import Referral


class LinkCase(models.Model):
    """Somebody whom a team of link workers supports."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="link_case")
    team = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    worker = models.CharField(max_length=100)  # who of the team sees to them
    begun_at = models.DateTimeField()
    contact_due_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)  # a code of linking.toml
    late_told_on = models.DateField(null=True)  # when the team was last told that a contact is late
    playbook = models.CharField(max_length=80)

    class Meta:
        ordering = ["contact_due_on", "id"]
        indexes = [
            models.Index(fields=["team", "contact_due_on"], name="support_link_by_team"),
            models.Index(fields=["contact_due_on"], name="support_link_due", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="", contact_due_on__isnull=False)
                | (Q(ended_at__isnull=False, contact_due_on=None) & ~Q(outcome="")),
                name="support_link_ends_by_an_outcome",
            ),
        ]

    @property
    def goes_on(self) -> bool:
        """Whether the team supports them: it has not ended it, and the helpline has not either."""
        return self.ended_at is None and self.referral.is_standing and self.referral.need.is_open


class LinkStep(models.Model):
    """One thing that happened; added, never changed."""

    class Kind(models.TextChoices):
        BEGUN = "begun", "Taken on"
        CONTACT = "contact", "Contact"
        PLAN = "plan", "What matters to them"
        LINKED = "linked", "Linked to a service"
        REVIEW = "review", "Looked at together how it goes"
        TAKEN_OVER = "taken-over", "Taken over"
        ENDED = "ended", "Ended"

    case = models.ForeignKey(LinkCase, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    way = models.CharField(max_length=20, blank=True)  # how they were spoken with, a code of linking.toml
    reached = models.BooleanField(null=True)  # of a contact: whether they were
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)
    contact_due_on = models.DateField(null=True)  # from then
    note = models.CharField(max_length=32, blank=True)  # the key of words

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="support_link_steps")]
