"""Proposals for new provision: what, for which need where, with the figures that speak for it.

The figures are frozen as they stood when it was proposed. What was decided and what was found afterwards
stand in rows of their own; nothing here is ever changed. Who has a proposal is in `core.ownership`.
"""

from django.db import models
from django.db.models import Q


class Proposal(models.Model):
    """New provision for one kind of need in one area, with its evidence."""

    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, related_name="+")  # none: the nation
    category = models.CharField(max_length=30)  # the kind of need, as needs bear it
    what = models.CharField(max_length=300)
    why = models.CharField(max_length=1000)
    evidence = models.JSONField()  # see rules/proposals.py
    evidence_at = models.DateTimeField()  # the figures stood so at this moment
    playbook = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [models.Index(fields=["area", "-proposed_at"], name="support_proposal_by_area")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(why="") & ~Q(category=""), name="support_proposal_says_what"
            )
        ]


class ProposalDecision(models.Model):
    """What a post decided on a proposal. The newest counts."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=20)  # a code of the playbook
    why = models.CharField(max_length=1000)
    decided_by = models.CharField(max_length=200)  # a post
    decided_on = models.DateField()
    begins_on = models.DateField(null=True)  # the first day of the provision, where it was agreed
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["proposal_id", "-id"]
        indexes = [
            models.Index(
                fields=["begins_on"], name="support_proposal_begins", condition=Q(begins_on__isnull=False)
            )
        ]


class ProposalReminder(models.Model):
    """That whoever has a proposal was told once that its decision is late."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    owner = models.CharField(max_length=100)
    reminded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "owner"], name="support_proposal_reminded_once")
        ]


class ProposalOutcome(models.Model):
    """How many were not met before and after the provision began, measured once for a decision."""

    decision = models.OneToOneField(ProposalDecision, models.PROTECT, related_name="outcome")
    before = models.FloatField()  # the mean of the days' ends
    after = models.FloatField()
    days = models.PositiveSmallIntegerField()  # of each side
    measured_at = models.DateTimeField()
    playbook = models.CharField(max_length=60)

    class Meta:
        ordering = ["-measured_at"]
