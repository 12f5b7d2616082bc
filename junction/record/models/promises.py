"""Commitments: who promised what to whom, by when; and what was found of each later, one row a finding."""

from django.db import models

from .said import Proposable
from .statements import Statement


class Commitment(Proposable):
    """A promise in its own words, and the days it is to be kept in; none at all: it is undated, and ages."""

    words = models.TextField()
    promised_by = models.CharField(max_length=200)
    promised_to = models.CharField(max_length=200, blank=True)
    made_on = models.DateField()
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)  # the day after the last
    certainty = models.CharField(max_length=20, blank=True)
    measure = models.CharField(max_length=300, blank=True)  # how one would know, in words
    indicator = models.CharField(max_length=80, blank=True)  # the figure that tells, where there is one
    target = models.FloatField(null=True, blank=True)
    target_is = models.CharField(max_length=10, blank=True)  # at-least, at-most

    class Meta:
        ordering = ["made_on", "id"]
        indexes = [models.Index(fields=["until_on"], name="record_commitment_due")]


class CommitmentFinding(models.Model):
    """What somebody found of a promise: kept, kept late, not kept, given up, cannot be known."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="findings")
    outcome = models.CharField(max_length=20)  # a code of the playbook
    on = models.DateField()  # when it came about
    note = models.CharField(max_length=500)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["commitment_id", "recorded_at", "id"]


class FigureDismissed(models.Model):
    """That a figure which a rule proposes does not judge a promise; it may be taken back, the row stays."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="figures_dismissed")
    rule = models.CharField(max_length=60)  # a code of the rules that propose figures
    why = models.CharField(max_length=300)
    dismissed_at = models.DateTimeField()
    dismissed_by = models.CharField(max_length=100)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-dismissed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "rule"], condition=models.Q(undone_at=None),
                name="record_figure_dismissed_once",
            )
        ]  # fmt: skip


class Action(Proposable):
    """Something somebody is to do. Who has it now, and each hand-over, is in `core.ownership`."""

    words = models.TextField()
    owner_said = models.CharField(max_length=200, blank=True)  # as the source says: "PO", "JH"
    asked_on = models.DateField()
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "id"]
        indexes = [
            models.Index(
                fields=["until_on"], name="record_action_due", condition=models.Q(closed_at__isnull=True)
            )
        ]
