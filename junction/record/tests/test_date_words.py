"""What is a date and what only looks like one; missing years; and what holds for any text whatever."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.dates import dates_in

from .test_dates import days


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Returns submitted in July and September to DHSC", ["July", "September"]),
        ("on 19 and 26 October", ["19", "26 October"]),
        ("on 5, 12 and 19 October", ["5", "12", "19 October"]),
        ("July, August and September 2020", ["July", "August", "September 2020"]),
        ("today or by Friday", ["today", "by Friday"]),
    ],
)
def test_a_list_gives_each_of_its_dates(text, words):
    assert [said[0] for said in days(text)] == words


def test_a_list_shares_the_year_and_month_of_its_last():
    assert [said[1] for said in days("on 5, 12 and 19 October 2018")] == ["18-10-05", "18-10-12", "18-10-19"]
    assert [said[1] for said in days("in July and September 2018")] == ["18-07-01", "18-09-01"]


@pytest.mark.parametrize(
    "text",
    [
        "Councils may need to", "May I ask", "They march on", "March to the beat",
        "Of ten, 5 May be needed", "Theresa May said", "April Jones said", "June Smith",
        "1.16 Testing", "\n2.3.20 Testing of staff", "24/7", "1/2", "3-4 people", "version 5.3.20",
        "v5.3.20", "10.5.20.1", "aged 65", "020 7210 4850", "07700 900123", "the second", "£20 March",
        "page 3 April", "COVID-19", "14-day period", "every day", "day-to-day", "every Monday",
        "open Monday to Friday", "this winter plan", "the winter plan", "7 days a week",
        "a quarter of staff", "Q1. Who", "within 6 months of entry", "as soon as it is safe",
        "once in 14 days", "the Sun shone", "Sat down", "2018/19",
        "https://example.org/2020/04/15/a-page", "post@april2020.example.org", "seconds", "on 13/14",
        "the next steps", "the following day", "sooner", "shortly after", "Easter eggs", "35/12/2020",
        "2020-13-01", "by 3/4 of homes", "the 3rd floor", "Sunderland", "Mayor", "Marching",
        "Monday's Child week-long", "the next day", "in a week", "the week", "late",
        "half term 2", "Autumn half term 1", "a half-termed plan",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text):
    assert [said for said in days(text) if said[0] != "Monday"] == []


def test_a_missing_year_follows_from_the_documents_day():
    assert days("by November", date(2020, 4, 15))[0][2] == "20-12-01"
    assert days("in November", date(2020, 4, 15))[0][1] == "20-11-01"
    assert days("in March", date(2020, 4, 15))[0][1] == "20-03-01"
    assert days("in March", date(2020, 11, 5))[0][1] == "21-03-01"
    assert days("29 February", date(2021, 3, 1))[0][1] == "24-02-29"


def test_without_the_documents_day_the_year_it_speaks_of_is_taken():
    assert days("31 October", None, year_hint=2020)[0][1:4] == ("20-10-31", "20-11-01", "inferred")
    assert days("Monday 4 January", None, year_hint=2020)[0][1] == "21-01-04"
    assert days("w/c 2 November", None, year_hint=2020)[0][1] == "20-11-02"
    assert days("w/c 3 January", None, year_hint=2020)[0][4] == ("not-monday",)


@pytest.mark.parametrize(
    ("text", "warning"),
    [("31 October", "no-year"), ("by November", "no-year"), ("this winter", "no-year"),
     ("by the 16th.", "no-year"),
     ("by Christmas", "no-year"), ("2–5 November", "no-year"), ("tomorrow", "no-document-date"),
     ("on Monday", "no-document-date"), ("next week", "no-document-date"),
     ("last two weeks", "no-document-date"),
     ("within two weeks", "no-document-date"), ("a week ago", "no-document-date"),
     ("w/c 2 November", "no-year"),
     ("in recent weeks", "no-document-date"), ("31 June", "impossible")],
)  # fmt: skip
def test_where_neither_is_known_nothing_is_guessed(text, warning):
    (said,) = dates_in(text, written_on=None)
    assert (said.from_on, said.until_on, str(said.certainty)) == (None, None, "vague")
    assert warning in said.warnings


def test_a_whole_date_needs_no_document():
    assert days("from 8 December 2020", None) == [("from 8 December 2020", "20-12-08", "", "open", ())]


def test_places_count_from_where_the_text_begins():
    (said,) = dates_in("on 15 April 2020", offset=100, written_on=None)
    assert (said.span.start, said.span.end) == (103, 116)


VOCABULARY = (
    "15 2 31 1.16 24/7 05/03/2020 5.3.20 2020 2020/21 '20 April May March June Nov Sat Monday "
    "w/c from until at least by the end of early mid- next last this week weeks month day days "
    "or so tomorrow between and to – / , . within two in shortly since winter Q4 2nd first over "
    "coming three not before "
)
WORDS = st.sampled_from(["\n", "\t", *VOCABULARY.split()])
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS).map("".join)
)
DAYS = st.one_of(st.none(), st.dates())


@given(TEXTS, DAYS, st.one_of(st.none(), st.integers(1900, 2100)))
def test_any_text_is_read_and_every_place_and_interval_is_sound(text, written_on, year):
    reached = 0
    for said in dates_in(text, offset=7, written_on=written_on, year_hint=year):
        assert text[said.span.start - 7 : said.span.end - 7] == said.raw != ""
        assert said.span.start - 7 >= reached
        reached = said.span.end - 7
        assert not (said.from_on and said.until_on) or said.from_on < said.until_on


RELATIVE = [
    "today", "tmr", "yesterday", "this week", "next week", "last week", "early next week",
    "by the end of next week", "on Monday", "next Friday", "last Thursday", "within two weeks",
    "within 48 hours", "in the next day or so", "over the next 10 days", "last two weeks",
    "two weeks ago", "shortly", "in recent weeks", "over the coming weeks", "the day before yesterday",
    "from Monday to Wednesday", "next weekend",
]  # fmt: skip


@given(st.sampled_from(RELATIVE), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_week_later_the_same_words_mean_a_week_later(words, written_on):
    week = timedelta(weeks=1)
    (said,) = dates_in(words, written_on=written_on)
    (later,) = dates_in(words, written_on=written_on + week)
    assert later.from_on == (said.from_on and said.from_on + week)
    assert later.until_on == (said.until_on and said.until_on + week)


STYLES = ["%d %B %Y", "%A %d %B %Y", "%d/%m/%Y", "%Y-%m-%d"]


@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)), st.sampled_from(STYLES), DAYS)
def test_a_day_written_whole_is_read_back_whenever_it_was_written(day, style, written_on):
    (said,) = dates_in(day.strftime(style), written_on=written_on)
    assert (said.from_on, said.until_on) == (day, day + timedelta(days=1))
    assert said.certainty == "exact"
    assert "weekday-mismatch" not in said.warnings


def test_a_date_does_not_take_words_from_the_one_before_it():
    assert [said[0] for said in days("from 19, 26 October")] == ["from 19", "26 October"]
    assert [said[0] for said in days("see page 2–5 November")] == ["5 November"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2–31 June", ("impossible",)),
        ("31–3 May", ("impossible",)),
        ("Mon 2–Fri 6 May 2020", ("weekday-mismatch",)),
    ],
)
def test_a_stretch_of_days_that_cannot_be_says_so(text, expected):
    assert days(text)[0][4] == expected


@pytest.mark.parametrize(
    "words", ["yesterday", "last week", "early next week", "on Monday", "over the next three months",
              "next month",
              "by the end of next week", "next year", "within 5 working days"],
)  # fmt: skip
def test_past_the_ends_of_the_calendar_an_interval_is_open(words):
    for day in (date.min, date.max):
        (said,) = dates_in(words, written_on=day)
        assert not (said.from_on and said.until_on) or said.from_on < said.until_on


def test_a_break_without_a_name_needs_the_documents_day():
    assert days("by half term", None)[0][1:] == ("", "", "vague", ("no-national-date", "no-year"))
    assert days("October half term", None, year_hint=2020)[0][1:3] == ("20-10-15", "20-11-03")
    assert days("the bank holiday weekend", None)[0][4] == ("no-year",)
