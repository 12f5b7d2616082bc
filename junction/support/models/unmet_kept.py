"""Spans for which needs are open, and not met for a reason, as a job worked them out: a cache of the facts.

A span says nothing of the present: it begins with its first moment and ends before its last, also one to come
(a limit that is not past yet). So it tells of any moment, and of what was known then, for as long as no later
fact touches its need. Triggers note each need that a fact touches; readers work those out anew, and leave
what is kept of them.
"""

from django.db import models


class UnmetSpan(models.Model):
    """One span of one need; no reason: it was open, waiting in time or not."""

    need_id = models.BigIntegerField()  # no foreign key: a cache, made and thrown away by sets
    area_id = models.CharField(max_length=9)
    category = models.CharField(max_length=30)
    need_class = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    begins = models.BooleanField(default=False)  # the need was stated with it
    from_on = models.DateField()  # the local days of both
    until_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["need_id"], name="support_unmet_span_need"),
            models.Index(fields=["area_id", "until_at"], name="support_unmet_span_area"),
        ]


class UnmetChange(models.Model):
    """A need that a fact touched since its spans were kept; one row for each fact, written by triggers.

    Rows are added, never looked for: a writer that found its need noted already would wait for nobody, and a
    job could take the note before the writer's fact can be seen.
    """

    need_id = models.BigIntegerField()


class UnmetMark(models.Model):
    """By which rules spans are kept, and when they were last brought up to date; one row."""

    rules = models.CharField(max_length=60, unique=True)
    kept_at = models.DateTimeField()
