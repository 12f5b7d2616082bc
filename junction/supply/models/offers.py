"""Offers to make, sell or give equipment, and what was found in checks. Owned in `core.ownership`."""

from django.db import models
from django.db.models import Q

from .catalogue import Item


class Offer(models.Model):
    """Somebody offers something. Who speaks for the company stands under keys (`core.personal`)."""

    kind = models.CharField(max_length=10)  # a code of the playbook: sell, make, give
    company = models.CharField(max_length=200)
    company_number = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=32)  # keys of personal values
    email = models.CharField(max_length=32)
    phone = models.CharField(max_length=32, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=500)
    quantity = models.BigIntegerField(null=True, blank=True)  # base units of the item a week, or in all
    price = models.CharField(max_length=200, blank=True)
    there_on = models.DateField(null=True, blank=True)  # the day by which it could be delivered
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=100)
    channel = models.CharField(max_length=10)  # web, typed
    playbook = models.CharField(max_length=80)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answer = models.CharField(max_length=20, blank=True)  # a code of the playbook
    told = models.CharField(max_length=1000, blank=True)  # what they were told

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(
                fields=["received_at"], name="supply_offer_open", condition=Q(answered_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="supply_offer_answered_with_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0), name="supply_offer_of_something"
            ),
        ]


class OfferCheck(models.Model):
    """What was found when one thing was looked at. Rows are added; the newest of each check counts."""

    class Result(models.TextChoices):
        PASSED = "passed", "Passed"
        FAILED = "failed", "Not passed"
        WAITING = "waiting", "Waiting for an answer"

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="checks")
    code = models.CharField(max_length=20)  # of the playbook
    result = models.CharField(max_length=10, choices=Result.choices)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ["offer_id", "at", "id"]
