"""Care Act easements: each council's decisions on the stage it works at, who was told, and how it ended.

A council that never said anything has no row: silence. One that works as usual says so: stage 1 is a row, so
that "none used" and silence are two things. The current stage is the last decision that has not ended.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Easement(models.Model):
    """One decision of one council on the stage it works at."""

    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    stage = models.CharField(max_length=2)  # a code of the playbook
    decided_on = models.DateField()
    duties = models.TextField(blank=True)  # which duties, services or people it touches
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)  # what changed in demand or workforce, what was tried before
    impact = models.TextField(blank=True)  # what it means for people
    parts = ArrayField(models.CharField(max_length=20), default=list)  # whose part was played: codes
    principles = ArrayField(models.CharField(max_length=20), default=list)  # codes of the record's playbook
    review_on = models.DateField(null=True, blank=True)
    document = models.ForeignKey("record.Document", models.PROTECT, null=True, blank=True, related_name="+")
    playbook = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True, blank=True)  # a later decision was written down
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=100, blank=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        ordering = ["area_id", "-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area"],
                condition=models.Q(superseded_at__isnull=True),
                name="assurance_easement_current",
            )
        ]
        indexes = [models.Index(fields=["area", "recorded_at"], name="assurance_easement_known")]


class Told(models.Model):
    """Somebody was told of a decision."""

    easement = models.ForeignKey(Easement, models.PROTECT, related_name="told")
    audience = models.CharField(max_length=20)  # a code of the playbook
    told_on = models.DateField()
    how = models.CharField(max_length=300)
    is_accessible = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["easement_id", "told_on", "id"]
