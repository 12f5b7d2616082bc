"""Questions, measures, references, risk and formulas: examples by hand, then properties."""

import string
from contextlib import suppress
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junction.returns.rules.checks import CHECKS, WrongAnswer, read_cell
from junction.returns.rules.formulas import NotAFormula, over_arrays, parse, to_sql
from junction.returns.rules.indicators import Sums, evaluate, indicators_on, runs_out_by, total
from junction.returns.rules.judging import Facts, Filing, judge, key_of
from junction.returns.rules.measures import AMBER, BLUE, GREEN, MEASURES, RED, UNKNOWN
from junction.returns.rules.questions import (
    NOT_APPLICABLE,
    NOT_KNOWN,
    carried_over,
    measures_of,
    question_set_names,
    question_set_on,
    question_set_versions,
)
from junction.returns.rules.references import ALPHABET, NotAReference, read_reference, reference_of
from junction.returns.rules.risk import disagree, risk_of, with_age, worst

from .conftest import ANSWERS, DAY

SPRING, SUMMER, WINTER = date(2020, 4, 1), date(2020, 7, 1), date(2021, 1, 1)
DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1))


@pytest.mark.parametrize("name", question_set_names())
def test_every_version_of_every_set_is_sound(name):
    for asked in question_set_versions(name):
        assert asked.questions
        assert {q.measure for q in asked.questions if q.measure} <= set(MEASURES)


def test_a_series_runs_on_when_the_questions_change():
    before = question_set_on("care-home-daily", SPRING)
    after = question_set_on("care-home-daily", SUMMER)
    groups = {
        f"staff_absent_covid_{group}": number for group, number in (("nurses", 1), ("care", 3), ("other", 0))
    }
    assert measures_of(before, {"staff_absent_covid": 4})["staff_absent_covid"] == 4
    assert measures_of(after, groups)["staff_absent_covid"] == 4
    assert measures_of(after, groups | {"staff_absent_covid_care": NOT_KNOWN})["staff_absent_covid"] is None
    assert (
        measures_of(after, groups | {"staff_absent_covid_nurses": NOT_APPLICABLE})["staff_absent_covid"] == 3
    )


def test_nothing_has_changed_carries_what_stands_and_not_what_is_new():
    asked = question_set_on("care-home-daily", DAY)
    assert carried_over(asked, {"beds": 3, "suspected_new": 2, "gone": 1}) == {"beds": 3, "suspected_new": 0}


@pytest.mark.parametrize(
    ("code", "text", "answer"),
    [
        ("beds", "1,0", 10),
        ("beds", "12.0", 12),
        ("beds", " not known ", NOT_KNOWN),
        ("beds", "N/A", NOT_APPLICABLE),
        ("beds", "", None),
        ("admitting", "No", False),
        ("rating_ppe", "BLUE", "blue"),
    ],
)
def test_a_cell_is_read(code, text, answer):
    assert read_cell(question_set_on("care-home-daily", DAY).by_code[code], text) == answer


@pytest.mark.parametrize(
    ("code", "text", "check"),
    [
        ("beds", "1.5", "not-whole"),
        ("beds", "-2", "below-zero"),
        ("beds", "1001", "too-large"),
        ("beds", "nan", "not-a-number"),
        ("rating_overall", "blue", "not-a-choice"),
    ],
)
def test_a_wrong_cell_is_named(code, text, check):
    with pytest.raises(WrongAnswer, match=check):
        read_cell(question_set_on("care-home-daily", DAY).by_code[code], text)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.one_of(
    st.integers(-5, 10**9), st.text("ab1 ", max_size=5), st.booleans(), st.none(), st.floats(),
    st.just({"not": "known"}), st.just({"not": "applicable"}), st.just({"no": "such"}),
)))  # fmt: skip
def test_any_answers_are_judged_and_only_sound_ones_may_be_stored(answers):
    judged = judge(Filing(1, "care-home-daily", DAY, answers, "api", None), Facts(beds=30))
    assert judged.may_be_stored == (not judged.errors)
    assert all(value is None or 0 <= value <= 10_000_000 for value in judged.measures.values())
    assert {problem.check for problem in judged.problems if not problem.is_error} <= set(CHECKS)


@given(st.permutations(sorted(ANSWERS)))
def test_the_key_of_answers_does_not_depend_on_their_order(order):
    assert key_of({code: ANSWERS[code] for code in order}) == key_of(ANSWERS)


@given(DAYS, st.integers(0, 2**40))
def test_a_reference_is_read_back_however_it_is_written(day, number):
    written = reference_of(day, number)
    assert read_reference(written.lower().replace("-", " ")) == (day, number)


