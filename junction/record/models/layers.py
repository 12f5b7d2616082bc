"""What people lay over a document, which stays as it is: corrections, readings, notes, links."""

from datetime import datetime

from django.db import models

from .documents import Document
from .statements import Statement


class Annotation(models.Model):
    """One addition by one person at a place of a document; taken back, never changed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="annotations")
    statement = models.ForeignKey(Statement, models.CASCADE, null=True, related_name="annotations")
    kind = models.CharField(max_length=20)  # a code of the playbook: correction, reading, note, link
    part = models.CharField(max_length=20, blank=True)  # of a reading: which part, a code of the playbook
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()  # what it should read, or what is said of it
    target = models.CharField(max_length=500, blank=True)  # of a link: the address it leads to
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["document_id", "start", "id"]

    @staticmethod
    def standing(at: datetime) -> models.Q:
        """Return the condition that it was there at a moment."""
        still = models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gt=at)
        return models.Q(added_at__lte=at) & still
