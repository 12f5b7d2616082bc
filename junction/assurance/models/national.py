"""Issues that need one national answer: who raised them, what was decided, promised, answered and published.

All of it is added and never changed. Where an issue stands follows from its newest decision and its newest
response; an answer that another one followed stays below it. Who has an issue is in `core.ownership`.
"""

from django.db import models
from django.db.models import Q

from .parties import OfParty, one_party


class NationalIssue(models.Model):
    """One question that many meet and one answer could settle. All councils read it, so it names no home."""

    title = models.CharField(max_length=200)
    text = models.TextField()
    theme = models.CharField(max_length=20)  # a code of the playbook
    decide_by = models.DateField()  # the last day in time, by the playbook of the day
    answer_by = models.DateField()
    playbook = models.CharField(max_length=100)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [models.Index(fields=["raised_at"], name="assurance_national_raised")]


class Raising(OfParty):
    """Somebody who meets the issue: a council, a forum, a region, or a provider through its council."""

    issue = models.ForeignKey(NationalIssue, models.PROTECT, related_name="raisings")
    note = models.TextField(blank=True)  # how it shows there
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["issue_id", "raised_at", "id"]
        constraints = [
            one_party("assurance_raising_of_one"),
            models.UniqueConstraint(fields=["issue", "area"], condition=Q(area__isnull=False),
                                    name="assurance_raised_once_by_area"),
            models.UniqueConstraint(fields=["issue", "place"], condition=Q(place__isnull=False),
                                    name="assurance_raised_once_by_place"),
        ]  # fmt: skip


class Ruling(models.Model):
    """A decision whether an issue needs one national answer. The newest counts."""

    issue = models.ForeignKey(NationalIssue, models.PROTECT, related_name="rulings")
    needs_one = models.BooleanField()
    decided_by = models.CharField(max_length=200)  # by post, not by name
    decided_on = models.DateField()
    why = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["issue_id", "recorded_at", "id"]


class NationalResponse(models.Model):
    """What the centre said: a promise that an answer will come, or the answer. The newest counts."""

    issue = models.ForeignKey(NationalIssue, models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=20)  # a code of the playbook
    is_answer = models.BooleanField()
    text = models.TextField()
    said_by = models.CharField(max_length=200)  # by post, not by name
    said_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)  # of a promise; none: "in due course"
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["issue_id", "recorded_at", "id"]


class Publication(models.Model):
    """An answer was published to somebody."""

    response = models.ForeignKey(NationalResponse, models.PROTECT, related_name="publications")
    audience = models.CharField(max_length=20)  # a code of the playbook
    published_on = models.DateField()
    how = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["response_id", "published_on", "id"]
