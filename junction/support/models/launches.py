"""Launches: what each collects, promises, replaces and needs, and what people decided about it.

A launch is one thing that goes live under a programme. What it is stands in versions with all their lines, so
that a decision names what was decided about. The verdict that stood at a decision is kept beside it, and so
is every verdict from when it changed.
"""

from django.db import models
from django.db.models import F, Q

from .programmes import Programme


class Launch(models.Model):
    """One thing that is to go live."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="launches")
    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["id"]


class LaunchVersion(models.Model):
    """A launch as it was stated, until another version took its place."""

    launch = models.ForeignKey(Launch, models.PROTECT, related_name="versions")
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=20)  # a code of the playbook
    channel = models.CharField(max_length=20)  # a code of the playbook
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, related_name="+")  # none: the nation
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)  # the first day without it
    is_final = models.BooleanField(default=False)  # nothing needs to follow when it ends
    collects = models.JSONField(default=list)  # data asked of people or places: codes of the playbook
    source = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=500, blank=True)  # why it was changed
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begins_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["launch"], condition=Q(superseded_at__isnull=True), name="support_launch_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                name="support_launch_ends_after_start",
            ),
        ]


class LaunchPromise(models.Model):
    """What a version promises to whom, and until when."""

    version = models.ForeignKey(LaunchVersion, models.PROTECT, related_name="promises")
    audience = models.CharField(max_length=20)
    category = models.CharField(max_length=30)
    gives = models.BooleanField(default=True)  # false: it says that this will not be given
    within_days = models.PositiveSmallIntegerField(null=True)
    until = models.DateField(null=True)  # the first day without it; none: as long as the launch
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["version_id", "id"]


class LaunchTie(models.Model):
    """What ties a version to others: a launch it replaces or needs, an interface it uses or opens."""

    class Kind(models.TextChoices):
        REPLACES = "replaces", "Replaces"
        NEEDS = "needs", "Needs"
        USES = "uses", "Uses the interface"
        OPENS = "opens", "Opens the interface"

    version = models.ForeignKey(LaunchVersion, models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    launch = models.ForeignKey(Launch, models.PROTECT, null=True, related_name="+")
    interface = models.CharField(max_length=60, blank=True)
    until = models.DateField(null=True)  # of an interface that is opened: the first day without it

    class Meta:
        ordering = ["version_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["replaces", "needs"], launch__isnull=False, interface="")
                | (Q(kind__in=["uses", "opens"], launch__isnull=True) & ~Q(interface="")),
                name="support_tie_of_its_kind",
            )
        ]


class LaunchDecision(models.Model):
    """A person's decision about a version, with the gate's verdict as it was then. The newest counts."""

    version = models.ForeignKey(LaunchVersion, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=20)  # a code of the playbook
    goes = models.BooleanField()  # whether it may go live
    why = models.CharField(max_length=1000)
    decided_by = models.CharField(max_length=200)  # by post
    decided_on = models.DateField()
    verdict = models.CharField(max_length=10)  # of the gate, then
    findings = models.JSONField(default=list)
    playbook = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["version_id", "id"]


class LaunchVerdict(models.Model):
    """What the gate said of a launch from a moment on, kept when it says something else than before."""

    launch = models.ForeignKey(Launch, models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=10)
    findings = models.JSONField(default=list)
    playbook = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["launch_id", "id"]
