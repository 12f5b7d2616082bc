"""Days and moments as people say them, on the local clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

from junction.core.pages.words import (
    ago,
    clock,
    counted,
    day,
    file_size,
    moment,
    rules_in_words,
    short_day,
    short_moment,
    short_when,
)

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)


def test_days() -> None:
    assert day(date(2020, 4, 2)) == "Thursday 2 April 2020"
    assert short_day(date(2020, 4, 2)) == "2 Apr 2020"


@pytest.mark.parametrize(
    ("utc", "said"),
    [("16:00", "5pm"), ("16:30", "5:30pm"), ("11:00", "midday"), ("23:00", "midnight"), ("08:05", "9:05am")],
)
def test_the_clock_on_the_wall(utc: str, said: str) -> None:
    assert clock(datetime.fromisoformat(f"2020-04-20T{utc}+00:00")) == said


def test_moments_are_local() -> None:
    late = datetime(2020, 4, 20, 23, 30, tzinfo=UTC)
    assert moment(late) == "12:30am on Tuesday 21 April 2020"
    assert short_moment(late) == "21 Apr 2020, 12:30am"
    assert short_when(late) == "21 Apr 2020, 12:30am"
    assert (
        short_when(datetime(2020, 4, 20, 23, tzinfo=UTC)) == "21 Apr 2020"
    )  # the beginning of a summer's day
    midnight = datetime(2020, 4, 20, 23, tzinfo=UTC)
    assert short_when(midnight, has_hour=True) == "21 Apr 2020, midnight"  # somebody told the hour


def test_how_long_ago() -> None:
    assert ago(NOW - timedelta(hours=3, minutes=10), NOW) == "3 hours ago"
    assert ago(NOW - timedelta(days=1), NOW) == "1 day ago"
    assert ago(NOW, NOW) == "just now"


def test_counts_agree_with_their_noun() -> None:
    assert (counted(1, "place"), counted(1204, "place")) == ("1 place", "1,204 places")
    assert counted(2, "reply", "replies") == "2 replies"


def test_sizes_of_files() -> None:
    assert [file_size(count) for count in (1, 49, 1_000, 12_345, 8_700_000)] == [
        "1 byte",
        "49 bytes",
        "1 kB",
        "12 kB",
        "8.7 MB",
    ]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("volunteer-tasks@2020-03-24", "Volunteer tasks, in force from 24 Mar 2020"),
        ("tasks@3", "Tasks, version 3"),
        ("", ""),
    ],
)
def test_the_rules_of_a_thing_in_words(reference: str, said: str) -> None:
    assert rules_in_words(reference) == said
