"""What a list may change: inside the reach, not what a person set; it ends only what it is complete for."""

from datetime import date, timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.imports import ImportRefused
from junction.core.scope import Actor, Grant, Reach, Scope
from junction.registry import operations
from junction.registry.files.place_lists import read_place_list
from junction.registry.models import (
    Area,
    Contact,
    Identifier,
    ListedRow,
    Organisation,
    Place,
    Proposal,
    Registration,
)
from junction.registry.operations import import_places
from tests.cast import administrator, auditor, head_office_of, holder, manager_of, officer_of

from .factories import PlaceFactory

pytestmark = pytest.mark.usefixtures("areas")
TRAFFORD, SALFORD = "E08000009", "E08000006"
SYSTEM = holder("system", Reach(national=True))
HEAD = "name,types,address,postcode,area_name,provider,provider_id,location_id,beds,phone\n"
ROW = {
    "name": "Ash House",
    "types": "Residential homes",
    "address": "1 High Road",
    "postcode": "M33 4RZ",
    "area_name": "Trafford",
    "provider": "",
    "provider_id": "",
    "location_id": "",
    "beds": "",
    "phone": "",
}
NEW = {"name": "New", "location_id": "1-100000009", "postcode": "M33 2AA", "address": "9 Low Road"}
TABLES = (Place, Registration, Organisation, Identifier, Contact, Proposal, ListedRow, AuditEntry)


def take(*rows, by=SYSTEM, now, on="2020-04-20", complete_for="", dry_run=False):
    text = HEAD + "".join(",".join((ROW | row).values()) + "\n" for row in rows)
    listing = read_place_list(text.encode(), filename="list.csv")
    day = date.fromisoformat(on) if on else None
    return import_places(listing, listed_on=day, complete_for=complete_for, dry_run=dry_run, by=by, now=now)


def importer_of(*areas: str) -> Actor:
    """Somebody who may import for some councils only: no role of today, and refused all the same."""
    reach = Reach(areas=frozenset(areas))
    grant = Grant("importer", frozenset({"registry.import", "registry.see"}), reach)
    return Actor(key="user:importer", name="Importer", scope=Scope(grants=(grant,)))


def everything():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


@pytest.fixture
def elsewhere(now):
    """A home of Salford, as a list made it."""
    take(
        {"name": "Beech House", "area_name": "Salford", "location_id": "1-100000001", "beds": "20"},
        now=now,
        on="2020-04-01",
    )
    return Place.objects.get()


@pytest.mark.parametrize(
    "row",
    [
        {"name": "Mine now", "location_id": "1-100000001", "beds": "99", "provider": "Grab Limited"},
        {"name": "Beech House", "beds": "99", "phone": "0161 928 2514"},
    ],
    ids=["by its number", "by name and postcode"],
)
def test_a_row_that_means_a_place_out_of_reach_is_an_error_and_changes_nothing(elsewhere, row, now):
    before = everything()
    report = take(row, by=importer_of(TRAFFORD), now=now)
    assert (report.created, report.changed, report.unchanged, report.errors) == (0, 0, 0, 1)
    (found,) = report.findings
    assert (found.row, found.check) == (2, "place-out-of-reach")
    assert "outside the areas you may import for" in found.message and "Salford" not in found.message
    assert everything() == before


def test_the_other_rows_of_such_a_list_are_taken(elsewhere, now):
    report = take(
        {"location_id": "1-100000001", "beds": "99", "provider": "Grab Limited"},
        {"name": "Elm House", "location_id": "1-100000002"},
        by=importer_of(TRAFFORD),
        now=now,
    )
    assert (report.created, report.joined, report.errors) == (1, 0, 1)
    elsewhere.refresh_from_db()
    assert (elsewhere.beds, elsewhere.council_id) == (20, SALFORD)
    assert not Organisation.objects.exists()


def test_a_row_that_says_itself_that_it_lies_elsewhere_is_an_error(now):
    report = take({"area_name": "Salford"}, {"area_name": ""}, by=importer_of(TRAFFORD), now=now)
    assert [found.check for found in report.findings] == ["area-out-of-reach", "area-out-of-reach"]
    assert not Place.objects.exists()


