"""Extracts: what of the record is disclosed to whom, what is taken out of it and why, and what left.

An extract is frozen when it is made: its documents, and the moment at which the record is read. A rule is
taken back, never changed; a bundle that left is known by its hash for good.
"""

from django.db import models

from junction.core.files.models import StoredFile

from .documents import Document
from .threads import Thread


class Extract(models.Model):
    """One disclosure: what was asked for, how far it is, and the bundle that left."""

    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=1000)
    made_for = models.CharField(max_length=200)
    words = models.CharField(max_length=200, blank=True)
    thread = models.ForeignKey(Thread, models.PROTECT, null=True, blank=True, related_name="+")
    kinds = models.JSONField(default=list)  # of documents; none: all
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)  # the day after the last
    people = models.JSONField(default=list)
    with_originals = models.BooleanField(default=False)
    as_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    state = models.CharField(max_length=20)  # `rules.disclosure.rules.State`
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    checkpoint = models.JSONField(default=dict)  # the end of the log in the bundle
    seal = models.JSONField(default=dict)  # the head of the bundle and its signature
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]


class ExtractDocument(models.Model):
    """One document of an extract, with what was said of it then."""

    extract = models.ForeignKey(Extract, models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    dated_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["extract_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["extract", "document"], name="record_extract_document_once"),
            models.UniqueConstraint(fields=["extract", "number"], name="record_extract_document_number"),
        ]


class PreparedSearch(models.Model):
    """How far the search in an extract is prepared, and by which state of its rules."""

    extract = models.OneToOneField(Extract, models.CASCADE, related_name="search")
    stamp = models.CharField(max_length=64, blank=True)  # empty: not prepared
    done = models.PositiveIntegerField(default=0)  # documents, while a job does it


class LeavingStatement(models.Model):
    """A statement of an extract as it leaves by one state of its rules, to be searched at once."""

    extract = models.ForeignKey(Extract, models.CASCADE, related_name="leaving")
    stamp = models.CharField(max_length=64)  # of the rules by which it was redacted
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    paper = models.PositiveIntegerField()  # the number of the document in the extract
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    ref = models.TextField(blank=True)
    sender = models.TextField(blank=True)
    text = models.TextField(blank=True)
    line = models.PositiveIntegerField(null=True)
    letters = models.TextField(blank=True)  # of text and sender, as they are compared

    class Meta:
        ordering = ["extract_id", "paper", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["extract", "stamp", "paper", "number"], name="record_leaving_statement_once"
            )
        ]


class RedactionRule(models.Model):
    """Something to be taken out of an extract; taken back, never changed."""

    extract = models.ForeignKey(Extract, models.CASCADE, related_name="rules")
    scope = models.CharField(max_length=20)  # place, document, extract
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    pattern = models.CharField(max_length=20, blank=True)  # a code of the playbook
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    inside_words = models.BooleanField(default=False)
    initials = models.BooleanField(default=False)
    reason = models.CharField(max_length=10)  # a code of the playbook
    printed = models.CharField(max_length=100)
    comment = models.CharField(max_length=1000, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["extract_id", "id"]


class ExtractFinding(models.Model):
    """Something that does not fit in an extract; mended by rules, or accepted with a reason."""

    extract = models.ForeignKey(Extract, models.CASCADE, related_name="findings")
    key = models.CharField(max_length=64)  # the same finding of a later check has the same
    kind = models.CharField(max_length=20)  # a code of the playbook
    words = models.CharField(max_length=500)
    one = models.JSONField()  # `rules.disclosure.consistency.Spot`
    other = models.JSONField(null=True)
    many = models.PositiveIntegerField(default=1)
    found_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=100, blank=True)
    because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["extract_id", "kind", "id"]
        constraints = [models.UniqueConstraint(fields=["extract", "key"], name="record_extract_finding_once")]