@given(DAYS, st.integers(0, 2**30), st.data())
def test_one_wrong_sign_is_always_noticed(day, number, data):
    signs = list(reference_of(day, number))
    place = data.draw(st.sampled_from([n for n, sign in enumerate(signs) if sign != "-"]))
    signs[place] = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != signs[place]]))
    with pytest.raises(NotAReference):
        read_reference("".join(signs))


@given(st.text(string.printable, max_size=20))
def test_any_text_is_a_reference_or_refused(text):
    with suppress(NotAReference):
        read_reference(text)


def test_unknown_is_never_green_and_danger_outweighs_it():
    assert worst([GREEN, UNKNOWN]) == UNKNOWN
    assert worst([GREEN, UNKNOWN, AMBER]) == AMBER
    assert worst([BLUE, GREEN]) in (BLUE, GREEN)
    assert worst([]) == UNKNOWN


def test_risk_says_why():
    risk = risk_of({"stock_gloves": 100, "daily_use_gloves": 50}, about_on=DAY)
    assert (risk.rating, risk.reasons[0].why) == (RED, "Gloves last 2.0 days")


@pytest.mark.parametrize(
    ("measures", "rating"),
    [
        ({"staff_employed": 100, "staff_absent_covid": 1}, GREEN),  # the others were not asked
        ({"staff_employed": 100, "staff_absent_covid": 1, "staff_absent_other": None}, UNKNOWN),
        ({"staff_employed": 100, "staff_absent_covid": 1, "staff_agency": None}, UNKNOWN),
        ({"staff_employed": 100, "staff_absent_covid": 30, "staff_agency": None}, RED),
        ({"stock_gloves": 900, "daily_use_gloves": 1, "stock_masks": 5, "daily_use_masks": 0}, GREEN),
        ({"stock_gloves": 900, "daily_use_gloves": 1, "stock_masks": None, "daily_use_masks": 9}, UNKNOWN),
        ({"stock_gloves": 1, "daily_use_gloves": 1, "stock_masks": None, "daily_use_masks": 9}, RED),
    ],
)
def test_what_was_asked_and_is_not_known_is_no_zero(measures, rating):
    assert risk_of(measures, about_on=DAY).rating == rating


def test_the_thresholds_of_the_day_are_used():
    staff = {"staff_employed": 100, "staff_absent_covid": 9, "staff_absent_other": 0}
    assert risk_of(staff, about_on=SPRING).rating == GREEN
    assert risk_of(staff, about_on=WINTER).rating == AMBER


def test_age_counts_at_reading():
    aged = with_age([GREEN, GREEN, GREEN, RED, UNKNOWN, GREEN], [0, 2, 9, 0, 0, -1], every="day", on=DAY)
    assert aged.tolist() == [GREEN, AMBER, RED, RED, UNKNOWN, UNKNOWN]


def test_ratings_disagree_only_where_both_are_known():
    assert disagree([GREEN, BLUE, UNKNOWN, RED], [RED, GREEN, RED, UNKNOWN]).tolist() == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "text", ["f(beds)", "beds.x", "beds / 2", "1 < beds < 2", "'x'", "beds if 1 else 2", ")"]
)
def test_only_the_little_language_is_a_formula(text):
    with pytest.raises(NotAFormula):
        parse(text)


def test_a_formula_as_sql_and_over_arrays():
    tree = parse("a > 0 or b > 0")
    assert to_sql(tree, {"a": "l.a", "b": "l.b"}) == "((l.a > 0) OR (l.b > 0))"
    nan = float("nan")
    columns = {"a": np.array([1.0, 0, nan, nan]), "b": np.array([nan, 0, 1, 0])}
    np.testing.assert_array_equal(over_arrays(tree, columns), [1, 0, 1, nan])


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), min_size=1, max_size=6))
def test_the_nation_is_the_sum_of_its_areas(areas):
    share = indicators_on(DAY)["occupancy"]
    parts = [Sums(np.array([float(n)]), np.array([float(d)]), np.array([1])) for n, d in areas]
    whole = evaluate(share, total(parts)).item()
    assert whole == pytest.approx(100 * sum(n for n, _ in areas) / sum(d for _, d in areas))


def test_the_kind_that_runs_out_first_and_the_day():
    assert runs_out_by(DAY, {"cover_gloves": 2.9, "cover_masks": 7.0}) == ("gloves", date(2020, 4, 22))
    assert runs_out_by(DAY, {"cover_gloves": float("nan")}) is None
