"""Definitions are data that people edit: what is wrong in them is refused by name before anybody is asked."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from junction.core.imports import Severity
from junction.core.playbook import RuleVersion
from junction.returns.rules.checks.answers import WrongAnswer, problems_of_answers, read_cell
from junction.returns.rules.checks.register import check
from junction.returns.rules.formulas import NotAFormula, names_in, over_arrays, parse, to_sql
from junction.returns.rules.indicators import _read as read_indicators
from junction.returns.rules.judging import problem_of_day
from junction.returns.rules.measures import AMBER, GREEN, RED, UNKNOWN
from junction.returns.rules.questions import _question as read_question
from junction.returns.rules.questions import question_set_on
from junction.returns.rules.risk import risk_of

DAY = date(2020, 4, 20)
NOON = datetime(2020, 4, 20, 11, tzinfo=UTC)
SOUND = {"code": "mood", "section": "home", "text": "How is it?", "kind": "text"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "smell"}, "smell is not a kind of question"),
        ({"measure": "joy"}, "joy is not a measure"),
        ({"kind": "choice"}, "a choice needs choices"),
        ({"group": "staff"}, "a group needs a short name"),
        ({"kind": "rating", "scale": ["red", "pink"]}, "are not ratings"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_by_name(wrong, says):
    with pytest.raises(ValueError, match=f"question mood: .*{says}"):
        read_question(SOUND | wrong)


def test_a_check_is_entered_once(monkeypatch):
    monkeypatch.setattr("junction.returns.rules.checks.register.CHECKS", {})
    with pytest.raises(ValueError, match="two checks are called day-of-rest"):
        for _ in range(2):
            check("day-of-rest", Severity.WARNING, "")(lambda case: None)


def test_an_indicator_of_a_measure_that_is_not_there_is_refused():
    words = dict.fromkeys(("code", "name", "section", "unit", "scope", "good", "source", "owner"), "joy")
    version = RuleVersion("indicators", "x", DAY, "a test", {"indicator": [words | {"value": "joyful > 0"}]})
    with pytest.raises(ValueError, match=r"joy: \['joyful'\] are no measures"):
        read_indicators(version)


def test_a_formula_of_an_unknown_name_is_refused_and_arithmetic_is_done():
    assert names_in("3 * a - b") == {"a", "b"}
    with pytest.raises(NotAFormula, match="there is no measure b"):
        to_sql(parse("a + b"), {"a": "l.a"})
    columns = {"a": np.array([2.0]), "b": np.array([1.0])}
    assert over_arrays(parse("3 * a - b + 1"), columns).tolist() == [6.0]


def test_a_week_is_known_by_its_last_day_and_a_day_to_come_is_refused():
    weekly = question_set_on("nhsn-ltcf-weekly", date(2020, 6, 1))
    assert problem_of_day(weekly, date(2020, 6, 3), NOON).check == "not-the-end-of-a-week"
    daily = question_set_on("care-home-daily", DAY)
    assert problem_of_day(daily, date(2020, 4, 25), NOON).check == "day-to-come"
    assert problem_of_day(daily, DAY, NOON) is None


@pytest.mark.parametrize(
    ("measures", "rating", "why"),
    [
        ({"staff_employed": 10, "staff_absent_covid": 0, "staff_agency": 9}, RED, "Agency staff are 90%"),
        ({"beds": 10, "occupied": None}, UNKNOWN, "Occupancy is not known"),
        ({"hours_handed_back": 5, "hours_commissioned": None}, UNKNOWN, "Hours of care are not known"),
        ({"staff_groups_short": None}, UNKNOWN, "Staff shortages are not known"),
    ],
)
def test_each_part_of_the_risk_says_why(measures, rating, why):
    risk = risk_of(measures, about_on=DAY)
    assert risk.rating == rating
    assert any(reason.why.startswith(why) for reason in risk.reasons)


def test_hours_handed_back_are_a_risk_by_their_share():
    ratings = {
        back: risk_of({"hours_handed_back": back, "hours_commissioned": 100}, about_on=DAY).rating
        for back in (0, 100)
    }
    assert ratings[0] == GREEN
    assert ratings[100] in (AMBER, RED)


def test_text_is_read_up_to_its_length_and_answers_are_of_their_kind():
    question = replace(question_set_on("care-home-daily", DAY).questions[0], kind="text")
    assert read_cell(question, "all well") == "all well"
    with pytest.raises(WrongAnswer, match="too-long"):
        read_cell(question, "x" * 100_000)
    whole = question_set_on("care-home-daily", DAY)
    texts = replace(whole, by_code={question.code: question})
    assert "too-long" in {problem.check for problem in problems_of_answers(texts, {question.code: 5})}
    yes_no = next(each.code for each in whole.questions if each.kind == "yes-no")
    assert "not-yes-or-no" in {problem.check for problem in problems_of_answers(whole, {yes_no: "yes"})}
