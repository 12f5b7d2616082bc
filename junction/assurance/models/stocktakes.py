"""Stocktakes with a region's directors: the meeting, who was invited and came, what was said and asked.

All of it is added. Whether a guest came is stamped once; a point that another corrects stays.
What an ask became is a reference by kind and number.
"""

from django.db import models


class Stocktake(models.Model):
    """A dated meeting with the directors of one region."""

    region = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    write_up_by = models.DateField()
    playbook = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-held_on", "-id"]


class StocktakeGuest(models.Model):
    """A post that was invited, of a council or of somewhere else."""

    stocktake = models.ForeignKey(Stocktake, models.PROTECT, related_name="guests")
    role = models.CharField(max_length=200)  # the post, not a name
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)
    came = models.BooleanField(null=True, blank=True)
    came_recorded_at = models.DateTimeField(null=True, blank=True)
    came_recorded_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["stocktake_id", "id"]


class StocktakePoint(models.Model):
    """One thing that was said: a challenge, the approach to it, or help asked of the centre."""

    stocktake = models.ForeignKey(Stocktake, models.PROTECT, related_name="points")
    kind = models.CharField(max_length=20)  # a code of the playbook
    area = models.ForeignKey(
        "registry.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )  # of which council; none: the region as a whole
    text = models.TextField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )  # fmt: skip
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["stocktake_id", "id"]


class PointCarried(models.Model):
    """What an ask of a stocktake became elsewhere."""

    point = models.ForeignKey(StocktakePoint, models.PROTECT, related_name="carried")
    kind = models.CharField(max_length=20)  # national-issue, record-ask
    number = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["point_id", "id"]
        constraints = [models.UniqueConstraint(fields=["point", "kind"], name="assurance_point_carried_once")]
