"""Practice-quality reviews: what a council found, week by week, in what assures its practice."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class PracticeReview(models.Model):
    """The review of one week by one council; a correction is another row of the same week."""

    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    week_on = models.DateField()  # the first day of the week, by the playbook
    reviewed_on = models.DateField()
    frameworks = ArrayField(models.CharField(max_length=20))  # codes of the playbook
    found = models.TextField()
    changes = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    signer = models.CharField(max_length=20)  # by post: a code of the playbook
    why = models.TextField(blank=True)  # of a correction
    playbook = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["area_id", "-week_on", "-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "week_on"],
                condition=Q(superseded_at__isnull=True),
                name="assurance_practice_current",
            )
        ]
