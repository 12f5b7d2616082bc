"""Meetings: who was asked to one, who goes instead of whom, who came, what was brought back.

Those who go stand in old messages and need be no users, so they are words here. What happened to a meeting is
append-only: a step bears when it happened and when it was written down, and a wrong one is taken back.
Two that are one meeting stay as they are: a merge says that one of them answers for both, and can be undone.
"""

from django.db import models

from .said import Proposable
from .statements import Statement


class Meeting(Proposable):
    """One meeting, as it was said; without a day where none was."""

    words = models.TextField()
    group = models.CharField(max_length=200, blank=True)  # what it is called, or whose it is
    place = models.CharField(max_length=200, blank=True)
    held_on = models.DateField(null=True, blank=True)
    starts_at = models.TimeField(null=True, blank=True)  # local
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["held_on"], name="record_meeting_held_on")]


class MeetingStep(models.Model):
    """Somebody was asked, sent instead of another, said yes or no, came, told of it; or nobody goes yet."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="steps")
    what = models.CharField(max_length=20)  # a code of the playbook
    who = models.CharField(max_length=200, blank=True)  # whom it is about; nobody goes yet: who must decide
    instead_of = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["meeting_id", "at", "id"]


class MeetingMerge(models.Model):
    """A person's decision that `gone` is `kept`; nothing moves, so that undoing it restores both exactly."""

    kept = models.ForeignKey(Meeting, models.PROTECT, related_name="merges_kept")
    gone = models.ForeignKey(Meeting, models.PROTECT, related_name="merges_gone")
    why = models.CharField(max_length=500)
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=100)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=100, blank=True)
    undone_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["merged_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at__isnull=True), name="record_meeting_merged_once"
            )
        ]
