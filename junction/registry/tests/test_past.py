"""What was known of a place before it was changed: by a person, by a list, by a closing, in the database."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction

from junction.core.scope import Reach
from junction.registry import operations, queries
from junction.registry.files.place_lists import TEMPLATE, read_place_list
from junction.registry.models import (
    Organisation,
    OrganisationPast,
    Place,
    PlacePast,
    Registration,
    RegistrationPast,
    as_known,
)
from junction.registry.queries.exports import exported_places
from tests.cast import holder, officer_of

from .factories import KNOWN_AT, AreaFactory, OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db
BY = holder("system", Reach(national=True))
HOUR = timedelta(hours=1)


def correct(place, now, **details):
    operations.correct_place(place_id=place.pk, details=details, why="Rang them", by=BY, now=now)


def names(as_at, scope=BY.scope):
    return list(queries.places(scope, as_at=as_at).values_list("name", flat=True))


def row(place, as_at) -> dict:
    """Every detail of a place, as known now or then."""
    kept = {field.attname for field in PlacePast._meta.concrete_fields} - {"id", "place_id"}
    return (
        as_known(Place, as_at)
        .filter(pk=place.pk)
        .values(*(kept - {"known_from", "known_until", "changed_at"}))
        .get()
    )


def test_a_corrected_place_is_what_it_was_until_then(now):
    place = PlaceFactory(name="Ash House", beds=30)
    before = row(place, None)
    correct(place, now, name="Ash Lodge", beds=32, postcode="WA14 2SN")
    after = row(place, None)
    assert (after["name"], after["beds"], after["postcode"]) == ("Ash Lodge", 32, "WA14 2SN")
    assert row(place, now - timedelta(microseconds=1)) == row(place, KNOWN_AT) == before
    assert row(place, now) == row(place, now + HOUR) == after
    found = queries.places(BY.scope, as_at=now - HOUR)
    assert found.filter(name__startswith="Ash H", beds=30).order_by("-name").get() == place
    assert not found.filter(name="Ash Lodge").exists()
    assert queries.place(BY.scope, place.pk, as_at=now - HOUR).beds == 30


def test_each_of_several_changes_is_shown_at_its_time(now):
    place = PlaceFactory(name="One")
    for hours, name in enumerate(("Two", "Three", "Four")):
        correct(place, now + hours * HOUR, name=name)
    then = [row(place, now + hours * HOUR)["name"] for hours in (-1, 0, 1, 2, 3)]
    assert then == ["One", "Two", "Three", "Four", "Four"]
    assert PlacePast.objects.count() == 3


def test_two_changes_of_one_moment_are_both_kept_and_the_later_is_what_was_known(now):
    place = PlaceFactory(name="One")
    correct(place, now, name="Two")
    correct(place, now, name="Three")
    assert (row(place, now - HOUR)["name"], row(place, now)["name"]) == ("One", "Three")
    assert list(PlacePast.objects.values_list("name", flat=True)) == ["One", "Two"]


def test_a_write_that_began_earlier_and_was_stored_later_rewrites_nothing_known_between(now):
    place = PlaceFactory(name="One")
    correct(place, now, name="Two")
    correct(place, now - HOUR, name="Three")
    assert (row(place, now - HOUR)["name"], row(place, now)["name"]) == ("One", "Three")
    last = PlacePast.objects.last()
    assert (last.known_from, last.known_until, last.changed_at) == (now, now, now - HOUR)


def test_what_differs_not_leaves_no_past(now):
    place = PlaceFactory(name="Ash House")
    correct(place, now, name="Ash House")
    Place.objects.filter(pk=place.pk).update(details_on=now.date(), corrected=["beds"])
    assert not PlacePast.objects.exists()
    assert Place.objects.get().known_since is None


def forgotten(place):
    place.name = "Forged"
    yield lambda: place.save()
    yield lambda: place.save(update_fields=["name"])
    yield lambda: Place.objects.filter(pk=place.pk).update(beds=1)
    yield lambda: Place.objects.bulk_update([place], ["name"])
    yield lambda: Place.objects.bulk_create(
        [place], update_conflicts=True, unique_fields=["id"], update_fields=["name"]
    )
    yield lambda: Registration.objects.update(name="Forged")
    yield lambda: Organisation.objects.update(name="Forged")


def test_a_write_that_says_no_moment_fails_by_whatever_road(now):
    place = PlaceFactory(registration__organisation=OrganisationFactory())
    correct(place, now, name="Ash Lodge")
    place.refresh_from_db()
    for write in forgotten(place):
        with pytest.raises(IntegrityError, match="amending_at"), transaction.atomic():
            write()


def test_the_moment_of_an_earlier_write_does_not_serve_a_later_one(now):
    place = PlaceFactory()
    Place.objects.filter(pk=place.pk).update(name="Ash Lodge", amending_at=now, known_since=KNOWN_AT)
    stored = Place.objects.get()
    assert (stored.amending_at, stored.known_since) == (None, now)
    with pytest.raises(IntegrityError, match="amending_at"), transaction.atomic():
        Place.objects.update(name="Forged", known_since=now + HOUR)


@pytest.mark.parametrize("table", ["placepast", "registrationpast", "organisationpast"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET name = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_past_cannot_be_changed(table, statement):
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement.format(f"registry_{table}"))


NOT_KEPT: dict[type[models.Model], set[str]] = {
    Place: {"id", "known_since", "amending_at", "created_at", "details_on", "corrected", "merged_into_id"},
    Registration: {
        "id", "known_since", "amending_at", "place_id", "registered_until", "first_listed_on",
        "last_listed_on", "recorded_at", "ended_recorded_at",
    },
    Organisation: {"id", "known_since", "amending_at", "created_at"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("model", "past"),
    [(Place, PlacePast), (Registration, RegistrationPast), (Organisation, OrganisationPast)],
)
def test_every_column_has_its_past_or_is_named_here(model: type[models.Model], past: type[models.Model]):
    """A new column needs its past: in the model and the trigger, or a reason to be in `NOT_KEPT`."""
    columns = {field.column for field in model._meta.concrete_fields}
    kept = {field.column for field in past._meta.concrete_fields}
    assert columns - kept == NOT_KEPT[model] - kept
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc WHERE proname = %s", [f"registry_keep_{model._meta.model_name}"]
        )
        (body,) = cursor.fetchone()
    assert all(f"NEW.{column}" in body and f"OLD.{column}" in body for column in columns - NOT_KEPT[model])


def test_an_organisation_and_who_runs_a_registration_are_what_they_were(now):
    old, new = OrganisationFactory(name="Old Care"), OrganisationFactory(name="New Care")
    place = PlaceFactory(registration__organisation=old)
    Registration.objects.filter(place=place).update(organisation=new, amending_at=now)
    Organisation.objects.filter(pk=old.pk).update(name="Older Care", amending_at=now + HOUR)
    assert as_known(Organisation, now).get(pk=old.pk).name == "Old Care"
    for provider, at, seen in ((old, now - HOUR, 1), (old, now, 0), (new, now - HOUR, 0), (new, None, 1)):
        scope = holder("head-office", Reach(organisations=frozenset({provider.pk}))).scope
        assert queries.places(scope, as_at=at, permission="returns.see").count() == seen


def test_a_closed_place_was_open_before_and_a_reopened_one_was_closed_between(now):
    place = PlaceFactory()
    closed_on = now.date()
    operations.close_place(place_id=place.pk, closed_on=closed_on, why="Shut", by=BY, now=now)
    operations.reopen_place(place_id=place.pk, opened_on=None, why="Mistake", by=BY, now=now + HOUR)
    at = [row(place, now + hours * HOUR)["closed_on"] for hours in (-1, 0, 1)]
    assert at == [None, closed_on, None]


def test_merging_leaves_details_alone_and_looking_back_each_is_itself(now):
    kept, gone = PlaceFactory(name="Ash"), PlaceFactory(name="Beech")
    correct(gone, now, name="Beech Lodge")
    merge = operations.merge_places(kept_id=kept.pk, gone_id=gone.pk, why="One", by=BY, now=now + HOUR)
    operations.undo_merge(merge_id=merge.pk, why="Two", by=BY, now=now + 2 * HOUR)
    assert names(now - HOUR) == ["Ash", "Beech"]
    assert names(now) == ["Ash", "Beech Lodge"]
    assert names(now + HOUR) == ["Ash"]
    assert queries.place(BY.scope, gone.pk, as_at=now + HOUR) == kept
    assert queries.place(BY.scope, gone.pk, as_at=now - HOUR).name == "Beech"
    assert names(None) == names(now + 2 * HOUR) == ["Ash", "Beech Lodge"]


def listed(now, listed_on, *, complete_for="", **cells):
    """Take a list of one row."""
    cells = {"location_id": "1-100000777", "types": "Residential homes", "postcode": "M33 4RZ"} | cells
    content = ",".join(TEMPLATE) + "\n" + ",".join(f'"{cells.get(column, "")}"' for column in TEMPLATE)
    rows = read_place_list(content.encode(), filename="list.csv")
    return operations.import_places(
        rows, listed_on=listed_on, complete_for=complete_for, dry_run=False, by=BY, now=now
    )


@pytest.mark.usefixtures("areas")
def test_a_list_renames_moves_and_ends_and_each_moment_shows_what_was_known(now):
    trafford, stockport = "E08000009", "E08000007"
    day = date(2020, 4, 1)
    listed(now, day, name="Ash House", area_name="Trafford", beds=30, provider="Old Care")
    listed(
        now + HOUR, date(2020, 4, 2), name="Ash Lodge", area_name="Stockport", beds=32, provider="New Care"
    )
    other = {"location_id": "1-100000888", "name": "Beech", "postcode": "SK1 3XE", "area_name": "Stockport"}
    listed(now + 2 * HOUR, date(2020, 4, 3), complete_for=stockport, **other)
    place = Place.objects.get(name="Ash Lodge")
    kept = ("name", "beds", "council_id", "area_id", "closed_on")
    at = [tuple(row(place, now + hours * HOUR)[name] for name in kept) for hours in (0, 1, 2)]
    assert at == [
        ("Ash House", 30, trafford, trafford, None),
        ("Ash Lodge", 32, stockport, stockport, None),
        ("Ash Lodge", 32, stockport, stockport, date(2020, 4, 3)),
    ]
    assert row(place, None) == row(place, now + 2 * HOUR)
    lines = [next(exported_places(BY.scope, as_at=now + hours * HOUR)) for hours in (0, 1)]
    said = ("name", "area_name", "beds", "provider")
    assert [tuple(line[TEMPLATE.index(name)] for name in said) for line in lines] == [
        ("Ash House", "Trafford", 30, "Old Care"),
        ("Ash Lodge", "Stockport", 32, "New Care"),
    ]
    assert [*exported_places(BY.scope, areas=[trafford], as_at=now)] == [lines[0]]
    assert not [*exported_places(BY.scope, areas=[trafford], as_at=now + HOUR)]


def test_a_place_that_moved_is_seen_back_then_by_who_saw_it_then(now):
    old, new = AreaFactory(), AreaFactory()
    place = PlaceFactory(area=old)
    Place.objects.filter(pk=place.pk).update(area=new, council=new, amending_at=now)
    before, after = officer_of(old).scope, officer_of(new).scope
    then = now - HOUR
    assert list(queries.places(before, as_at=then)) == [place]
    assert not queries.places(after, as_at=then)
    assert not queries.places(before, as_at=now)
    assert list(queries.places(after, as_at=now)) == [place]
    # The page of one place: open then to who saw it then, and to who answers for it today.
    assert queries.place(before, place.pk, as_at=then).area_id == old.code
    assert queries.place(after, place.pk, as_at=then).area_id == old.code
    for gone in (now, None):
        with pytest.raises(Place.DoesNotExist):
            queries.place(before, place.pk, as_at=gone)


def test_what_was_not_known_yet_is_not_there(now):
    place = PlaceFactory()
    before = KNOWN_AT - timedelta(microseconds=1)
    for model in (Place, Registration):
        assert not as_known(model, before).exists()
        assert as_known(model, KNOWN_AT).exists()
    with pytest.raises(Place.DoesNotExist):
        queries.place(BY.scope, place.pk, as_at=before)
    correct(place, now, name="Ash Lodge")
    assert not as_known(Place, before).exists()
