"""What a person tells who employs their own carers and asks the desk: how many, for how long, and a plan B.

It stands beside their need; who they are is told by the need, as of everybody.
"""

from django.db import models
from django.db.models import Q

from .needs import Need


class Employer(models.Model):
    """Somebody who employs personal assistants, as they told it with one case; none: they did not say."""

    need = models.OneToOneField(Need, models.PROTECT, related_name="employer", primary_key=True)
    assistants = models.PositiveSmallIntegerField()
    weekly_hours = models.PositiveSmallIntegerField(null=True)
    has_backup = models.BooleanField(null=True)  # a plan of their own for when an assistant cannot come

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(assistants__gt=0), name="support_employs_somebody")]