def test_a_merged_place_is_reached_through_the_one_that_answers(elsewhere, now):
    here = PlaceFactory(area=Area.objects.get(code=TRAFFORD), name="Ash House")
    operations.merge_places(kept_id=here.pk, gone_id=elsewhere.pk, why="One building", by=SYSTEM, now=now)
    report = take({"location_id": "1-100000001", "beds": "99"}, by=importer_of(TRAFFORD), now=now)
    assert [found.check for found in report.findings] == ["place-out-of-reach"]
    assert take(
        {"location_id": "1-100000001", "beds": "99"}, by=importer_of(TRAFFORD, SALFORD), now=now
    ).changed


def test_inside_the_reach_a_place_is_amended(elsewhere, now):
    report = take(
        {"location_id": "1-100000001", "area_name": "Salford", "beds": "25"}, by=importer_of(SALFORD), now=now
    )
    assert (report.changed, report.errors) == (1, 0)
    elsewhere.refresh_from_db()
    assert elsewhere.beds == 25


def test_a_complete_list_with_a_row_out_of_reach_is_refused_whole(elsewhere, now):
    before = everything()
    with pytest.raises(ImportRefused):
        take({"location_id": "1-100000001"}, by=importer_of(TRAFFORD), now=now, complete_for="Trafford")
    with pytest.raises(ImportRefused) as refused:
        take({}, by=importer_of(TRAFFORD), now=now, complete_for="Salford")
    assert "outside the areas you may import for" in refused.value.report.findings[0].message
    assert everything() == before


@pytest.mark.parametrize(
    "by", [officer_of(TRAFFORD), manager_of(1), head_office_of(1), auditor()], ids=lambda by: by.name
)
def test_who_may_not_import_changes_nothing(by, now):
    with pytest.raises(operations.MayNotImportPlaces):
        take({}, by=by, now=now)
    assert not Place.objects.exists() and not AuditEntry.objects.exists()


def test_who_may_import_leaves_one_line(now):
    take(
        {"location_id": "1-100000001"},
        {"name": "Elm", "location_id": "1-100000002"},
        by=administrator(),
        now=now,
    )
    line = AuditEntry.objects.get()
    assert (line.verb, line.by, line.detail["rows"]) == ("registry.places.imported", "user:administrator", 2)


def correct(place, now, **details):
    operations.correct_place(place_id=place.pk, details=details, why="Rang them", by=SYSTEM, now=now)
    place.refresh_from_db()


def test_what_a_person_set_stays_and_the_list_says_so(now):
    take({"location_id": "1-100000001", "beds": "20"}, now=now)
    place = Place.objects.get()
    correct(place, now, beds=24)
    report = take(
        {"location_id": "1-100000001", "beds": "30", "address": "2 Low Road"}, now=now, on="2020-05-01"
    )
    (found,) = (found for found in report.findings if found.check == "correction-kept")
    assert (found.row, found.column, found.value) == (2, "beds", "30") and "“24”" in found.message
    place.refresh_from_db()
    assert (place.beds, place.address) == (24, "2 Low Road")
    assert place.registrations.get().beds == 30  # what the list says of the registration is kept beside it


def test_a_list_that_agrees_with_the_correction_says_nothing(now):
    take({"location_id": "1-100000001", "beds": "20"}, now=now)
    correct(Place.objects.get(), now, beds=24)
    report = take({"location_id": "1-100000001", "beds": "24"}, now=now, on="2020-05-01")
    assert not [found for found in report.findings if found.check == "correction-kept"]


def test_a_place_that_a_person_named_still_learns_the_rest_from_lists(now):
    take({"location_id": "1-100000001", "beds": "20"}, now=now)
    place = Place.objects.get()
    correct(place, now, name="Ash Hall")
    take({"location_id": "1-100000001", "beds": "30"}, now=now, on="2020-05-01")
    place.refresh_from_db()
    assert (place.name, place.beds) == ("Ash Hall", 30)


