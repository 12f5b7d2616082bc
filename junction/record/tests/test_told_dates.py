"""A bare day in words that tell of what has been is the last one; in any others the coming one."""

from datetime import date

import pytest

from junction.record.rules.dates import dates_in


def first_days(text, on):
    return [said.from_on and said.from_on.isoformat()[5:] for said in dates_in(text, written_on=on)]


@pytest.mark.parametrize(
    ("text", "on", "days"),
    [
        ("v good job on QT on Thursday.", date(2020, 3, 8), ["03-05"]),
        ("We met last on Monday", date(2020, 3, 11), ["03-09"]),
        ("I was told on Monday that it will come", date(2020, 3, 11), ["03-09"]),
        ("On Monday we met the trust", date(2020, 3, 11), ["03-09"]),
        ("I saw him on Wednesday and he will call on Friday", date(2020, 3, 12), ["03-11", "03-13"]),
        ("We will write on Monday about what was agreed on Friday", date(2020, 3, 11), ["03-16", "03-06"]),
        ("She asked for the review to report back on Monday", date(2020, 3, 9), ["03-16"]),
        ("The return is submitted on Friday", date(2020, 3, 9), ["03-13"]),
        ("Returns submitted in July and September", date(2020, 10, 20), ["07-01", "09-01"]),
        ("Letter sent in March.", date(2020, 10, 20), ["03-01"]),
        ("Plan to be submitted in March", date(2020, 10, 20), ["03-01"]),
        ("submitted returns in july", date(2020, 10, 20), ["07-01"]),
    ],
)
def test_the_tense_decides_whether_a_bare_day_is_past_or_to_come(text, on, days):
    assert first_days(text, on) == days


def test_the_same_month_is_another_year_where_it_is_to_come():
    told, coming = (
        dates_in(text, written_on=date(2020, 10, 20))[0].from_on
        for text in ("Letter sent in March.", "Letter to be sent in March.")
    )
    assert (told.year, coming.year) == (2020, 2021)


def test_a_day_that_cannot_have_been_yet_is_not_put_a_year_back():
    [said] = dates_in("The visit took place on 3 November", written_on=date(2020, 10, 20))
    assert said.from_on == date(2020, 11, 3)


@pytest.mark.parametrize("text", ["from 2 to 6 November", "2-6 November", "between 2 and 6 November"])
def test_a_stretch_with_both_ends_said_is_closed(text):
    [said] = dates_in(text, written_on=date(2020, 10, 20))
    assert (said.from_on, said.until_on) == (date(2020, 11, 2), date(2020, 11, 7))
    assert said.raw == text


@pytest.mark.parametrize(
    ("text", "days"),
    [("by 3 may", [None]), ("on monday 4 may", ["05-04"]), ("starts in november", ["11-01"]),
     ("we may test", []), ("up to 3 may attend", []), ("they march on london", []),
     ("on 5 march 2021", ["03-05"])],
)  # fmt: skip
def test_small_letters_are_read_where_they_can_be_no_verb(text, days):
    assert first_days(text, date(2020, 4, 1)) == days
