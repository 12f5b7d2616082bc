"""Pictures and trends: sums by area, unknown that is not zero, looking back, and what outsiders see."""

from datetime import timedelta

import numpy as np
import pytest

from junction.returns.models import DayTotal, DirtyDay
from junction.returns.operations import add_up_days, file_return
from junction.returns.queries import area_sums, day_totals

from .conftest import DAY

pytestmark = pytest.mark.django_db
SET = "care-home-daily"


@pytest.fixture
def world(filing, place, second_place, officer, now):
    """Two homes: one files today, corrected at noon; the other filed yesterday, agency staff not known."""
    file_return(filing(change={"suspected_new": 1}), by=officer, now=now)
    unknown = {"staff_agency": {"not": "known"}, "occupied": 20}
    file_return(
        filing(of=second_place, on=DAY - timedelta(days=1), change=unknown),
        by=officer,
        now=now - timedelta(days=1),
    )
    file_return(
        filing(change={"occupied": 40, "suspected_new": 1}, confirmed=None),
        by=officer,
        now=now.replace(hour=12),
    )


def only(picture, code):
    return picture.values[code].item()


def test_a_council_adds_up_its_homes(world, officer, council):
    picture = area_sums(officer.scope, question_set=SET, on=DAY)
    assert picture.keys == (council.code,)
    assert only(picture, "beds") == 80
    assert only(picture, "occupancy") == 75
    assert (only(picture, "completeness"), only(picture, "reporting")) == (50, 100)
    assert (picture.oldest, picture.newest) == ((DAY - timedelta(days=1),), (DAY,))
    assert only(picture, "outbreak_signs") == 1


def test_what_one_home_does_not_know_is_left_out_of_both_sums(world, officer):
    picture = area_sums(officer.scope, question_set=SET, on=DAY, codes=["agency_share", "cover_visors"])
    assert only(picture, "agency_share") == 100 * 2 / 50
    assert picture.resting_on["agency_share"].item() == 1
    assert "cover_visors" not in picture.values  # not yet asked on that day


def test_a_home_that_never_filed_is_unknown_and_not_green(officer, place):
    picture = area_sums(officer.scope, question_set=SET, on=DAY, by="place")
    assert only(picture, "risk_unknown") == 1
    assert np.isnan(only(picture, "beds"))
    assert np.isnan(only(picture, "risk_green"))


def test_an_old_return_ages_out_of_green_and_then_out_of_the_picture(world, officer):
    later = area_sums(officer.scope, question_set=SET, on=DAY + timedelta(days=5))
    assert only(later, "risk_red") == 2
    gone = area_sums(officer.scope, question_set=SET, on=DAY + timedelta(days=7))
    assert (only(gone, "reporting"), only(gone, "risk_unknown")) == (0, 2)


def test_an_outsider_sees_no_rows(world, stranger):
    assert area_sums(stranger.scope, question_set=SET, on=DAY).keys == ()


def test_a_picture_takes_few_statements(world, officer, django_assert_num_queries):
    with django_assert_num_queries(2):  # whether the newest returns serve; the sums
        area_sums(officer.scope, question_set=SET, on=DAY)


def test_kept_totals_equal_the_facts_and_are_made_once(world, officer, manager, now):
    asked = {"question_set": SET, "first_on": DAY - timedelta(days=2), "last_on": DAY}
    assert add_up_days(by=officer, now=now) == 2
    assert (DayTotal.objects.count(), DirtyDay.objects.count()) == (2, 0)
    assert add_up_days(by=officer, now=now) == 0
    kept = day_totals(officer.scope, **asked)
    facts = day_totals(officer.scope, **asked, as_at=now.replace(hour=23))
    assert kept.days == (DAY - timedelta(days=2), DAY - timedelta(days=1), DAY)
    for code, values in kept.values.items():
        np.testing.assert_allclose(values, facts.values[code], err_msg=code)
    assert kept.filed.tolist() == facts.filed.tolist() == [0, 1, 1]
    assert day_totals(manager.scope, **asked).filed.tolist() == [0, 0, 1]


def test_a_trend_can_be_seen_as_it_was_known(world, officer, now):
    asked = {"question_set": SET, "first_on": DAY, "last_on": DAY, "codes": ["occupied"]}
    assert day_totals(officer.scope, **asked, as_at=now.replace(hour=11)).values["occupied"].tolist() == [36]
    assert day_totals(officer.scope, **asked, as_at=now.replace(hour=13)).values["occupied"].tolist() == [40]


def test_looking_back_at_a_trend_is_the_same_whenever_totals_were_made(filing, officer, now):
    asked = {"question_set": SET, "first_on": DAY, "last_on": DAY, "codes": ["occupied"]}
    noon = now.replace(hour=12)

    def known(hour):
        return day_totals(officer.scope, **asked, as_at=now.replace(hour=hour)).values["occupied"].tolist()

    def both():
        return known(11), known(13)

    file_return(filing(), by=officer, now=now)
    add_up_days(by=officer, now=now.replace(hour=10))
    file_return(filing(change={"occupied": 35, "vacancies_admitting": 4}), by=officer, now=noon)
    not_yet = both()
    add_up_days(by=officer, now=now.replace(hour=14))
    assert not_yet == both() == ([36], [35])
    DayTotal.objects.filter(computed_at__lt=noon).delete()
    assert both() == ([36], [35])


def test_looking_back_reads_totals_where_nothing_came_since(filing, officer, now, django_assert_num_queries):
    asked = {"question_set": SET, "first_on": DAY, "last_on": DAY, "codes": ["occupied"]}
    file_return(filing(), by=officer, now=now)
    add_up_days(by=officer, now=now.replace(hour=10))
    with django_assert_num_queries(2):  # the totals; are there days they cannot tell
        seen = day_totals(officer.scope, **asked, as_at=now.replace(hour=9, minute=30))
    assert seen.values["occupied"].tolist() == [36]
