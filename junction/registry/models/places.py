"""Places and what is registered upon them: the building stays, registrations come and go.

A registration has two times: from and until when it held (`registered_from`, `registered_until`), and when
Junction came to know of its start and of its end (`recorded_at`, `ended_recorded_at`), so that the places
of an area can be counted as they were known at any moment.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value

from ..rules.identifiers import clean_identifier
from ..rules.names import name_key
from ..rules.places import PlaceDetails
from .areas import Area
from .organisations import Organisation
from .past import Amended


def gives(kinds: Collection[str]) -> Q:
    """Return the condition that a place gives any of these kinds of care."""
    return Q(service_types__overlap=sorted(kinds)) | Q(service_type__in=sorted(kinds))


def lies_in(codes: Collection[str | None] | models.QuerySet[Any, Any]) -> Q:
    """Return the condition that a place lies in one of these areas: its lowest known one is among them.

    None among them stands for the places of which no area is known.
    """
    if isinstance(codes, models.QuerySet):
        return Q(area_id__in=codes) | Q(area_id__isnull=True, council_id__in=codes)
    given = sorted(code for code in codes if code) or [""]  # of an empty list Django makes no SQL
    found = Q(area__among=given) | Q(area__isnull=True, council__among=given)
    return found | Q(area_id__isnull=True, council_id__isnull=True) if None in codes else found


class Place(Amended):
    """A building, or the base of a service, where or from which care is given."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    service_type = models.CharField(max_length=20)  # the main one; rules.service_types
    service_types = ArrayField(models.CharField(max_length=20), default=list)
    address = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="places")
    council = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="council_places"
    )
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    beds = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    details_on = models.DateField(null=True, blank=True)  # the day the details are from; none: undated
    corrected = ArrayField(
        models.CharField(max_length=20), default=list
    )  # fields a person set; lists leave them
    closed_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name="place_alike"),
            models.Index(fields=["postcode", "name_key"], name="place_by_postcode"),
            models.Index(fields=["name", "id"], name="place_by_name"),
            models.Index(Func(F("postcode"), Value(" "), Value(1), function="split_part",
                              output_field=models.TextField()), name="place_by_outward"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="place_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="place_position_whole",
            ),
        ]

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind of care given here, the main one among them."""
        return frozenset({self.service_type, *self.service_types})

    @property
    def lies_in(self) -> str | None:
        """The code of the lowest area that is known of it."""
        return self.area_id or self.council_id

    @classmethod
    def of(cls, item: PlaceDetails, *, now: datetime) -> "Place":
        """The row of a place to be made."""
        return cls(
            name=item.name,
            name_key=name_key(item.name),
            service_type=item.service_type,
            service_types=list(item.service_types) or [item.service_type],
            address=item.address,
            town=item.town,
            postcode=item.postcode,
            area_id=item.area,
            council_id=item.council,
            longitude=item.longitude,
            latitude=item.latitude,
            beds=item.beds,
            created_at=now,
            details_on=item.details_on,
        )


class Registration(Amended):
    """A regulator's (or a list's) entry upon a place, by one provider, from a day until a day."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="registrations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    identifier_kind = models.CharField(max_length=20)
    identifier = models.CharField(max_length=260)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    service_types = ArrayField(models.CharField(max_length=20), default=list)
    beds = models.PositiveIntegerField(null=True, blank=True)
    registered_from = models.DateField(null=True, blank=True)  # none: not known
    registered_until = models.DateField(null=True, blank=True)  # exclusive: the first day it no longer holds
    first_listed_on = models.DateField(null=True, blank=True)
    last_listed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    ended_recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["identifier", "identifier_kind"], name="registration_by_identifier"),
            GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name="registration_alike"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier_kind", "identifier"],
                condition=Q(ended_recorded_at__isnull=True) & ~Q(identifier_kind="council-list"),
                name="one_live_registration",
            ),
            models.CheckConstraint(
                condition=Q(registered_until__isnull=True, ended_recorded_at__isnull=True)
                | Q(registered_until__isnull=False, ended_recorded_at__isnull=False),
                name="registration_end_is_known",
            ),
        ]

    @classmethod
    def of(cls, item: PlaceDetails, place: Place, *, now: datetime) -> "Registration":
        """The row of a registration to be made upon `place`."""
        kind, value = item.registered_as
        return cls(
            place=place,
            organisation_id=item.organisation,
            identifier_kind=kind,
            identifier=clean_identifier(kind, value),
            name=item.name,
            name_key=name_key(item.name),
            service_types=list(item.service_types) or [item.service_type],
            beds=item.beds,
            registered_from=item.registered_from,
            first_listed_on=item.details_on,
            last_listed_on=item.details_on,
            recorded_at=now,
        )

    @property
    def is_live(self) -> bool:
        """Tell whether no end of it is known."""
        return self.ended_recorded_at is None


class RegistrationLink(models.Model):
    """One registration followed another: a new provider, a new name, the same care.

    `successor` may be known only by its identifier, when the regulator names one we do not hold, and so may
    the predecessor.
    """

    predecessor = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="links_on"
    )
    successor = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="links_back"
    )
    predecessor_identifier = models.CharField(max_length=260)
    successor_identifier = models.CharField(max_length=260)
    reason = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor_identifier", "successor_identifier"], name="one_link_once"
            ),
        ]
