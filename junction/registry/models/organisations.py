"""Organisations: who runs, commissions or supplies care; and the identifiers and contacts they bear."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from ..rules.contacts import CONTACT_LABELS, ContactKind
from .areas import Area
from .past import Amended


class Organisation(Amended):
    """A provider, council, trust, Local Resilience Forum, wholesaler, voluntary or national body."""

    class Kind(models.TextChoices):
        PROVIDER = "provider", "Provider"
        COUNCIL = "council", "Council"
        TRUST = "trust", "NHS trust"
        LRF = "lrf", "Local Resilience Forum"
        WHOLESALER = "wholesaler", "Wholesaler"
        VOLUNTARY = "voluntary", "Voluntary body"
        NATIONAL = "national", "National body"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)  # without the legal form; see rules.names
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["kind", "name_key"], name="organisation_by_key"),
            GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name="organisation_alike"),
        ]


ONE_BEARER = Q(place__isnull=False, organisation__isnull=True) | Q(
    place__isnull=True, organisation__isnull=False
)


class Identifier(models.Model):
    """A number or code by which others know a place or an organisation.

    A regulator's number stays with its place after the registration ends, so that old papers still lead
    there.
    """

    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=260)
    place = models.ForeignKey(
        "registry.Place", on_delete=models.CASCADE, null=True, blank=True, related_name="identifiers"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="identifiers"
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(
        max_length=100, blank=True
    )  # lists do not bring back what a person withdrew

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"], condition=Q(withdrawn_at__isnull=True), name="one_bearer_at_a_time"
            ),
            models.CheckConstraint(condition=ONE_BEARER, name="identifier_has_one_bearer"),
        ]
        indexes = [models.Index(fields=["value"], name="identifier_by_value")]


class Contact(models.Model):
    """A way to reach a place or an organisation; `source` tells what a list said from what a person wrote."""

    Kind = ContactKind

    class Source(models.TextChoices):
        LIST = "list", "From a list"
        PERSON = "person", "Added by a person"

    kind = models.CharField(
        max_length=7, choices=[(str(kind), name) for kind, name in CONTACT_LABELS.items()]
    )
    value = models.CharField(max_length=300)
    label = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=6, choices=Source.choices)
    place = models.ForeignKey(
        "registry.Place", on_delete=models.CASCADE, null=True, blank=True, related_name="contacts"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="contacts"
    )
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=100, blank=True)  # who said so; empty: a newer list

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_BEARER, name="contact_has_one_bearer")]
