"""Contradictions: two quotes that say different things of one fact; settled by a person, never by a rule."""

from django.db import models

from .statements import Statement


class Contradiction(models.Model):
    """Two places that do not agree. `one` stands before `other` in the record."""

    kind = models.CharField(max_length=30)  # as `rules.contradictions` names it: two-dates …
    one = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    one_start = models.PositiveIntegerField()
    one_end = models.PositiveIntegerField()
    other = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    other_start = models.PositiveIntegerField()
    other_end = models.PositiveIntegerField()
    why = models.CharField(max_length=500)
    proposed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=20, blank=True)  # a code of the playbook
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "one", "one_start", "other", "other_start"], name="record_contradiction_once"
            )
        ]
