"""Expert help for councils: what one needs, who leads each region, what was offered, what came of it.

All of it is added and never changed; the newest lead of a region and the newest outcome of a need count.
"""

from django.db import models


class HelpNeed(models.Model):
    """What a council needs advice or hands for."""

    council = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    region = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    theme = models.CharField(max_length=20)  # a code of the playbook
    text = models.TextField()
    answer_by = models.DateField()
    playbook = models.CharField(max_length=100)
    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-stated_at", "-id"]
        indexes = [models.Index(fields=["council", "stated_at"], name="assurance_help_council")]


class RegionLead(models.Model):
    """Who leads the help for a region, from a day on: a post and how to reach it."""

    region = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    post = models.CharField(max_length=200)  # not a person's name
    reached_by = models.CharField(max_length=200)
    from_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["region_id", "from_on", "id"]


class HelpOffer(models.Model):
    """What was offered for a need, and from when until when; the end is the day after the last."""

    need = models.ForeignKey(HelpNeed, models.PROTECT, related_name="offers")
    text = models.TextField()
    given_by = models.CharField(max_length=200)  # an organisation or post
    from_on = models.DateField()
    until_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["need_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gt=models.F("from_on")), name="assurance_help_has_a_span"
            )
        ]


class HelpOutcome(models.Model):
    """What came of it, as the council or its region says."""

    need = models.ForeignKey(HelpNeed, models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=20)  # a code of the playbook
    text = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["need_id", "id"]
