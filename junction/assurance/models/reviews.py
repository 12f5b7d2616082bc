"""Reviews of plans: who was asked to look, what they found by which criterion, and what the owner replied.

A review is begun and finished once; a finding is a fact and its correction a new row; a later look is a
review of its own that names the one before. In which state a review is follows from these.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from junction.core.calendar import local_day

from ..rules.reviews import Facts, review_rules, state_of
from .plans import PlanEntry


class Review(models.Model):
    """One look at one version of a plan."""

    entry = models.ForeignKey(PlanEntry, models.PROTECT, related_name="reviews")
    reviewers = ArrayField(models.CharField(max_length=200))  # by post, in the order of `departments`
    departments = ArrayField(models.CharField(max_length=100))  # more than one: a joint review
    accounts = ArrayField(  # keys of those who look themselves, beside the posts; each is told
        models.CharField(max_length=100), default=list, blank=True
    )
    follows = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    due_on = models.DateField()
    playbook = models.CharField(max_length=100)  # whose criteria and grades
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.CharField(max_length=100, blank=True)
    depth = models.PositiveSmallIntegerField(null=True, blank=True)  # layers below the plan looked at
    summary = models.TextField(blank=True)
    again_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    @property
    def is_joint(self) -> bool:
        return len({name.casefold() for name in self.departments}) > 1

    def state(self, *, day: date, as_at: datetime | None = None) -> str:
        """Return the code of its state on a day; for a row of `queries.reviews`, which counts."""
        return state_of(self.facts(as_at=as_at), review_rules(local_day(self.asked_at)), day=day)

    def facts(self, *, as_at: datetime | None = None) -> Facts:
        """Return what its state follows from; for a row of `queries.reviews`, which counts."""
        counted: Any = self
        finished = self.finished_at
        if finished and as_at and finished > as_at:
            finished = None
        return Facts(
            due_on=self.due_on, findings=counted.found_so_far, replied=counted.was_replied,
            finished_on=local_day(finished) if finished else None, followed=counted.was_followed,
            again_on=self.again_on if finished else None,
        )  # fmt: skip


class Finding(models.Model):
    """What was found by one criterion; the current one bears no `superseded_at`."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="findings")
    criterion = models.CharField(max_length=20)
    grade = models.CharField(max_length=20)
    said = models.TextField()
    statement = models.ForeignKey("record.Statement", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)  # where in the plan, in words
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["review_id", "recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"],
                condition=models.Q(superseded_at__isnull=True),
                name="assurance_finding_current",
            )
        ]


class Reply(models.Model):
    """What the owner of the plan says to a finished review."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="reply")
    said = models.TextField()
    replied_at = models.DateTimeField()
    replied_by = models.CharField(max_length=100)


class ReviewReminder(models.Model):
    """Somebody was told where a review stands; once for each stage."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="reminders")
    stage = models.CharField(max_length=20)  # `rules.reviews.Stage`
    to = models.CharField(max_length=100)  # an actor's key
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["review_id", "sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "stage", "to"], name="assurance_review_reminder_once")
        ]
