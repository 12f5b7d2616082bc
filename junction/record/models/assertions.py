"""What documents say that others may contradict, under keys to find it by; and what was compared so far."""

from django.db import models

from .documents import Document
from .statements import Statement


class Assertion(models.Model):
    """A sentence under one key (`event:lane pilot`): derived, and made anew when the words change."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    quote = models.TextField()
    spans = models.JSONField()  # [[start, end], …] into the document's text
    dates = models.JSONField(default=list)  # [raw, start, end, from, until, certainty], as they were read

    class Meta:
        ordering = ["document_id", "id"]
        indexes = [models.Index(fields=["key", "-document", "-id"], name="record_assertion_by_key")]


class Comparison(models.Model):
    """One search for contradictions of a document: with how much it was compared, and with what not."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="comparisons")
    compared_at = models.DateTimeField()
    words = models.CharField(max_length=100)  # the list of words it went by
    playbook = models.CharField(max_length=100)
    documents = models.PositiveIntegerField()  # others that speak of something this one speaks of
    sentences = models.PositiveIntegerField()  # of theirs
    left_out = models.PositiveIntegerField()  # sentences of others beyond what is compared for one key

    class Meta:
        ordering = ["document_id", "-compared_at", "-id"]
        indexes = [models.Index(fields=["document", "words"], name="record_comparison_by_words")]
