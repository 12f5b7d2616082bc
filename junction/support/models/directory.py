"""The directory: services, who gives them, where, when, for whom, and where each entry came from.

Its objects are those of HSDS-UK 3.0; services, organisations and locations keep the identifiers they came
with. What is only shown and never searched (costs, languages) lies beside the service as it was given.
Entries change in place: the log has who changed them, `assured_on` when they were last right, and
`ServiceState` what counted in figures until then. No person is named.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q


class DirectorySource(models.Model):
    """A feed, a list, or what is kept here: whence entries came, and when last."""

    class Kind(models.TextChoices):
        KEPT = "kept", "Kept here"
        LIST = "list", "A list"
        FEED = "feed", "A feed"

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, blank=True)  # of the file last taken

    class Meta:
        ordering = ["name"]


class ServiceOrganisation(models.Model):
    """Who gives services, as a feed says it; `body` is the same organisation in the registry, where known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=500, blank=True)
    identifiers = models.JSONField(default=list, blank=True)
    body = models.ForeignKey("registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    source = models.ForeignKey(DirectorySource, models.PROTECT, related_name="organisations")

    class Meta:
        ordering = ["name", "id"]


class Service(models.Model):
    """What somebody does for people: the entry, its keeper, and how fresh it is."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        INACTIVE = "inactive", "Not active"
        DEFUNCT = "defunct", "Ended"
        CLOSED = "temporarily closed", "Closed for now"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(ServiceOrganisation, models.PROTECT, related_name="services")
    source = models.ForeignKey(DirectorySource, models.PROTECT, related_name="services")
    keeper = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )  # whose partners keep it and answer referrals
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    search_key = models.CharField(max_length=400)  # name, organisation and terms, without case and accents
    description = models.TextField(blank=True)
    described = models.GeneratedField(  # stems of the description: made once, not for each search
        expression=SearchVector("description", config="english"), output_field=SearchVectorField(),
        db_persist=True,
    )  # fmt: skip
    url = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=254, blank=True)  # a mailbox that the service publishes
    phone = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices)
    needs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    ways = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # none: not said
    eligibility = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    places_free = models.PositiveIntegerField(null=True, blank=True)  # capacity; none: not said
    places_free_on = models.DateField(null=True, blank=True)
    alert = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)  # cost options, phones, languages, funding, contacts
    assured_on = models.DateField(null=True, blank=True)
    chased_on = models.DateField(null=True, blank=True)
    chases = models.PositiveSmallIntegerField(default=0)  # letters since it was last right
    digest = models.CharField(max_length=64, blank=True)  # of what the source last said
    edited_at = models.DateTimeField(null=True, blank=True)  # by a person: its source no longer overwrites it
    last_modified = models.DateTimeField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="service_alike"),
            GinIndex(fields=["needs"], name="service_by_need"),
            GinIndex(fields=["described"], name="service_by_words"),
            GinIndex(fields=["ways"], name="service_by_way"),
            models.Index(fields=["last_modified", "id"], name="service_by_modified"),
            models.Index(fields=["name", "id"], name="service_by_name"),
            models.Index(fields=["assured_on"], name="service_by_assured"),
        ]


class Location(models.Model):
    """Where services are given; its address is that of a building, never of a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    accessibility = models.JSONField(default=list, blank=True)
    external_identifier = models.CharField(max_length=100, blank=True)
    external_identifier_type = models.CharField(max_length=100, blank=True)
    source = models.ForeignKey(DirectorySource, models.PROTECT, related_name="locations")

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="location_by_point"),
            models.Index(fields=["postcode"], name="location_by_postcode"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
                name="location_position_whole",
            )
        ]


class ServiceAtLocation(models.Model):
    """A service is given at a location."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, models.PROTECT, related_name="at_services")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="service_at_location_once")
        ]


class ServiceArea(models.Model):
    """For whom by where they live: an area of the registry where it is known, else words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, models.CASCADE, related_name="areas")
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=300, blank=True)
    uri = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]


class ServiceState(models.Model):
    """What a service was from a moment on: whether it was given, for which needs, and for which areas of the
    registry. Added when one of them becomes another, never changed.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="states")
    from_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Service.Status.choices)
    needs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=9), default=list, blank=True)  # codes, in order

    class Meta:
        ordering = ["from_at", "id"]
        indexes = [models.Index(fields=["service", "-from_at", "-id"], name="support_service_then")]


class ServiceSchedule(models.Model):
    """When a service is open, by RRULE fields; see `rules.opening`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, models.CASCADE, related_name="schedules")
    freq = models.CharField(max_length=10, blank=True)
    interval = models.PositiveSmallIntegerField(default=1)
    byday = models.CharField(max_length=60, blank=True)
    bymonthday = models.CharField(max_length=100, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class Taxonomy(models.Model):
    """A list of terms by which services are classed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name", "id"]


class TaxonomyTerm(models.Model):
    """One term of a taxonomy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    taxonomy = models.ForeignKey(Taxonomy, models.PROTECT, related_name="terms")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    uri = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name", "id"]


class ServiceTerm(models.Model):
    """A service is classed by a term: what it is, or whom it is for (`link_type`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, models.CASCADE, related_name="terms")
    term = models.ForeignKey(TaxonomyTerm, models.PROTECT, related_name="services")
    link_type = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]


class SearchWithoutResult(models.Model):
    """What was sought and not there: of one day, council, need and term. Nothing tells who sought."""

    day = models.DateField()
    area = models.ForeignKey("registry.Area", models.PROTECT, null=True, blank=True, related_name="+")
    need = models.CharField(max_length=40, blank=True)
    term = models.CharField(max_length=40, blank=True)
    is_by_time = models.BooleanField(default=False)  # there was one, but none open then
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-day", "-times", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "area", "need", "term", "is_by_time"], nulls_distinct=False,
                name="no_result_once_a_day",
            )
        ]  # fmt: skip
