"""What people type becomes answers, or errors that say what to do; and what stands in a page beforehand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.returns.forms.answers import boxes_filled, boxes_to_fill, checked_rows, typed, words
from junction.returns.rules.differences import differences
from junction.returns.rules.prefill import NO_LAST, Compared, compared, filled_in
from junction.returns.rules.questions import question_set_on

SET = question_set_on("care-home-daily", date(2020, 4, 20))
BEDS, STOCK = SET.by_code["beds"], SET.by_code["stock_aprons"]
NEW = SET.by_code["confirmed_new"]


def read(question, text: str = "", ticked: str = "", last=None):
    posted = {question.code: text, f"{question.code}.not": ticked}
    boxes, answers = boxes_filled([question], posted=posted, last=last or {})
    return boxes[0], answers.get(question.code)


@pytest.mark.parametrize(("text", "answer"), [("12", 12), (" 1,204 ", 1204), ("", None), ("0", 0)])
def test_numbers_as_people_type_them(text, answer):
    assert read(STOCK, text)[1] == answer


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("many", "Give a number"),
        ("-1", "below zero"),
        ("1.5", "whole number"),
        ("99999999999", "above"),
        ("²", "Give a number"),
    ],
)
def test_what_is_no_number_says_what_to_do_and_keeps_what_was_typed(text, says):
    box, answer = read(STOCK, text)
    assert says in box.error and box.typed == text and answer is None


def test_a_tick_denies_what_was_filled_in_but_not_what_was_typed():
    assert read(STOCK, "600", "known", last={STOCK.code: 600})[1] == {"not": "known"}
    box, answer = read(STOCK, "700", "known", last={STOCK.code: 600})
    assert "not both" in box.error and answer is None


def test_a_required_question_may_be_unknown_but_applies():
    assert read(BEDS, "", "known")[1] == {"not": "known"}
    assert read(BEDS, "", "applicable")[1] is None


def test_radios_say_not_known_too():
    rating = SET.by_code["rating_ppe"]
    assert read(rating, "not-known")[1] == {"not": "known"}
    assert read(rating, "blue")[1] == "blue"
    assert read(rating, "purple")[0].error


def test_answers_in_words():
    assert words(STOCK, 1204) == "1,204 single items"
    assert (words(BEDS, 1), words(STOCK, 1), words(NEW, 1)) == ("1 bed", "1 single item", "1 person")
    assert words(SET.by_code["daily_use_aprons"], 1) == "1 single item a day"
    assert words(SET.by_code["admitting"], False) == "No"
    assert words(BEDS, None) == "Not answered"
    assert words(BEDS, {"not": "known"}) == "Not known"


def test_state_is_filled_in_and_events_are_not():
    last = {"beds": 40, "confirmed_new": 3}
    assert filled_in(SET.questions, last) == {"beds": 40}
    boxes = {box.question.code: box for box in boxes_to_fill(SET.questions, answers={"beds": 40}, last=last)}
    assert (boxes["beds"].typed, boxes["beds"].last) == ("40", "40")
    assert (boxes["confirmed_new"].typed, boxes["confirmed_new"].last) == ("", "3")


def test_each_answer_says_how_it_compares_with_last_time():
    last = {"beds": 40, "confirmed_new": 3}
    assert compared(BEDS, answer=40, last=last) is Compared.SAME
    assert compared(BEDS, answer=38, last=last) is Compared.CHANGED
    assert compared(NEW, answer=3, last=last) is Compared.NEW
    assert compared(BEDS, answer=40, last=NO_LAST) is Compared.NEW
    rows = dict(checked_rows(SET, answers={"beds": 38}, last=last))["Beds and vacancies"]
    assert (rows[0].words, rows[0].note, rows[0].is_changed) == ("38 beds", "Was 40 beds", True)


def test_differences_come_in_the_order_of_the_questions():
    found = differences(
        SET.questions, before={"occupied": 36, "beds": 40}, after={"occupied": 35, "admitting": True}
    )
    assert [(each.question.code, each.before, each.after) for each in found] == [
        ("beds", 40, None),
        ("occupied", 36, 35),
        ("admitting", None, True),
    ]


answers = st.fixed_dictionaries(
    {},
    optional={
        question.code: st.integers(0, int(question.most))
        if question.kind == "count"
        else st.booleans()
        if question.kind == "yes-no"
        else st.sampled_from(question.options)
        for question in SET.questions
        if question.kind in ("count", "yes-no", "choice", "rating")
    },
)


@given(answers)
def test_what_a_page_shows_is_read_back_as_it_was(given_answers):
    posted = {}
    for question in SET.questions:
        text, ticked = typed(given_answers.get(question.code))
        posted |= {question.code: text, f"{question.code}.not": ticked}
    boxes, read_back = boxes_filled(SET.questions, posted=posted, last={})
    assert read_back == given_answers
    assert not [box.error for box in boxes if box.error]
