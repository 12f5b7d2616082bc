"""What is still open at a requirement: raised by a person, or found inside the evidence. Closed once."""

from django.db import models

from .catalogue import Requirement
from .parties import OfParty, one_party


class Issue(OfParty):
    """One open issue of one party at one requirement."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="issues")
    text = models.TextField()
    owner = models.CharField(max_length=200, blank=True)  # by post, not by name
    due_on = models.DateField(null=True, blank=True)
    statement = models.ForeignKey("record.Statement", models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=100, blank=True)
    closed_why = models.TextField(blank=True)

    class Meta:
        ordering = ["requirement_id", "raised_at", "id"]
        constraints = [one_party("assurance_issue_of_one")]
        indexes = [models.Index(fields=["area", "requirement"], name="assurance_issue_by_area")]
