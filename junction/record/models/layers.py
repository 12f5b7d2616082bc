"""What people lay over a document, which stays as it is: corrections of scanning errors, links, notes."""

from django.db import models

from .documents import Document
from .statements import Statement


class Annotation(models.Model):
    """One addition by one person at a place of a document; taken back, never changed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="annotations")
    statement = models.ForeignKey(Statement, models.CASCADE, null=True, related_name="annotations")
    kind = models.CharField(max_length=20)  # a code of the playbook: correction, note, link
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()  # what it should read, what is to be said, or what it is linked to ("kind:id")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["document_id", "start", "id"]
