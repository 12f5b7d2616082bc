"""Postcodes as the statistical office publishes them: where each is, and in which lowest-tier area."""

from django.db import models

from .areas import Area


class Postcode(models.Model):
    """One postcode of the register; it changes in place when a newer register says something else."""

    postcode = models.CharField(max_length=8, primary_key=True)  # "M33 7ZF", as the post writes it
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)  # never looked up by it
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True, latitude__isnull=True)
                | models.Q(longitude__isnull=False, latitude__isnull=False),
                name="registry_postcode_point_whole",
            )
        ]
