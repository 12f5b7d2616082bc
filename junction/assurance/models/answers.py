"""What a party says of a requirement, version by version. An answer is a fact: a correction is a new row.

How strong the evidence is stands in no column: it follows from evidence and verifications on the day asked
about. Nor does overdue.
"""

from django.db import models

from .catalogue import Requirement
from .parties import PARTY, OfParty, one_party


class Answer(OfParty):
    """One version of what one party says of one requirement; the current one bears no `superseded_at`."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="answers")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=20)  # how far it is
    result = models.CharField(max_length=20, blank=True)  # what came of it; empty: not assessed
    depth = models.PositiveSmallIntegerField(default=0)  # layers below the plan that were looked at
    said = models.TextField(blank=True)
    channel = models.CharField(max_length=12)  # web, file, api, action-plan, carried
    statement = models.ForeignKey("record.Statement", models.PROTECT, null=True, blank=True, related_name="+")
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    playbook = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["requirement_id", "-recorded_at", "-id"]
        constraints = [
            one_party("assurance_answer_of_one"),
            models.UniqueConstraint(
                fields=["requirement", *PARTY, "version"],
                nulls_distinct=False,
                name="assurance_answer_version",
            ),
            models.UniqueConstraint(
                fields=["requirement", *PARTY],
                condition=models.Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="assurance_answer_current",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "requirement"], name="assurance_answer_by_area"),
            models.Index(fields=["organisation", "requirement"], name="assurance_answer_by_org"),
        ]
