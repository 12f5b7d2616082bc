"""People outside the register whom a council's hub supplies, what they got, and aid between providers.

Who somebody is stands under keys (`core.personal`) until some months after they were last supplied; what
was handed out, on which ground, stays.
"""

from django.db import models
from django.db.models import F, Q

from .orders import Order


class Recipient(models.Model):
    """Somebody who may have free supply from a council's hub: a personal assistant, an unpaid carer."""

    council = models.ForeignKey("registry.Area", models.PROTECT, related_name="+")
    eligibility = models.CharField(max_length=40)  # a code of the playbook
    evidence = models.CharField(max_length=200)  # what was seen, never a copy of it
    name = models.CharField(max_length=32)  # keys of personal values
    contact = models.CharField(max_length=32)
    address = models.CharField(max_length=32, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=100)
    supplied_on = models.DateField(null=True, blank=True)  # last
    playbook = models.CharField(max_length=80)

    class Meta:
        ordering = ["-registered_at", "-id"]
        indexes = [models.Index(fields=["council", "-registered_at"], name="supply_recipient_of_hub")]


class FreeIssue(models.Model):
    """What one order handed to a recipient, and on which ground."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="free_issue", primary_key=True)
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="issues")
    eligibility = models.CharField(max_length=40)
    playbook = models.CharField(max_length=80)
    handed_at = models.DateTimeField()
    handed_by = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["recipient", "-handed_at"], name="supply_issue_by_recipient")]


class Aid(models.Model):
    """One provider gives to another: the order says what and to whom, this says who gives and who agreed."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="aid", primary_key=True)
    giver = models.ForeignKey("registry.Place", models.PROTECT, related_name="+")
    taker = models.ForeignKey("registry.Place", models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=100)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=100, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["giver", "-offered_at"], name="supply_aid_by_giver"),
            models.Index(fields=["taker", "-offered_at"], name="supply_aid_by_taker"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="supply_aid_to_somebody_else")
        ]
