"""Returns by file: the real weekly file, and what a person's own file may get wrong."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.imports import ImportRefused
from junction.core.tables import read, read_path
from junction.registry.models import Place
from junction.returns.files.returns import known_columns, required_columns, template_header
from junction.returns.models import Latest, Return, Slot
from junction.returns.operations import import_returns
from junction.returns.rules.questions import question_set_on
from tests.cast import administrator

from .conftest import ANSWERS, DAY

pytestmark = pytest.mark.django_db
LATER = datetime(2020, 9, 1, 9, 0, tzinfo=UTC)
EXPECTED = {
    "occupied-above-beds": 17,
    "zero-occupied-though-submitted": 63,
    "covid-deaths-above-all-deaths": 21,
    "confirmed-above-occupied": 3,
    "beds-moved-over-20-percent": 10,
    "not-submitted": 137,
}


@pytest.fixture
def everybody():
    from junction.people.queries import system_actor

    return system_actor("import")


def new_york(shared_data):
    weekly = question_set_on("nhsn-ltcf-weekly", LATER.date())
    path = shared_data / "us_cms_nursing_homes_ny_2020_part.csv"
    return read_path(path, required=required_columns(weekly), optional=known_columns(weekly))


def counts(report):
    return {check: report.as_dict()["checks"].get(check, 0) for check in EXPECTED}


@pytest.mark.slow
def test_the_new_york_file_is_taken_whole_and_its_known_defects_are_found(shared_data, everybody):
    table = new_york(shared_data)

    def send(**options):
        return import_returns(table, question_set="nhsn-ltcf-weekly", by=everybody, now=LATER, **options)

    with pytest.raises(ImportRefused) as refused:
        send()
    checks = refused.value.report.as_dict()["checks"]
    assert (checks["unknown-place"], counts(refused.value.report)) == (7404, EXPECTED)
    report = send(create_unknown=True)
    assert (report.rows, report.created, report.errors, counts(report)) == (7404, 7404 - 137, 0, EXPECTED)
    assert (Place.objects.count(), Return.objects.count(), Latest.objects.count()) == (617, 7267, 617)
    lines = AuditEntry.objects.count()
    again = send(create_unknown=True)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 7267)
    assert counts(again) == EXPECTED
    assert (Return.objects.count(), Slot.objects.count(), AuditEntry.objects.count()) == (7267, 7267, lines)


def test_a_first_cumulative_week_is_left_out_of_the_series(shared_data, everybody):
    report = import_returns(
        new_york(shared_data), question_set="nhsn-ltcf-weekly", create_unknown=True, by=everybody, now=LATER
    )
    assert report.as_dict()["checks"]["first-week-cumulative"] > 300
    flagged = Return.objects.filter(findings__contains=[{"check": "first-week-cumulative"}])
    assert not flagged.filter(confirmed_new__isnull=False).exists()


def csv(*rows: dict[str, object]) -> str:
    header = template_header(question_set_on("care-home-daily", DAY))
    lines = [",".join(str(row.get(column, "")) for column in header) for row in rows]
    return "\r\n".join([",".join(header), *lines])


def send(text: str, by, now, **options):
    table = read(text.encode(), filename="returns.csv", required=("place", "about_on"))
    return import_returns(table, question_set="care-home-daily", by=by, now=now, **options)


@pytest.fixture
def sound(place):
    return {"place": f"place:{place.pk}", "about_on": "20/04/2020", **ANSWERS, "admitting": "yes"}


def test_a_file_of_a_group_is_stored(sound, manager, now, place):
    report = send(csv(sound), manager, now)
    assert (report.created, report.errors, report.warnings) == (1, 0, 0)
    assert Latest.objects.get(place=place).occupied == 36


def test_not_applicable_and_unknown_are_kept_and_are_not_zero(sound, manager, now):
    send(csv(sound | {"staff_agency": "not known", "reserved": "n/a"}), manager, now)
    fact = Return.objects.get()
    assert (fact.answers["staff_agency"], fact.answers["reserved"]) == (
        {"not": "known"},
        {"not": "applicable"},
    )
    assert (fact.staff_agency, fact.reserved) == (None, None)


def test_every_wrong_cell_is_named_and_nothing_is_stored(sound, manager, now):
    wrong = sound | {"beds": "many", "occupied": "-1", "rating_overall": "purple", "admitting": "perhaps"}
    with pytest.raises(ImportRefused) as refused:
        send(csv(sound, wrong | {"about_on": "19/04/2020"}), manager, now)
    found = {(f.row, f.column, f.check) for f in refused.value.report.findings if f.severity == "error"}
    assert found == {
        (3, "beds", "not-a-number"),
        (3, "occupied", "below-zero"),
        (3, "rating_overall", "not-a-choice"),
        (3, "admitting", "not-yes-or-no"),
    }
    assert not Return.objects.exists()


def test_the_sound_rows_are_taken_by_choice(sound, manager, now):
    wrong = sound | {"about_on": "19/04/2020", "beds": "many"}
    report = send(csv(sound, wrong), manager, now, partial=True)
    assert (report.created, report.errors, Return.objects.count()) == (1, 1, 1)


def test_a_dry_run_says_the_same_and_stores_nothing(sound, manager, now):
    report = send(csv(sound), manager, now, dry_run=True)
    assert report.created == 1
    assert not Return.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_place_out_of_reach_is_unknown(sound, stranger, now):
    with pytest.raises(ImportRefused) as refused:
        send(csv(sound), stranger, now)
    assert Counter(f.check for f in refused.value.report.findings) == {"unknown-place": 1}


def test_a_day_twice_and_no_day_at_all(sound, now, place):
    with pytest.raises(ImportRefused) as refused:
        send(csv(sound, sound, sound | {"about_on": "31/02/2020"}), administrator_who_files(place), now)
    assert {f.check for f in refused.value.report.findings} == {"said-twice", "not-a-day"}


def administrator_who_files(place):
    from tests.cast import manager_of

    assert not administrator().scope.may("returns.file")
    return manager_of(place)
