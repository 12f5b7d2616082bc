"""What places a scope sees, now and as they were known."""

from datetime import date, timedelta

import pytest

from junction.core.scope import NOBODY, Actor, Grant, Reach, Scope
from junction.registry import operations, queries
from junction.registry.models import Place
from junction.registry.rules.identifiers import IdentifierKind
from junction.registry.rules.places import PlaceDetails

from .factories import KNOWN_AT, AreaFactory, OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db
ALL = frozenset({"registry.see", "registry.edit", "registry.import"})


def actor(**reach) -> Actor:
    return Actor(key="user:1", name="Test", scope=Scope(grants=(Grant("test", ALL, Reach(**reach)),)))


def test_a_scope_sees_places_by_area_by_council_by_name_and_by_provider():
    county = AreaFactory(kind="county")
    provider = OrganisationFactory()
    place = PlaceFactory(council=county, registration__organisation=provider)
    PlaceFactory()
    for reach in (
        {"areas": frozenset({place.area_id})},
        {"areas": frozenset({county.code})},
        {"places": frozenset({place.pk})},
        {"organisations": frozenset({provider.pk})},
    ):
        assert list(queries.places(actor(**reach).scope)) == [place]
    assert not queries.places(NOBODY)
    assert queries.places(actor(national=True).scope).count() == 2


def test_an_ended_registration_no_longer_reaches_the_provider_but_did():
    provider = OrganisationFactory()
    place = PlaceFactory(
        registration__organisation=provider,
        registration__registered_until=date(2020, 4, 10),
        registration__ended_recorded_at=KNOWN_AT + timedelta(days=9),
    )
    scope = actor(organisations=frozenset({provider.pk})).scope
    assert not queries.places(scope)
    assert list(queries.places(scope, as_at=KNOWN_AT + timedelta(days=1))) == [place]


def test_places_as_at_counts_what_was_known_and_open_then():
    place = PlaceFactory()
    scope = actor(national=True).scope
    assert not queries.places(scope, as_at=KNOWN_AT - timedelta(seconds=1))
    assert list(queries.places(scope, as_at=KNOWN_AT)) == [place]


def test_create_place_stores_place_registration_and_identifier(now):
    area = AreaFactory()
    details = PlaceDetails(
        name="The Oaks",
        service_type="nursing-home",
        area=area.code,
        council=area.code,
        identifier=(IdentifierKind.CQC_LOCATION, "1-112588858"),
    )
    by = actor(areas=frozenset({area.code}))
    place = operations.create_place(details, by=by, now=now)
    assert queries.place_by_identifier(by.scope, "cqc-location", "1-112588858") == place
    assert queries.live_registrations(by.scope).get().place == place
    with pytest.raises(operations.IdentifierTaken):
        operations.create_place(details, by=by, now=now)


def test_create_place_refuses_outside_the_reach(now):
    area = AreaFactory()
    details = PlaceDetails(name="The Oaks", service_type="nursing-home", area=area.code)
    with pytest.raises(operations.CannotCreatePlace):
        operations.create_place(details, by=actor(areas=frozenset({"E08000001"})), now=now)


def test_a_place_out_of_scope_does_not_exist():
    place = PlaceFactory()
    scope = actor(areas=frozenset({"E08000001"})).scope
    with pytest.raises(Place.DoesNotExist):
        queries.place(scope, place.pk)
    assert queries.place_by_identifier(scope, "cqc-location", place.identifiers.get().value) is None
