"""Files that were sent, how far each is, and what was found in it."""

from django.db import models
from django.db.models import Q

from junction.core.files.models import StoredFile

from .rules import GONE, LABELS, State


class Upload(models.Model):
    """One file that somebody sent for import.

    `report` holds the counts of the last run, the dry one until it is taken; the findings stand in rows of
    their own. `step`, `done` and `of` say how far the job is; it writes them while its own work is not yet
    committed.
    """

    kind = models.CharField(max_length=40)
    by = models.CharField(max_length=100)  # an actor's key
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="uploads")
    file_name = models.CharField(max_length=255)
    bytes = models.BigIntegerField()
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=9)  # rules.State
    sent_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    job = models.BigIntegerField(null=True)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    so_far = models.JSONField(default=dict)  # of a file taken in parts: what another run goes on from
    effects = models.PositiveIntegerField(default=0)  # rows that would change, or changed, something

    class Meta:
        app_label = "core"
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["by", "kind", "-sent_at"], name="upload_by_sender")]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(state__in=sorted(map(str, {*GONE, State.TAKEN}))),
                name="upload_has_its_file",
            )
        ]

    @property
    def label(self) -> str:
        """Its state in words."""
        return LABELS[State(self.state)]

    @property
    def stored_in_parts(self) -> int:
        """How many rows were stored of a file in parts that was not stored to its end."""
        return int(self.so_far.get("created", 0)) if self.so_far.get("state") == State.TAKING else 0


class UploadFinding(models.Model):
    """One thing found in a file, the worst first."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="findings")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    check_name = models.CharField(max_length=60)
    severity = models.CharField(max_length=7)
    message = models.TextField()

    class Meta:
        app_label = "core"
        ordering = ["id"]
