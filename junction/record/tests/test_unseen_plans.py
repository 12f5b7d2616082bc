"""Plans as others number and word them: Roman parts and items, a second list, spans without a last day."""

from datetime import date

import pytest

from junction.record.rules.dates import dates_in
from junction.record.rules.plan import read_plan
from junction.record.rules.proposals import promises_in
from junction.record.rules.reading import Kind
from junction.record.rules.requirements import requirement_in
from junction.record.rules.source import Source

DAY = date(2020, 5, 6)


def promised(text):
    found = read_plan(Source(f"Our plan\n\n{text}\n"), written_on=DAY)
    return [(one.words, one.from_on, one.until_on) for one in promises_in(found, written_on=DAY)]


@pytest.mark.parametrize(
    "words",
    ["for the duration of the pandemic", "during the pandemic", "throughout the outbreak",
     "until further notice",
     "for as long as needed", "for the foreseeable future", "while the emergency lasts", "for the duration"],
)  # fmt: skip
def test_a_span_that_lasts_is_no_deadline(words):
    (said,) = dates_in(f"We will test staff {words}.", written_on=DAY)
    assert (said.raw, said.from_on, said.until_on, said.warnings) == (words, None, None, ("standing",))
    assert [one[1:] for one in promised(f"We will test staff {words}.")] == [(None, None)]


@pytest.mark.parametrize("words", ["through the winter", "over the winter", "throughout winter"])
def test_a_season_through_which_something_lasts_is_known_and_is_no_deadline(words):
    (said,) = dates_in(f"We will pay the fund {words}.", written_on=DAY)
    assert (said.from_on, said.until_on) == (date(2020, 12, 1), date(2021, 3, 1))
    assert [one[1:] for one in promised(f"We will pay the fund {words}.")] == [(date(2020, 12, 1), None)]
    assert requirement_in(f"Councils must pay the fund {words}.", said_on=DAY).due == ()


def test_a_day_beside_such_a_span_is_the_deadline():
    (one,) = promised("We will pay the fund throughout the pandemic, and first by 1 June 2020.")
    assert one[2] == date(2020, 6, 2)


def test_by_the_winter_is_a_deadline_still():
    (said,) = dates_in("We will open beds by the winter.", written_on=DAY)
    assert said.until_on and "standing" not in said.warnings


def test_roman_parts_are_headings_and_small_roman_numbers_items():
    found = read_plan(Source(
        "CARE PLAN\n\nI. INTRODUCTION\n\nThis says what we do.\n\nII. PREVENTION\n\n"
        "i. We will train all staff by June 2020.\nii. We will name a nurse.\n"
    ), written_on=DAY)  # fmt: skip
    assert found.not_read() == []
    assert [one.ref for one in found.readings if one.kind is Kind.HEADING] == ["I", "II"]
    assert [one.text for one in found.readings if one.kind is Kind.COMMITMENT] == [
        "We will train all staff by June 2020.", "We will name a nurse."
    ]  # fmt: skip


def test_a_second_list_from_one_is_no_part_of_the_paragraph_above():
    found = read_plan(
        Source("Plan\n\n1. We will pay homes by 30 June 2020 in full.\n1. We will test staff.\n"),
        written_on=DAY,
    )
    assert [one.text for one in found.readings if one.kind is Kind.PARAGRAPH] == [
        "We will pay homes by 30 June 2020 in full.", "We will test staff."
    ]  # fmt: skip


def test_the_sign_of_a_paragraph_numbers_and_is_no_part_of_the_number():
    said = "¶1 Councils must hold a list.\n\n¶ 2 **We will publish it by the end of May.**\n"
    read = read_plan(Source(f"Part A: Rules\n\n{said}"))
    assert [one.ref for one in read.readings if one.kind is Kind.PARAGRAPH] == ["1", "2"]
    assert [one.ref for one in read.readings if one.kind is Kind.COMMITMENT] == ["2"]


@pytest.mark.parametrize(
    ("sentence", "promises"),
    [
        ("By the end of 2020 we will have a single number to ring.", True),
        ("By 1 May 2021, we will have visited every home.", True),
        ("By then we will have much to do.", False),
        ("We will have much to do.", False),
    ],
)
def test_what_is_so_by_a_day_is_promised(sentence, promises):
    read = read_plan(Source(f"1.1 Homes are open.\n\n1.2 {sentence}\n\n1.3 Leads meet.\n"))
    assert [one.ref for one in read.readings if one.kind is Kind.COMMITMENT] == ["1.2"] * promises


@pytest.mark.parametrize(
    ("words", "first", "after"),
    [
        ("in the first half of November", date(2020, 11, 1), date(2020, 11, 16)),
        ("in the second half of November", date(2020, 11, 16), date(2020, 12, 1)),
        ("in the second week of December", date(2020, 12, 8), date(2020, 12, 15)),
        ("in the last week of January 2021", date(2021, 1, 25), date(2021, 2, 1)),
        ("by the end of the financial year", None, date(2021, 4, 1)),
        ("in the next financial year", date(2021, 4, 1), date(2022, 4, 1)),
    ],
)
def test_halves_weeks_and_the_financial_year(words, first, after):
    [said] = dates_in(f"It opens {words}.", written_on=date(2020, 10, 19))
    assert (said.from_on, said.until_on) == (first, after)


def test_the_financial_year_alone_is_no_date():
    assert dates_in("The costs of the financial year are high.", written_on=date(2020, 10, 19)) == ()


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("By May 2021 the council will set up an academy.", "the council"),
        ("In June the county council will write to homes.", "the county council"),
        ("This year local authorities will write to homes.", None),  # many, and none of them the plan's
        ("We asked whether the council will need more staff.", None),
    ],
)
def test_a_council_that_writes_of_itself_in_small_letters_promises(sentence, who):
    read = read_plan(Source(f"1.1 Homes are open.\n\n1.2 {sentence}\n\n1.3 Leads meet.\n"))
    made = [one.cells["who"].text for one in read.readings if one.kind is Kind.COMMITMENT]
    assert made == ([who] if who else [])


def test_small_roman_items_with_points_and_the_day_of_the_words_that_open_them():
    said = "1.1 We will, by the end of May 2021:\n\ni. issue a letter; and\nii. open a line on 3 June 2021.\n"
    read = read_plan(Source(f"Our plan\n\nPublished 2 March 2021\n\n{said}\n1.2 Leads meet.\n"))
    assert [one.ref for one in read.readings if one.kind is Kind.ITEM] == ["1.1(i)", "1.1(ii)"]
    made = [one for one in read.readings if one.kind is Kind.COMMITMENT]
    assert [one.text for one in made] == ["issue a letter; and", "open a line on 3 June 2021."]
    assert [one.dates[0].until_on for one in made] == [date(2021, 6, 1), date(2021, 6, 4)]


def test_an_annex_without_a_title_is_a_heading():
    read = read_plan(Source("1.1 Homes are open.\n\nAnnex A\n\nA.1 Terms are these.\n\nA.2 And these.\n"))
    assert [one.ref for one in read.readings if one.kind is Kind.HEADING] == ["Annex A"]
    assert [one.ref for one in read.readings if one.kind is Kind.PARAGRAPH] == ["1.1", "A.1", "A.2"]
