"""Supply problems: a shortage that was reported, or a need no route could meet; owned in `core.ownership`."""

from django.db import models
from django.db.models import Q

from .catalogue import Item
from .orders import Order


class Problem(models.Model):
    """Something is short somewhere, for somebody to own until it is not."""

    title = models.CharField(max_length=120)
    severity = models.CharField(max_length=10)  # a code of the playbook
    area = models.ForeignKey(
        "registry.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )  # where it is short; none: everywhere
    desk = models.ForeignKey(
        "registry.Area", models.PROTECT, null=True, blank=True, related_name="+"
    )  # of the forum it was reported to; none: the nation's cell
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="problems")
    told = models.CharField(max_length=500, blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=100)
    channel = models.CharField(max_length=10)  # web, api, system
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=20, blank=True)  # a code of the playbook
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [
            models.Index(
                fields=["raised_at"], name="supply_problem_open", condition=Q(closed_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="supply_problem_closed_with_an_outcome",
            ),
        ]


class ProblemItem(models.Model):
    """So much of an item is short, in base units; none where nobody has counted."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    quantity = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["problem_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "item"], name="supply_problem_item_once"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0), name="supply_short_of_something"
            ),
        ]
