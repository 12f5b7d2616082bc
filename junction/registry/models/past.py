"""What was known before: the details of a place, a registration or an organisation until they were changed.

The tables of the present keep the present. A trigger of the database (`migrations/0005_past.py`) puts the old
details here whenever a write changes them, by whatever road, and dates them by the moment which that write
says in `amending_at`; a write that changes details and says no moment fails. Rows are never changed.

Not kept: what says nothing of the thing itself (the day its details are from, which fields a person set);
what has moments of its own (merges, the end of a registration, identifiers, contacts).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .areas import Area


class Amended(models.Model):
    """Something whose details may change.

    `known_since` is when the present ones became known (none: when it was made); the trigger sets it.
    `amending_at` is the moment that a write says; the trigger takes it off.
    """

    known_since = models.DateTimeField(null=True, editable=False)
    amending_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class Past(models.Model):
    """Details that were known from a moment until another; written by the trigger only.

    `changed_at` is the moment of the change as its line in the log has it; it is earlier than `known_until`
    where two writes crossed and the later one was stored first.
    """

    known_from = models.DateTimeField()
    known_until = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["id"]


class PlacePast(Past):
    """What a place was."""

    place = models.ForeignKey("registry.Place", on_delete=models.PROTECT, related_name="pasts")
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    service_type = models.CharField(max_length=20)
    service_types = ArrayField(models.CharField(max_length=20))
    address = models.CharField(max_length=300)
    town = models.CharField(max_length=100)
    postcode = models.CharField(max_length=8)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    council = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    beds = models.PositiveIntegerField(null=True)
    closed_on = models.DateField(null=True)

    class Meta(Past.Meta):
        indexes = [models.Index(fields=["known_until"], name="place_past_by_end")]


class RegistrationPast(Past):
    """What a registration said; who ran it too, where a list corrected that."""

    registration = models.ForeignKey("registry.Registration", on_delete=models.PROTECT, related_name="pasts")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )
    identifier_kind = models.CharField(max_length=20)
    identifier = models.CharField(max_length=260)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    service_types = ArrayField(models.CharField(max_length=20))
    beds = models.PositiveIntegerField(null=True)
    registered_from = models.DateField(null=True)

    class Meta(Past.Meta):
        indexes = [models.Index(fields=["known_until"], name="registration_past_by_end")]


class OrganisationPast(Past):
    """What an organisation was called, and whose part it was."""

    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="pasts")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    parent = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta(Past.Meta):
        indexes = [models.Index(fields=["known_until"], name="organisation_past_by_end")]
