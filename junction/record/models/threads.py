"""Threads: any subject as one line through all documents; links are taken back, never changed."""

from django.db import models

from .said import Said


class Thread(Said):
    """A subject that somebody follows."""

    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)

    class Meta:
        ordering = ["title", "id"]


class ThreadLink(models.Model):
    """One thing on a thread, by its kind and number ("statement", 12); `at` is when it happened."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="links")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["thread_id", "at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "subject_kind", "subject_id"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="record_thread_link_once",
            )
        ]