def test_of_two_registrations_in_a_building_that_a_person_named_one_speaks_for_it(now):
    rows = (
        {"location_id": "1-100000001", "beds": "20"},
        {"name": "Ash House", "location_id": "1-100000002", "beds": "7"},
    )
    take(rows[0], now=now)
    take(*rows, now=now, on="2020-04-21")
    place = Place.objects.get()
    assert place.registrations.count() == 2
    correct(place, now, name="Ash Hall")
    for day in ("2020-05-01", "2020-05-02"):
        report = take(*rows, now=now, on=day)
    assert report.changed == 0
    place.refresh_from_db()
    assert place.beds == 20


def test_an_older_or_undated_list_only_fills_what_is_blank(now):
    take({"location_id": "1-100000001", "beds": "20", "address": ""}, now=now, on="2020-05-01")
    for on in ("2020-04-01", None):
        take({"location_id": "1-100000001", "beds": "30", "address": "1 High Road"}, now=now, on=on)
    place = Place.objects.get()
    assert (place.beds, place.address) == (20, "1 High Road")


@pytest.fixture
def four(now):
    """A home and an agency in Trafford, a home in Salford, and one in Trafford known from a later day."""
    take(
        {"name": "Home", "location_id": "1-100000001"},
        {"name": "Agency", "types": "Homecare agencies", "location_id": "1-100000002"},
        {"name": "Other council", "area_name": "Salford", "location_id": "1-100000003"},
        now=now,
        on="2020-04-01",
    )
    take({"name": "Later", "location_id": "1-100000004"}, now=now, on="2020-06-01")


def ended():
    gone = Registration.objects.filter(ended_recorded_at__isnull=False).order_by("identifier")
    return [(one.name, one.registered_until) for one in gone]


def test_absence_ends_only_inside_the_area_of_the_kinds_listed_and_what_was_not_seen_later(four, now):
    report = take(NEW, now=now, complete_for="Trafford", on="2020-05-01")
    assert (report.ended, ended()) == (1, [("Home", date(2020, 5, 1))])
    assert list(Place.objects.exclude(closed_on=None).values_list("name", "closed_on")) == [
        ("Home", date(2020, 5, 1))
    ]


def test_without_complete_for_absence_means_nothing(four, now):
    report = take(NEW, now=now, on="2020-05-01")
    assert (report.ended, ended()) == (0, [])


def test_a_list_complete_for_the_region_ends_in_each_of_its_councils(four, now):
    report = take(NEW, now=now, complete_for="North West", on="2020-05-01")
    assert {name for name, _ in ended()} == {"Home", "Other council"} and report.ended == 2


def test_a_dry_run_of_a_complete_list_ends_nothing(four, now):
    report = take(NEW, now=now, complete_for="Trafford", on="2020-05-01", dry_run=True)
    assert (report.ended, ended()) == (1, [])


@pytest.mark.parametrize(
    ("complete_for", "on", "words"),
    [
        ("Trafford", None, "needs its day"),
        ("Narnia", "2020-05-01", "Narnia"),
        ("E08000009", "2020-05-01", ""),
    ],
)
def test_complete_for_takes_a_name_or_a_code_and_needs_a_day(complete_for, on, words, now):
    if not words:
        assert take({}, now=now, complete_for=complete_for, on=on).created == 1
        return
    with pytest.raises(ImportRefused) as refused:
        take({}, now=now, complete_for=complete_for, on=on)
    assert words in refused.value.report.findings[0].message
    assert not Place.objects.exists()


def test_a_complete_list_with_an_error_ends_nothing(four, now):
    with pytest.raises(ImportRefused) as refused:
        take({"name": ""}, now=now, complete_for="Trafford", on="2020-05-01")
    assert refused.value.report.findings[-1].check == "not-complete"
    assert ended() == []


def test_what_ended_begins_again_when_a_later_list_names_it(four, now):
    take(NEW, now=now, complete_for="Trafford", on="2020-05-01")
    report = take(
        {"name": "Home", "location_id": "1-100000001"}, now=now + timedelta(days=1), on="2020-07-01"
    )
    assert report.begun == 1
    place = Place.objects.get(name="Home")
    assert place.closed_on is None and place.registrations.count() == 2
