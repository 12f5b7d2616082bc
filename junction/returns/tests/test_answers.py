"""What people type becomes answers, or errors that say what to do; and what stands in a page beforehand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.returns.forms.answers import boxes_filled, boxes_to_fill, typed, words
from junction.returns.forms.checking import Said, all_by_section, checked, line_about
from junction.returns.rules.differences import differences
from junction.returns.rules.prefill import NO_LAST, Compared, compared, filled_in
from junction.returns.rules.questions import question_set_on, question_set_versions

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
    assert compared(NEW, answer=3, last=last) is Compared.AFRESH
    assert compared(NEW, answer=3, last=last, same_day=True) is Compared.SAME
    assert compared(BEDS, answer=40, last=NO_LAST) is Compared.NEW
    assert compared(BEDS, answer=None, last=NO_LAST) is Compared.SAME
    assert compared(BEDS, answer=None, last=last) is Compared.CHANGED


def test_what_changed_or_is_new_stands_apart_from_what_is_as_it_was():
    last = {"beds": 40, "occupied": 36, "confirmed_new": 3, "food_supply": "short"}
    now = {"beds": 40, "occupied": 35, "confirmed_new": 0, "reserved": 1}
    found = checked(SET, answers=now, last=last)
    reserved = Said("Empty, reserved", "1", "no answer last time")
    assert [(line.title, line.code, line.said) for line in found.fresh] == [
        ("Beds", "occupied", (Said("Occupied", "35", "was 36"), reserved)),
        ("COVID-19", "confirmed_new", (Said("Newly confirmed", "0"),)),
        ("How is your supply of food?", "food_supply", (Said("", "Not answered", "was Short"),)),
    ]
    assert found.fresh_count == 4
    assert found.fresh_count + found.same_count == len(SET.questions)
    beds = next(block for block in found.same if block.title == "Beds and vacancies")
    assert beds.lines[0].said[0] == Said("May be used", "40")


def test_a_correction_is_compared_with_the_version_it_corrects():
    found = checked(SET, answers={"confirmed_new": 2}, last={"confirmed_new": 1}, same_day=True)
    assert [line.said for line in found.fresh] == [(Said("Newly confirmed", "2", "was 1"),)]


def test_every_answer_stands_in_one_line_of_its_section():
    for asked in question_set_versions("care-home-daily"):
        blocks = all_by_section(asked, {})
        assert [block.title for block in blocks] == list(asked.sections.values())
        assert sum(block.count for block in blocks) == len(asked.questions)
        assert sum(len(line.said) for block in blocks for line in block.lines) == len(asked.questions)


def test_the_line_about_a_doubt_shows_what_stands_beside_it():
    line = line_about(SET, "occupied", answers={"beds": 40, "occupied": 50}, last={"occupied": 36})
    assert (line.title, line.code) == ("Beds", "occupied")
    assert line.said[:2] == (Said("May be used", "40"), Said("Occupied", "50", "was 36"))
    assert line_about(SET, "about_on", answers={}) is None


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
