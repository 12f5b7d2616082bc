"""Decisions after the joint decision model, never edited: what changes is a new one that supersedes."""

from django.db import models

from .said import Said
from .statements import Statement


class Decision(Said):
    """One decision: what was known, what could be done, by which powers, and what was decided."""

    title = models.CharField(max_length=300)
    information = models.TextField(blank=True)
    powers = models.TextField(blank=True)  # powers and policies it rests on
    decision = models.TextField(blank=True)  # empty while it is only proposed
    decided_by = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    principles = models.JSONField(default=list)  # of the ethical framework: codes of the playbook
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        ordering = ["-decided_on", "-id"]


class DecisionOption(models.Model):
    """One thing that could have been done, and what spoke for and against it."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="options")
    words = models.TextField()
    reasons = models.TextField(blank=True)
    is_chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["decision_id", "id"]


class DecisionScope(models.Model):
    """How far it was to reach, as proposed, steered, adopted and delivered: four things, kept apart."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="scopes")
    stage = models.CharField(max_length=20)  # a code of the playbook
    words = models.TextField()
    on = models.DateField()
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["decision_id", "on", "id"]
