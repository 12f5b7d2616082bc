"""The real lists: what must come out of ten councils in 2019, and of Trafford in 2020 and 2022."""

from datetime import date

import pytest

from junction.core.scope import Reach
from junction.registry.files.place_lists import read_place_list
from junction.registry.models import Place, Proposal, Registration
from junction.registry.operations import import_places
from tests.cast import holder

pytestmark = pytest.mark.usefixtures("areas")
GREATER_MANCHESTER = "greater_manchester_care_homes_2019-08-12.csv"
TRAFFORD_2020 = "trafford_care_homes_2020-04-20.csv"
TRAFFORD_2022 = "trafford_care_homes_2022-06-15.csv"
BY = holder("system", Reach(national=True))


@pytest.fixture
def take(shared_data, now):
    def take(name, listed_on=None, complete_for="", *, dry_run=False):
        listing = read_place_list((shared_data / name).read_bytes(), filename=name)
        day = date.fromisoformat(listed_on) if listed_on else None
        return import_places(
            listing, listed_on=day, complete_for=complete_for, dry_run=dry_run, by=BY, now=now
        )

    return take


def counted(report, *names):
    return tuple(report.counts()[name] for name in names)


@pytest.fixture(params=[None, "2019-08-12"], ids=["undated", "dated"])
def greater_manchester(take, request):
    return take(GREATER_MANCHESTER, request.param)


def test_greater_manchester(greater_manchester):
    report = greater_manchester
    assert counted(report, "rows", "created", "changed", "unchanged") == (559, 559, 0, 0)
    assert report.errors == 0
    assert Place.objects.count() == 559
    assert Place.objects.values("council").distinct().count() == 10
    checks = report.as_dict()["checks"]
    assert checks["possible-duplicate"] == 4 == Proposal.objects.filter(kind="duplicate").count()
    assert checks["area-code-not-valid"] == 9  # Wigan's happens to be whole


def test_trafford_2020_joins_54_and_brings_3(greater_manchester, take):
    report = take(TRAFFORD_2020, "2020-04-20", "Trafford")
    assert counted(report, "rows", "created", "joined", "places_created") == (57, 3, 54, 3)
    assert report.errors == 0
    live = Registration.objects.filter(place__council="E08000009", ended_recorded_at__isnull=True)
    assert live.count() == 57
    assert Registration.objects.filter(ended_recorded_at__isnull=True).count() == 559


def test_trafford_2022_ends_8_begins_9_and_proposes_successors(greater_manchester, take):
    take(TRAFFORD_2020, "2020-04-20", "Trafford")
    report = take(TRAFFORD_2022, "2022-06-15", "Trafford")
    assert counted(report, "rows", "ended", "begun") == (58, 8, 9)
    assert counted(report, "ended_with_successor", "ended_with_several") == (6, 2)
    assert report.errors == 0
    live = Registration.objects.filter(place__council="E08000009", ended_recorded_at__isnull=True)
    assert live.count() == 58


def test_the_same_file_again_changes_nothing(greater_manchester, take):
    steps = [
        (TRAFFORD_2020, "2020-04-20", "Trafford"),
        (TRAFFORD_2020, "2020-04-20", "Trafford"),
        (TRAFFORD_2022, "2022-06-15", "Trafford"),
        (TRAFFORD_2022, "2022-06-15", "Trafford"),
        (TRAFFORD_2020, "2020-04-20", "Trafford"),
        (GREATER_MANCHESTER, None, ""),
        (GREATER_MANCHESTER, "2019-08-12", ""),
    ]
    take(GREATER_MANCHESTER, "2019-08-12")
    reports = [take(*step) for step in steps]
    for report in (reports[1], *reports[3:]):
        assert counted(report, "created", "changed", "ended", "begun") == (0, 0, 0, 0), report.counts()


def test_a_dry_run_answers_the_same_and_stores_nothing(take):
    dry = take(GREATER_MANCHESTER, dry_run=True)
    assert Place.objects.count() == 0
    assert dry.as_dict() == take(GREATER_MANCHESTER).as_dict()


def test_an_older_list_taken_later_revives_nothing_that_a_newer_complete_one_lacks(take):
    take(TRAFFORD_2022, "2022-06-15", "Trafford")
    report = take(TRAFFORD_2020, "2020-04-20", "Trafford")
    assert report.as_dict()["checks"]["ended-since"] == 8
    live = Registration.objects.filter(ended_recorded_at__isnull=True)
    assert live.count() == 58
    ended = Registration.objects.filter(ended_recorded_at__isnull=False)
    assert {one.registered_until for one in ended} == {date(2022, 6, 15)}
    again = take(TRAFFORD_2020, "2020-04-20", "Trafford")
    assert counted(again, "created", "changed", "ended", "begun") == (0, 0, 0, 0)
