"""The simulated emergency: calibrated sizes, sound arithmetic, and the same world from the same seed."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junction.exercise.rules.epidemic import run_course, wave
from junction.exercise.rules.reporting import DUE_MINUTE, NOT_FILED, draw_filing
from junction.exercise.rules.sizes import Calibration, draw_beds, fit_mixture
from junction.exercise.rules.supplies import protective_equipment, staff

FACTS = Path(__file__).parents[1] / "facts" / "care_homes_by_region.csv"


def calibrations() -> list[Calibration]:
    with FACTS.open() as lines:
        return [
            Calibration(row["region"], int(row["homes"]), int(row["nursing_homes"]),
                        float(row["beds_mean"]), float(row["beds_median"]), float(row["beds_sd"]))
            for row in csv.DictReader(lines)
        ]  # fmt: skip


@pytest.mark.parametrize("region", calibrations(), ids=lambda c: c.region)
def test_drawn_homes_meet_the_published_mean_median_and_spread(region):
    beds = draw_beds(np.random.default_rng(1), region, 40_000)
    assert beds.mean() == pytest.approx(region.beds_mean, rel=0.02)
    assert beds.std() == pytest.approx(region.beds_sd, rel=0.03)
    assert abs(np.median(beds) - region.beds_median) <= 3
    assert beds.min() >= 1


def test_a_spread_too_narrow_for_any_mixture_is_refused():
    with pytest.raises(ValueError, match="no mixture"):
        fit_mixture(Calibration("E", 1, 0, beds_mean=30, beds_median=30, beds_sd=0.5))


def a_course(seed: int, places: int = 60, days: int = 30):
    rng = np.random.default_rng(seed)
    beds = rng.integers(1, 90, places).astype(np.int32)
    return beds, run_course(rng, beds, wave(days, rng.normal(15, 3, places)))


def test_the_wave_is_highest_on_its_peak():
    assert wave(30, np.array([12.0]))[0].argmax() == 12


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_nobody_is_counted_who_is_not_there(seed):
    beds, course = a_course(seed)
    assert (course.occupied <= beds[:, None]).all()
    assert (course.occupied >= 0).all()
    assert (course.deaths_covid_new <= course.deaths_all_new).all()
    assert (course.suspected_new <= course.occupied).all()
    assert (course.confirmed_new.sum(axis=1) <= course.suspected_new.sum(axis=1) + beds).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_same_seed_gives_the_same_world(seed):
    (_, one), (_, two) = a_course(seed), a_course(seed)
    assert (one.occupied == two.occupied).all()
    assert (one.suspected_new == two.suspected_new).all()


def test_absent_staff_are_never_more_than_the_staff():
    _, course = a_course(3)
    measures = staff(np.random.default_rng(3), course.occupied[:, 0], course.is_outbreak)
    absent = measures["staff_absent_covid"] + measures["staff_absent_other"]
    assert (absent <= measures["staff_employed"]).all()


def test_an_outbreak_uses_more_equipment_and_stock_is_never_negative():
    _, course = a_course(4, places=400)
    people = course.occupied[:, 0]
    measures = protective_equipment(np.random.default_rng(4), people, course.is_outbreak, visits=False)
    assert all((values >= 0).all() for values in measures.values())
    use, outbreak = measures["daily_use_aprons"], course.is_outbreak
    changes = outbreak.any(axis=1) & ~outbreak.all(axis=1) & (people > 10)
    for place in np.flatnonzero(changes):
        assert use[place][outbreak[place]].min() > use[place][~outbreak[place]].max()


def test_fewer_returns_at_weekends_some_late_and_corrections_come_after():
    quiet = np.zeros((4000, 14), bool)
    filing = draw_filing(np.random.default_rng(5), np.arange(14) % 7, quiet)
    filed = filing.filed_minute != NOT_FILED
    assert filed[:, [5, 6, 12, 13]].mean() < filed[:, :5].mean() - 0.05
    late = (filing.filed_minute > DUE_MINUTE).mean()
    assert 0.03 < late < 0.10
    corrected = filing.corrected_minute != NOT_FILED
    assert (filing.corrected_minute[corrected] > filing.filed_minute[corrected]).all()
    assert not (filing.says_unchanged & ~filed).any()
