"""Learning reviews: an outbreak at a place, what was learned from it, and with whom that was shared.

Nothing is rewritten: a correction is another row of the same review or lesson. Names of who took part are
kept apart, under a key, and erased after a while; posts are facts.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class LearningReview(models.Model):
    """One outbreak at one place that is to be learned from."""

    place = models.ForeignKey("registry.Place", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]


class LearningEntry(models.Model):
    """What is known of an outbreak and its review; the last one stands."""

    review = models.ForeignKey(LearningReview, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)  # a code of the playbook
    began_on = models.DateField()
    over_on = models.DateField(null=True, blank=True)  # declared over; none: it runs
    due_on = models.DateField(null=True, blank=True)  # by the rule of the day it was over
    happened = models.TextField(blank=True)
    lead = models.CharField(max_length=200, blank=True)  # a post, not a name
    held_on = models.DateField(null=True, blank=True)
    parts = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # whose part: codes
    took_part = models.CharField(max_length=32, blank=True)  # key of a personal value: the names
    why = models.TextField(blank=True)  # of a correction
    playbook = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["review_id", "-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(superseded_at__isnull=True), name="assurance_learning_current"
            ),
            models.CheckConstraint(
                condition=Q(over_on__isnull=True) | Q(over_on__gte=models.F("began_on")),
                name="assurance_outbreak_ends_after_it_began",
            ),
        ]


class Lesson(models.Model):
    """One thing that was learned."""

    review = models.ForeignKey(LearningReview, models.PROTECT, related_name="lessons")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["review_id", "added_at", "id"]


class LessonEntry(models.Model):
    """A lesson as it is worded, and the action that follows from it; the last one stands."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="entries")
    text = models.TextField()
    theme = models.CharField(max_length=20)
    for_whom = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    action = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)  # a post, not a name
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    why = models.TextField(blank=True)  # of a correction
    playbook = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["lesson_id", "-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson"], condition=Q(superseded_at__isnull=True), name="assurance_lesson_current"
            )
        ]


class LessonShare(models.Model):
    """A lesson was shared at a level, somewhere; stamped once when it was discussed there."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="shares")
    level = models.CharField(max_length=20)
    means = models.CharField(max_length=20)
    where = models.CharField(max_length=200)  # the forum, the committee, the bulletin
    who = models.CharField(max_length=200)  # who shared it: a post
    shared_on = models.DateField()
    playbook = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    discussed_on = models.DateField(null=True, blank=True)
    discussed_said = models.TextField(blank=True)
    discussed_at = models.DateTimeField(null=True, blank=True)
    discussed_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["lesson_id", "shared_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "level", "means", "where", "shared_on"], name="assurance_lesson_shared_once"
            )
        ]
        indexes = [models.Index(fields=["level", "lesson"], name="assurance_shared_level")]
