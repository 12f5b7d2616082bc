"""How long documents stay: holds that forbid to destroy them, and each destruction, from asking to its end.

A hold is released, never changed; a destruction is asked for by one person and carried out by another. Both
are facts: what was held, and who destroyed what and why, can be shown as at any moment.
"""

from django.db import models

from .documents import Document
from .threads import Thread


class Hold(models.Model):
    """An inquiry or a case forbids to destroy a document, all of a thread, or all of an area."""

    reach = models.CharField(max_length=20)  # a code of the playbook: document, thread, area
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    thread = models.ForeignKey(Thread, models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey(  # all of it and inside it; none: the whole record
        "registry.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )
    matter = models.CharField(max_length=200)  # which inquiry, claim or request
    why = models.CharField(max_length=1000)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=100)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=100, blank=True)
    released_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reach="document", document__isnull=False, thread=None, area=None)
                | models.Q(reach="thread", thread__isnull=False, document=None, area=None)
                | models.Q(reach="area", document=None, thread=None),
                name="record_hold_holds_one_thing",
            )
        ]


class Destruction(models.Model):
    """Somebody asked that a document be destroyed; another carried it out, or refused."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="destructions")
    why = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=20, blank=True)  # a code of the playbook: destroyed, refused
    note = models.CharField(max_length=1000, blank=True)
    gone = models.JSONField(default=dict)  # how much of each went
    bytes_stay = models.BooleanField(default=False)  # something else still needs the same bytes

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(settled_at__isnull=True) | models.Q(outcome="destroyed"),
                name="record_destruction_once",
            )
        ]


class RetentionLetter(models.Model):
    """Somebody was told of what is past its date; once in a month."""

    to = models.CharField(max_length=100)  # an actor's key
    month = models.DateField()  # its first day
    sent_at = models.DateTimeField()
    past = models.PositiveIntegerField()
    soon = models.PositiveIntegerField()

    class Meta:
        ordering = ["-month", "to"]
        constraints = [models.UniqueConstraint(fields=["to", "month"], name="record_retention_letter_once")]
