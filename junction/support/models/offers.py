"""Offers of help by businesses and groups, who has which kind where, and what was used of each.

Who has an offer stands in `core.ownership`, and how to reach who offers under keys in `core.personal`.
"""

from django.db import models
from django.db.models import Q


class Offer(models.Model):
    """One offer of help and how it stands now."""

    class State(models.TextChoices):
        OPEN = "open", "Not yet answered"
        ACCEPTED = "accepted", "Accepted"
        USED = "used", "Used"
        DECLINED = "declined", "Declined"
        LAPSED = "lapsed", "Lapsed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    reference = models.CharField(max_length=9, unique=True)
    kind = models.CharField(max_length=20)
    staff_kind = models.CharField(max_length=20, blank=True)
    company = models.CharField(max_length=200)  # the business or group
    what = models.CharField(max_length=1000)
    quantity = models.PositiveIntegerField()  # in what its kind is counted in
    price_basis = models.CharField(max_length=20)
    price = models.CharField(max_length=200, blank=True)
    conditions = models.CharField(max_length=1000, blank=True)
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, related_name="+")  # null: anywhere
    starts_on = models.DateField()
    ends_on = models.DateField()  # the first day on which it no longer stands
    name = models.CharField(max_length=32)  # keys of personal values
    email = models.CharField(max_length=32, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=100)
    channel = models.CharField(max_length=10)  # web, typed, api
    playbook = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)  # of the private link
    elsewhere = models.CharField(max_length=40, blank=True)  # "supply-offer:12", where it is dealt with too
    desk = models.ForeignKey("registry.Area", models.PROTECT, null=True, related_name="+")  # null: the nation
    step = models.CharField(max_length=10)
    homeless_since = models.DateTimeField(null=True)  # its owner must find it a home since then
    promised_at = models.DateTimeField()  # the answer that was promised
    due_at = models.DateTimeField()  # the answer that is due now: as promised, later once escalated
    passes = models.PositiveIntegerField(default=0)  # hand-overs so far, as `core.ownership` has them
    escalations = models.PositiveIntegerField(default=0)
    raised_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    state_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)
    declined_why = models.CharField(max_length=20, blank=True)
    told = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["due_at"], name="support_offer_due", condition=Q(state="open")),
            models.Index(fields=["area", "-received_at"], name="support_offer_by_area"),
            models.Index(
                fields=["ends_on"], name="support_offer_ends", condition=Q(state__in=["open", "accepted"])
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="declined") ^ Q(declined_why=""), name="support_offer_declined_says_why"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="support_offer_of_something"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("starts_on")), name="support_offer_ends_after_it_starts"
            ),
        ]


class OfferRoute(models.Model):
    """Who has offers of one kind ("" for every kind) at the desk of an area, from a day until another."""

    kind = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, related_name="+")  # null: the nation
    owner = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    why = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["kind", "-valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "area"],
                condition=Q(valid_until__isnull=True),
                nulls_distinct=False,
                name="support_one_offer_route",
            )
        ]


class OfferUse(models.Model):
    """So much of an offer was used, by whom and for which need; never changed."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="uses")
    quantity = models.PositiveIntegerField()
    used_by = models.CharField(max_length=200)  # the body that used it
    need = models.CharField(max_length=9, blank=True)  # the reference of a need
    used_on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="support_offer_used_something")
        ]
