"""Who must find an owner for a thing that nobody has. Added, never changed; the newest counts."""

from django.db import models


class Finder(models.Model):
    """Somebody is to find one thing a home, from a moment on."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    finder = models.CharField(max_length=200)  # by post, not by name
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"], name="assurance_finder_of")]
