"""What shows that something is so, and who besides its author has looked. Taken back, never changed."""

from django.db import models

from junction.core.files.models import StoredFile

from .answers import Answer
from .catalogue import Requirement
from .parties import OfParty, one_party


class Evidence(OfParty):
    """One piece of evidence for one requirement: a file, a link with its snapshot, or a quote."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20)  # a code of the playbook: file, link, quote
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=200)  # who answers for it, by post and not by name
    effective_from = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)  # the day after the last it speaks of
    received_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)  # from this day on it shows nothing any more
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(max_length=500, blank=True)
    snapshot = models.ForeignKey(  # what the link led to when it was added
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    statement = models.ForeignKey("record.Statement", models.PROTECT, null=True, blank=True, related_name="+")
    quote = models.TextField(blank=True)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["requirement_id", "-added_at", "-id"]
        constraints = [one_party("assurance_evidence_of_one")]
        indexes = [
            models.Index(fields=["area", "requirement"], name="assurance_evidence_by_area"),
            models.Index(fields=["organisation", "requirement"], name="assurance_evidence_by_org"),
        ]


class Verification(models.Model):
    """A second person looked at one version of an answer, or an exercise tested it. It counts for a time."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="verifications")
    kind = models.CharField(max_length=20)  # a code of the playbook: verified, tested, doubted
    said = models.TextField()  # what was looked at, and what was found
    exercise = models.CharField(max_length=200, blank=True)  # of a test: which exercise
    looked_on = models.DateField()
    counts_until = models.DateField()  # from this day on it does not count any more
    playbook = models.CharField(max_length=100)
    verified_at = models.DateTimeField()
    verified_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["answer_id", "-verified_at", "-id"]
