"""Programmes, who is accountable for each, what they offer or enable, and the links made between them.

What may change is a row of its own with the moment it was written down; a newer row takes its place and
stamps it. So a register as at a moment is a plain filter. Posts are kept, never names of people.
"""

from datetime import datetime

from django.db import models
from django.db.models import F, Q


def current_at(as_at: datetime | None) -> Q:
    """Return the condition that a version was the current one at a moment; now without one."""
    if as_at is None:
        return Q(superseded_at__isnull=True)
    still = Q(superseded_at__isnull=True) | Q(superseded_at__gt=as_at)
    return Q(recorded_at__lte=as_at) & still


class Programme(models.Model):
    """One programme; what it is stands in its versions."""

    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["id"]


class ProgrammeVersion(models.Model):
    """A programme as it was said to be, until another version took its place."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    name = models.CharField(max_length=200)
    purpose = models.TextField()
    department = models.CharField(max_length=200)
    sro = models.CharField(max_length=200)  # the senior responsible owner, by post; "" nobody is
    minister = models.CharField(max_length=200, blank=True)  # by post
    levers = models.JSONField(default=list)  # codes of the playbook
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, related_name="+")  # none: the nation
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)  # the first day without it
    source = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=500, blank=True)  # why it was changed
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(superseded_at__isnull=True), name="support_programme_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                name="support_programme_ends_after_start",
            ),
        ]


class Provision(models.Model):
    """What a programme offers or enables for one kind of need, in one area or all of the nation."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="provisions")
    kind = models.CharField(max_length=10)  # a code of the playbook: it offers, or it enables others
    category = models.CharField(max_length=30)  # what is needed, by the codes of the routing of needs
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=20, default="public")  # a code of the playbook
    for_whom = models.CharField(max_length=300, blank=True)  # who exactly, in words
    channel = models.CharField(max_length=20)  # a code of the playbook
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    playbook = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["category", "begins_on", "id"]
        indexes = [
            models.Index(
                fields=["category"], name="support_provision_of", condition=Q(withdrawn_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                name="support_provision_ends_after_start",
            )
        ]


class ProgrammeLink(models.Model):
    """Two programmes were brought together for a purpose; what came of it is in its results."""

    one = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    other = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=500)
    made_on = models.DateField()
    made_by = models.CharField(max_length=200)  # by post: who brought them together
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["made_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="support_link_of_two_in_order")
        ]


class LinkResult(models.Model):
    """What came of a link. The newest counts."""

    link = models.ForeignKey(ProgrammeLink, models.PROTECT, related_name="results")
    result = models.CharField(max_length=20)  # a code of the playbook
    text = models.CharField(max_length=1000)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["link_id", "id"]


class PressureCall(models.Model):
    """What a call with the front line said it is short of, beyond money or money itself."""

    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    caller = models.CharField(max_length=20)  # who spoke, as a kind: a code of the playbook
    theme = models.CharField(max_length=20)  # a code of the playbook
    category = models.CharField(max_length=30, blank=True)  # what is needed, where it is about that
    text = models.CharField(max_length=1000)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    called_on = models.DateField()
    playbook = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-called_on", "-id"]
        indexes = [models.Index(fields=["area", "-called_on"], name="support_pressure_by_area")]


class PressureAnswer(models.Model):
    """What was done about what a call said. The newest counts."""

    call = models.ForeignKey(PressureCall, models.PROTECT, related_name="answers")
    result = models.CharField(max_length=20)  # a code of the playbook
    text = models.CharField(max_length=1000)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["call_id", "id"]
