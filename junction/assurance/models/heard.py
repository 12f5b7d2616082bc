"""Soft intelligence: what somebody said of a place or an area, and how far it is believed.

It is never changed. It is stamped when it is made shareable with councils, and when it is taken back.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from junction.core.reading.rules import Kind, seen

READ = Kind("assurance.heard.read", "heard")


class Heard(models.Model):
    """One thing that was heard, of one area or one place; the place does not see it."""

    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey("registry.Place", models.PROTECT, null=True, blank=True, related_name="+")
    said_by = models.CharField(max_length=200)  # by post or part, not by name
    reliability = models.CharField(max_length=1)
    credibility = models.CharField(max_length=1)
    said = models.TextField()
    heard_on = models.DateField()
    playbook = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    shared_at = models.DateTimeField(null=True, blank=True)  # from then on councils see it
    shared_by = models.CharField(max_length=100, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-heard_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=False, place__isnull=True)
                | Q(area__isnull=True, place__isnull=False),
                name="assurance_heard_of_one",
            )
        ]

    @classmethod
    def from_db(cls, *row: Any, **how: Any) -> Self:
        """Tell that it was read."""
        found = super().from_db(*row, **how)
        seen(READ, found.pk)
        return found
