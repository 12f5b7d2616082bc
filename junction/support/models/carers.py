"""What unpaid carers were offered by way of their cases, and how each came to stand as it does.

The row holds how it stands; `CarerStep` rows hold how it came to it, and are never changed. Nothing here
tells who somebody is: that is read from the need, by whoever may.
"""

from django.db import models
from django.db.models import Q

from .needs import Need

OVER = ("done", "refused")


class CarerHelp(models.Model):
    """An assessment or a short break of one carer, whose need it came from."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="carer_help")
    kind = models.CharField(max_length=20)  # a code of carers.toml, as are state and why
    state = models.CharField(max_length=20)
    state_at = models.DateTimeField()
    why = models.CharField(max_length=20, blank=True)
    owner = models.CharField(max_length=80, blank=True)  # who has it: a person's key, or a post; never a name
    on = models.DateField(null=True)  # the day on which it was done
    until = models.DateField(null=True)  # the last day for which it was agreed, where one was said
    limit_at = models.DateTimeField(null=True)  # until when the next step is due
    late_told_at = models.DateTimeField(null=True)  # when the council was told that this step is late
    opened_at = models.DateTimeField()
    playbook = models.CharField(max_length=80)

    class Meta:
        ordering = ["limit_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "kind"], condition=~Q(state__in=OVER), name="support_carer_help_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER) ^ Q(limit_at__isnull=False), name="support_carer_help_has_a_limit"
            ),
        ]


class CarerStep(models.Model):
    """One thing that happened to it; added, never changed."""

    help = models.ForeignKey(CarerHelp, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    why = models.CharField(max_length=20, blank=True)
    owner = models.CharField(max_length=80, blank=True)
    on = models.DateField(null=True)
    until = models.DateField(null=True)
    limit_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["help", "at"], name="support_carer_steps")]
