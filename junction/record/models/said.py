"""What promises, actions, asks and decisions have: where it was said, whose business it is, who wrote it."""

from django.db import models

from .documents import Document
from .statements import Statement


class Said(models.Model):
    """Something that came out of a document, or was typed by a person (no document)."""

    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        abstract = True

    @property
    def whose(self) -> str | None:
        """Return the code of the area whose record it is part of: its document's, or its own where typed."""
        return self.document.area_id if self.document else self.area_id


class Proposable(Said):
    """Something that rules proposed and a person confirmed or dismissed; typed, it is confirmed."""

    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=100, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=500, blank=True)  # why it was proposed, or dismissed
    confidence = models.FloatField(null=True, blank=True)  # of the rules that proposed it, 0 to 1

    class Meta:
        abstract = True
