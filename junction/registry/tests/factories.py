"""Makes areas, organisations and places for tests.

`PlaceFactory(area=…)` comes with one live registration.
"""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from junction.registry.models import Area, AreaInside, Identifier, Organisation, Place, Registration
from junction.registry.rules.names import name_key, organisation_key

KNOWN_AT = datetime(2020, 4, 1, 9, 0, tzinfo=UTC)


class AreaFactory(DjangoModelFactory):
    """A council that exists since 1974 and lies in itself."""

    class Meta:
        model = Area
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"E0899{n:04d}")
    kind = "unitary"
    name = factory.Sequence(lambda n: f"Council {n}")
    started_on = date(1974, 4, 1)

    @factory.post_generation
    def inside(self, create, extracted, **kwargs):
        if create:
            AreaInside.objects.get_or_create(ancestor=self, descendant=self, valid_from=self.started_on)


class OrganisationFactory(DjangoModelFactory):
    """A provider of care."""

    class Meta:
        model = Organisation

    kind = "provider"
    name = factory.Sequence(lambda n: f"Provider {n} Limited")
    name_key = factory.LazyAttribute(lambda o: organisation_key(o.name))
    created_at = KNOWN_AT


class PlaceFactory(DjangoModelFactory):
    """A care home of an area, with one live registration: `registration__organisation=…` sets who runs it."""

    class Meta:
        model = Place
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Home {n}")
    name_key = factory.LazyAttribute(lambda o: name_key(o.name))
    service_type = "residential-home"
    service_types = factory.LazyAttribute(lambda o: [o.service_type])
    postcode = "M33 4RZ"
    area = factory.SubFactory(AreaFactory)
    council = factory.LazyAttribute(lambda o: o.area)
    beds = 30
    created_at = KNOWN_AT

    @factory.post_generation
    def registration(self, create, extracted, **kwargs):
        if create and extracted is not False:
            RegistrationFactory(place=self, name=self.name, service_types=self.service_types, **kwargs)


class RegistrationFactory(DjangoModelFactory):
    """A live registration known since `KNOWN_AT`, with a regulator's number that the place bears too."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    identifier_kind = "cqc-location"
    identifier = factory.Sequence(lambda n: f"1-{100_000_000 + n}")
    name = factory.Sequence(lambda n: f"Home {n}")
    name_key = factory.LazyAttribute(lambda o: name_key(o.name))
    service_types = factory.LazyFunction(lambda: ["residential-home"])
    recorded_at = KNOWN_AT

    @factory.post_generation
    def borne(self, create, extracted, **kwargs):
        if create and self.identifier_kind != "council-list":
            Identifier.objects.get_or_create(
                kind=self.identifier_kind,
                value=self.identifier,
                defaults={"place": self.place, "recorded_at": self.recorded_at},
            )
