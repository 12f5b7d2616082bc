"""Letters of confirmation: what is to be confirmed by whom and when, and each letter that came.

A letter is a fact: a corrected day or a second letter is a new row. Who has not confirmed stands nowhere: it
follows from the kind of areas that are asked.
"""

from django.db import models

from .documents import Document


class ConfirmationRequest(models.Model):
    """Somebody asks all areas of a kind to confirm something in a letter by a day."""

    title = models.CharField(max_length=200)
    asks = models.TextField()  # what is to be confirmed
    asked_of = models.CharField(max_length=20)  # a code of the playbook: council, forum, region
    area = models.ForeignKey(  # those inside it are asked; none: the nation
        "registry.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_on = models.DateField()
    due_on = models.DateField()
    gates = models.CharField(max_length=300, blank=True)  # which money waits for it, in words
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-due_on", "-id"]


class Confirmation(models.Model):
    """One area's letter; the current version bears no `superseded_at`."""

    request = models.ForeignKey(ConfirmationRequest, models.PROTECT, related_name="confirmations")
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    sent_on = models.DateField()
    received_on = models.DateField()
    signed_by = models.CharField(max_length=200)  # the post, not a name
    key_issues = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["request_id", "area_id", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "area"],
                condition=models.Q(superseded_at__isnull=True),
                name="record_confirmation_current",
            )
        ]
