"""Incidents: an emergency declared for areas, with the playbook that says what is asked of whom."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from .areas import Area


class Incident(models.Model):
    """A declared emergency; the version of its playbook is chosen by the day asked about."""

    name = models.CharField(max_length=120)
    playbook = models.CharField(max_length=40)
    playbook_version = models.CharField(max_length=80)  # in force when it was declared
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=100)
    why = models.TextField()
    stood_down_at = models.DateTimeField(null=True, blank=True)
    stood_down_by = models.CharField(max_length=100, blank=True)
    stood_down_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stood_down_at__isnull=True) | Q(stood_down_at__gte=F("started_at")),
                name="incident_ends_after_start",
            ),
        ]

    def is_over(self, *, at: datetime) -> bool:
        """Tell whether it had been stood down by a moment."""
        return self.stood_down_at is not None and self.stood_down_at <= at


class IncidentArea(models.Model):
    """An area an incident was declared for, and since when; everything inside the area is meant too."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="incident_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="incident_areas")
    joined_at = models.DateTimeField()
    joined_by = models.CharField(max_length=100)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "area"], name="one_area_per_incident")]
