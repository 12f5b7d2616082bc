"""Letters and other plain texts: the days they speak of, and two letters that name two days for one event."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.models import Assertion, Contradiction, DateMention
from junction.record.operations.contradictions import find_contradictions, list_assertions
from junction.record.operations.keeping import keep_document
from junction.record.queries.contradictions import contradictions
from junction.record.rules.contradictions import contradictions_in
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.readers import read_as
from junction.record.rules.source import Source
from tests.cast import national, officer_of

NOW = datetime(2020, 10, 20, 9, 0, tzinfo=UTC)
TRAFFORD, OTHER = "E08000009", "E08000025"
FIRST = """Northham Council
Town Hall, 4 High Street
12 October 2020
Re: the Meadow Lane pilot

Dear colleague,

Thank you for your letter. The Meadow Lane pilot starts on 2
November, and homes have been told.

Yours sincerely
"""
SECOND = """Southham Council
Date: Wednesday 14 October 2020

Dear all,
We understand that the Meadow Lane pilot will begin on {}. Please confirm.
"""
OTHERWISE, THE_SAME = SECOND.format("9 November"), SECOND.format("2 November 2020")


def read(text, **said):
    found = read_plain(Source(text), **said)
    assert found.not_read() == []
    return found


def dates(text, **said):
    found = (one for reading in read(text, **said).readings for one in reading.dates)
    return [(" ".join(one.raw.split()), one.from_on, str(one.certainty)) for one in found]


def proposed(*texts):
    return list(contradictions_in([read(text) for text in texts]))


def test_a_day_without_its_year_is_of_the_letters_own():
    assert dates(FIRST) == [
        ("12 October 2020", date(2020, 10, 12), "exact"),
        ("2 November", date(2020, 11, 2), "inferred"),
    ]
    assert dates("14 December 2020\n\nDear Asha\n\nWe meet on 11 January.")[1][1] == date(2021, 1, 11)


def test_what_is_known_from_elsewhere_goes_before_the_letters_own_day():
    assert dates(FIRST, written_on=date(2022, 10, 12))[1] == ("2 November", date(2022, 11, 2), "inferred")


@pytest.mark.parametrize(
    "head",
    [
        "Dear Asha", "Our ref: 12/10/2020", "Meeting of 12 October 2020", "Dear Asha\n12 October 2020",
        "12 to 14 October 2020", "October 2020",
    ],
)  # fmt: skip
def test_without_a_day_of_its_own_a_letters_year_is_not_guessed(head):
    assert dates(f"{head}\n\nWe meet on 2 November.")[-1] == ("2 November", None, "vague")


@pytest.mark.parametrize(
    "head",
    ["12 October 2020", "Date: 12/10/2020", "Dated 12th October 2020.", "Northham, Monday 12 October 2020"],
)
def test_ways_in_which_a_letter_says_its_day(head):
    assert dates(f"Northham Council\n{head}\n\nDear Asha\n\nWe meet on 2 November.")[-1][1] == date(
        2020, 11, 2
    )


def test_the_letters_own_day_is_no_day_of_what_stands_below_it():
    day = next(one for one in read(FIRST).readings if "written_on" in one.cells)
    assert (day.text, day.cells["written_on"].text) == ("12 October 2020", "2020-10-12")
    assert proposed(FIRST.replace("12 October", "13 October"), FIRST) == []


@given(st.text(alphabet="ab1 2\n\f\t.,:;October20Date", max_size=80))
def test_nothing_is_dropped_whatever_stands_in_a_letter(text):
    read(text)


def test_two_letters_that_name_two_days_for_one_event_are_told_with_both_quotes():
    (found,) = proposed(FIRST, OTHERWISE)
    assert (found.kind, found.first.read, found.second.read) == ("two-dates", 0, 1)
    assert found.first.quote == "The Meadow Lane pilot starts on 2 November, and homes have been told."
    assert found.second.quote.endswith("the Meadow Lane pilot will begin on 9 November.")
    assert proposed(FIRST, THE_SAME) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The Meadow Lane pilot starts on 2 November 2020.",
            "The Meadow Lane pilot ends on 30 November 2020.",
        ),
        (
            "After the CQC inspection on 5 May 2020 we wrote.",
            "After the CQC inspection on 9 May 2020 we met.",
        ),
        ("The submission deadline is 5 May 2020.", "The submission deadline is 9 May 2020."),
        ("The pilot starts on 5 May 2020.", "The pilot starts on 9 May 2020."),
    ],
)
def test_an_end_is_no_beginning_and_anybodys_inspection_is_no_one_event(one, other):
    assert proposed(one, other) == []


def test_two_ends_of_one_event_contradict_each_other():
    ends = [f"The Meadow Lane pilot ends on {day} November 2020." for day in (29, 30)]
    assert [one.kind for one in proposed(*ends)] == ["two-dates"]


def keep(text, number, area=None):
    found = read_as("letter", Source(text, name=f"{number}.txt"))
    about = About("letter", f"Letter {number}", area=area)
    kept = keep_document(text.encode(), found, about, by=national(), now=NOW).document
    list_assertions(kept.pk, by=national(), now=NOW)
    return kept


@pytest.mark.django_db
def test_letters_of_two_councils_that_the_nation_keeps_are_compared(areas):
    first = keep(FIRST, 1)
    assert find_contradictions(keep(THE_SAME, 2).pk, by=national(), now=NOW) == 0
    second = keep(OTHERWISE, 3)
    assert find_contradictions(second.pk, by=national(), now=NOW) == 1  # the same two days, once
    found = Contradiction.objects.get(one__document=first, other__document=second)
    assert "“2 November”" in found.why and "9 November" in found.why
    assert first.text[found.one_start : found.one_end].startswith("The Meadow Lane pilot starts on 2\nNov")
    assert second.text[found.other_start : found.other_end].endswith("pilot will begin on 9 November.")
    assert {row.key for row in Assertion.objects.all()} == {"event:lane pilot"}
    assert DateMention.objects.filter(statement__document=first, from_on=date(2020, 11, 2)).count() == 1


@pytest.mark.django_db
def test_an_officer_of_another_council_sees_no_contradiction_of_letters(areas):
    keep(FIRST, 1, area=TRAFFORD)
    assert find_contradictions(keep(OTHERWISE, 2, area=TRAFFORD).pk, by=national(), now=NOW) == 1
    assert contradictions(officer_of(TRAFFORD).scope, now=NOW).count() == 1
    assert contradictions(officer_of(OTHER).scope, now=NOW).count() == 0


def test_the_public_documents_bring_no_flood(shared_data):
    found = sorted(shared_data.parent.glob("seeds/*.txt"))
    if len(found) < 4:
        pytest.skip("the documents are not beside the project (../shared/seeds)")
    texts = [Source(path.read_text(encoding="utf-8")) for path in found]
    for day in (None, date(2020, 4, 15)):
        read = [read_plain(text, written_on=day) for text in texts]
        assert sum(one.kind == "two-dates" for one in contradictions_in(read)) == (1 if day else 0)
