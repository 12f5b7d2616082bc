"""Who owned what, from when until when. A span is ended, never changed."""

from django.db import models


class Ownership(models.Model):
    """One span in which one owner answered for one thing."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    owner = models.CharField(max_length=100)  # an actor's key, or "organisation:12"
    owned_from = models.DateTimeField()
    owned_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=100)

    class Meta:
        app_label = "core"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=models.Q(owned_until__isnull=True),
                name="one_owner_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(owned_until__isnull=True)
                | models.Q(owned_until__gte=models.F("owned_from")),
                name="ownership_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "owned_from"], name="ownership_by_subject"),
            models.Index(fields=["owner", "owned_from"], name="ownership_by_owner"),
        ]
