"""Source documents: the bytes under their hash, the text as it came out of them, and what is known of both.

A document is never changed. What it says of itself may be described better later (title, dates, area): that
is an edit with its line in the log; bytes and text are not. One that was destroyed when its time was over
keeps its line: the hash, when and whence it came, and where in it things stood.
"""

from typing import Any, Self

from django.db import models

from junction.core.files.models import StoredFile
from junction.core.reading.rules import Kind, seen

READ = Kind("record.document.read", "document")
SENSITIVE = "sensitive"  # of the markings of the playbook, the one whose reads are in the log


class Document(models.Model):
    """One document as it was received, read as one kind."""

    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")  # none: destroyed
    kind = models.CharField(max_length=20)  # a code of the playbook: plan, action-plan, messages …
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)  # whom or where it came from
    dated_on = models.DateField(null=True, blank=True)  # the day it bears
    received_on = models.DateField()
    sensitivity = models.CharField(max_length=20)  # a code of the playbook: published, official, sensitive
    retain_until = models.DateField()
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey("registry.Place", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    page_starts = models.JSONField(default=list)  # offsets into the text
    properties = models.JSONField(default=dict)  # what the file says of itself: author, title …
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    destroyed_at = models.DateTimeField(null=True, blank=True)  # bytes, text and words went; the line stays
    destroyed_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "kind", "area", "organisation", "place"],
                condition=models.Q(file__isnull=False),
                nulls_distinct=False,
                name="record_document_once",
            ),
            models.CheckConstraint(
                condition=models.Q(destroyed_at__isnull=True, file__isnull=False, destroyed_sha256="")
                | models.Q(destroyed_at__isnull=False, file__isnull=True, text="")
                & ~models.Q(destroyed_sha256=""),
                name="record_document_destroyed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "kind"], name="record_document_by_area"),
            models.Index(fields=["retain_until"], name="record_document_retain"),
        ]

    @property
    def sha256(self) -> str:
        """The hash of the bytes that were received, be they there or destroyed."""
        return self.file_id or self.destroyed_sha256

    @classmethod
    def from_db(cls, *row: Any, **how: Any) -> Self:
        """Tell that it was read, if it is sensitive: by itself, or with what was said in it."""
        found = super().from_db(*row, **how)
        if found.__dict__.get("sensitivity") == SENSITIVE:  # not loaded: a part of one that told already
            seen(READ, found.pk)
        return found
