"""Two needs that may be one: flagged by the same telephone number or name, judged by a person."""

from django.db import models
from django.db.models import F, Q

from .needs import Need


class Alike(models.Model):
    """One pair: a need, and the newest open one before it in the same council of who seems the same."""

    class Judged(models.TextChoices):
        WAITING = "", "To be judged"
        JOINED = "joined", "Joined"
        APART = "apart", "Kept apart"

    need = models.OneToOneField(Need, models.PROTECT, related_name="alike")
    other = models.ForeignKey(Need, models.PROTECT, related_name="+")
    same = models.CharField(max_length=5)  # phone, name
    found_at = models.DateTimeField()
    judged = models.CharField(max_length=6, blank=True, choices=Judged.choices)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["found_at"], name="support_alike_waiting", condition=Q(judged="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(other__lt=F("need")), name="support_alike_in_order"),
            models.CheckConstraint(
                condition=Q(judged="", judged_at__isnull=True, judged_by="")
                | (~Q(judged="") & Q(judged_at__isnull=False) & ~Q(judged_by="")),
                name="support_alike_judged_by_a_person",
            ),
        ]
