"""What was read in a document: each thing with its exact places, so that one click shows the line.

Written once when the document is read and never changed; what is wrong in it is said in a layer above.
"""

from django.db import models

from .documents import Document


class Statement(models.Model):
    """One row, message, paragraph, point, promise … of a document. `number` is its order in the document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    part_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    kind = models.CharField(max_length=20)  # `rules.reading.Kind`
    ref = models.CharField(max_length=40, blank=True)
    ref_inferred = models.BooleanField(default=False)
    text = models.TextField()
    sought = models.TextField(blank=True)  # the text and every part of it; `vector` beside it has its words
    start = models.PositiveIntegerField()  # of the first place; every place is in `spans`
    end = models.PositiveIntegerField()
    spans = models.JSONField()  # [[start, end], …] into the document's text
    line = models.PositiveIntegerField()  # the first line it stands on, counted from 1
    page = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=20, blank=True)  # `rules.reading.StatusClass`
    organisations = models.JSONField(default=list)
    cells = models.JSONField(default=dict)
    references = models.JSONField(default=list)
    sender = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["document_id", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="record_statement_number")]
        indexes = [
            models.Index(fields=["document", "kind", "ref"], name="record_statement_by_ref"),
            models.Index(
                fields=["at"], name="record_statement_by_time", condition=models.Q(at__isnull=False)
            ),
        ]


class DateMention(models.Model):
    """A date said in a statement, as the days it may mean; an open end is none."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="date_mentions")
    raw = models.CharField(max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)  # the day after the last
    certainty = models.CharField(max_length=20)
    warnings = models.JSONField(default=list)

    class Meta:
        ordering = ["statement_id", "start"]
        indexes = [models.Index(fields=["from_on", "until_on"], name="record_date_mention")]


class RedactionMark(models.Model):
    """A mark that something was taken out before the document came here."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="redaction_marks")
    mark = models.CharField(max_length=100)
    code = models.CharField(max_length=20)
    place = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["statement_id", "start"]
