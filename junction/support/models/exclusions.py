"""Which volunteer is not sent to whom again: at the wish of either, or of the desk.

It is a fact with a reason from a list, never words; it may be ended once, by a person, and stays to be read.
"""

from django.db import models
from django.db.models import Q

from .needs import Person
from .volunteer_tasks import Task
from .volunteers import Volunteer


class Exclusion(models.Model):
    """One volunteer who is not sent to one person, nor to who is reached by the same number or named the same
    in the council.
    """

    class Side(models.TextChoices):
        VOLUNTEER = "volunteer", "The volunteer"
        PERSON = "person", "Whoever was helped"
        DESK = "desk", "The desk"

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="exclusions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="exclusions")
    task = models.ForeignKey(Task, models.PROTECT, related_name="exclusions")  # from which it came
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")  # the council of the task
    side = models.CharField(max_length=10, choices=Side.choices)
    reason = models.CharField(max_length=20)
    playbook = models.CharField(max_length=60)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    ended_why = models.CharField(max_length=20, blank=True)  # a code

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["area", "-id"], name="support_exclusion_by_area"),
            models.Index(
                fields=["person"], name="support_exclusion_holds", condition=Q(ended_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "person", "side"], name="support_excluded_once",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="", ended_why="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="") & ~Q(ended_why="")),
                name="support_exclusion_ended_by_a_person",
            ),
        ]  # fmt: skip
