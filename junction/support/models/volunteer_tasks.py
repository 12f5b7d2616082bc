"""Tasks for volunteers, whence they come, to whom they were offered and why, and what came of them.

A task belongs to a need or to what an organisation asked for. Offers and what was said of it are facts: an
offer is answered once.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .needs import Need
from .volunteers import Volunteer


class Demand(models.Model):
    """What an organisation or a place asks volunteers for: so many, of a kind, between two moments."""

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey("registry.Place", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    people = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    where = models.CharField(max_length=200)  # the address of a building, never of a person
    what = models.CharField(max_length=300)
    contact = models.CharField(max_length=32, blank=True)  # key: whom to ask for
    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["area", "-id"], name="demand_by_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, place__isnull=True)
                | Q(organisation__isnull=True, place__isnull=False),
                name="demand_of_one",
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=models.F("opens_at")), name="demand_lasts"),
        ]


class MatchingRun(models.Model):
    """One run of matching for an area: what it read, what it gave, how far it is."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        WORKING = "working", "Being worked out"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    playbook = models.CharField(max_length=60, blank=True)
    figures = models.JSONField(default=dict)  # what was read and given, unmet by reason

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["area", "-id"], name="matching_by_area")]


class Task(models.Model):
    """One thing for one volunteer to do."""

    class State(models.TextChoices):
        OPEN = "open", "To be offered"
        OFFERED = "offered", "Offered"
        ACCEPTED = "accepted", "Accepted"
        DONE = "done", "Done"
        UNFILLED = "unfilled", "Nobody took it"
        CANCELLED = "cancelled", "Cancelled"

    ALIVE = (State.OPEN, State.OFFERED, State.ACCEPTED, State.UNFILLED)  # something may still come of it

    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="tasks")
    demand = models.ForeignKey(Demand, models.PROTECT, null=True, related_name="tasks")
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    longitude = models.FloatField()
    latitude = models.FloatField()
    skills = models.BigIntegerField()
    languages = models.BigIntegerField(default=0)
    level = models.PositiveSmallIntegerField()  # of the check that is asked for
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    limit_km = models.PositiveSmallIntegerField()
    priority = models.PositiveSmallIntegerField()
    is_instant = models.BooleanField(default=False)
    following = ArrayField(models.BigIntegerField(), default=list)  # whom to ask next, the best first
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    state_at = models.DateTimeField()
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, null=True, related_name="tasks")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    playbook = models.CharField(max_length=60)

    class Meta:
        ordering = ["priority", "closes_at", "id"]
        indexes = [
            models.Index(fields=["area", "state", "priority", "closes_at"], name="task_queue"),
            models.Index(fields=["area", "made_at"], name="task_by_made"),
            models.Index(fields=["volunteer", "-state_at"], name="task_by_volunteer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, demand__isnull=True)
                | Q(need__isnull=True, demand__isnull=False),
                name="task_of_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "done"]) ^ Q(volunteer__isnull=True),
                name="task_accepted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["need"], name="task_one_alive",
                condition=Q(state__in=["open", "offered", "accepted", "unfilled"]),
            ),
        ]  # fmt: skip

    @property
    def reference(self) -> str:
        """What people read out."""
        return f"T-{self.pk}"

    @property
    def is_alive(self) -> bool:
        """Whether something may still come of it."""
        return self.state in self.ALIVE


class TaskOffer(models.Model):
    """A task offered to a volunteer: when, until when, why to them, and what they answered."""

    class Answer(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        LAPSED = "lapsed", "No answer in time"
        WITHDRAWN = "withdrawn", "Withdrawn"

    task = models.ForeignKey(Task, models.PROTECT, related_name="offers")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="offers")
    run = models.ForeignKey(MatchingRun, models.PROTECT, null=True, related_name="offers")
    offered_at = models.DateTimeField()
    until = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)
    why = models.JSONField(default=dict)  # metres, what earlier tasks cost, how many others, the next best
    playbook = models.CharField(max_length=60)

    class Meta:
        ordering = ["offered_at", "id"]
        constraints = [models.UniqueConstraint(fields=["task", "volunteer"], name="offered_once")]
        indexes = [
            models.Index(fields=["until"], name="offer_due", condition=Q(answer="waiting")),
            models.Index(fields=["volunteer", "-offered_at"], name="offer_by_volunteer"),
        ]


class TaskWord(models.Model):
    """What a volunteer, or whoever was helped, said of a task that was done."""

    class By(models.TextChoices):
        VOLUNTEER = "volunteer", "Volunteer"
        COORDINATOR = "coordinator", "Coordinator, for whoever was helped"

    task = models.ForeignKey(Task, models.PROTECT, related_name="words")
    by_kind = models.CharField(max_length=12, choices=By.choices)
    code = models.CharField(max_length=20)
    words = models.CharField(max_length=32, blank=True)  # key
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["id"]
