"""How rows that change in place stood before: where an offer was, what became of a task, what a volunteer
offered. Rows are added, never changed; what is read as at a moment is read from here.
"""

from django.db import models

from .offers import Offer
from .volunteer_tasks import Task
from .volunteers import Volunteer


class OfferStep(models.Model):
    """At which desk an offer was from a moment on, and when its answer was due."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="steps")
    from_at = models.DateTimeField()
    desk = models.ForeignKey("registry.Area", models.PROTECT, null=True, related_name="+")  # null: the nation
    step = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    homeless_since = models.DateTimeField(null=True)
    escalations = models.PositiveIntegerField()

    class Meta:
        ordering = ["from_at", "id"]
        indexes = [models.Index(fields=["offer", "-from_at", "-id"], name="support_offer_then")]


class TaskState(models.Model):
    """How a task stood from a moment on, and who had it; the database adds a row whenever that changes."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="states")
    from_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Task.State.choices)
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["from_at", "id"]
        indexes = [models.Index(fields=["task", "-from_at", "-id"], name="support_task_then")]


class VolunteerBefore(models.Model):
    """What a volunteer offered until they changed it."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="before")
    until_at = models.DateTimeField()
    skills = models.BigIntegerField()
    languages = models.BigIntegerField()
    hours = models.BigIntegerField()
    reach_km = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["until_at", "id"]
        indexes = [models.Index(fields=["volunteer", "until_at", "id"], name="support_volunteer_then")]
