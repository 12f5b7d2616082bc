"""Moments and days from an address: local time, the changes of the clocks, and clear refusals."""

from datetime import UTC, date, datetime

import pytest

from junction.core.pages.moment import BadMoment, Moment, read_moment

NOW = datetime(2020, 11, 1, 12, 0, tzinfo=UTC)


def test_nothing_asked_is_now() -> None:
    moment = read_moment({"sort": "name"}, now=NOW, path="/areas/")
    assert moment.is_live
    assert moment.at == NOW
    assert moment.day == date(2020, 11, 1)
    assert moment.keep("/places/?q=a") == "/places/?q=a"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-04-20T17:00", datetime(2020, 4, 20, 16, 0, tzinfo=UTC)),  # summer time
        ("2020-04-20 17:00", datetime(2020, 4, 20, 16, 0, tzinfo=UTC)),
        ("2020-02-20T17:00", datetime(2020, 2, 20, 17, 0, tzinfo=UTC)),
        ("2020-04-20T17:00+01:00", datetime(2020, 4, 20, 16, 0, tzinfo=UTC)),
        ("2020-04-20T17:00 01:00", datetime(2020, 4, 20, 16, 0, tzinfo=UTC)),  # plus, as an address reads it
        ("2020-04-20T17:00Z", datetime(2020, 4, 20, 17, 0, tzinfo=UTC)),
        ("2020-10-25T01:30", datetime(2020, 10, 25, 1, 30, tzinfo=UTC)),  # twice that night: the later
    ],
)
def test_a_moment_is_local_time(text: str, expected: datetime) -> None:
    assert read_moment({"as_at": text}, now=NOW).at == expected


@pytest.mark.parametrize(
    "text", ["2020-10-25T01:30+01:00", "2020-10-25T01:30", "2020-10-25T00:30", "2020-04-20T17:00"]
)
def test_a_link_leads_back_to_the_same_moment_though_the_hour_came_twice(text: str) -> None:
    moment = read_moment({"as_at": text}, now=NOW)
    assert read_moment(dict([moment.query.split("=", 1)]), now=NOW).at == moment.at


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"as_at": "yesterday"}, "“yesterday” is not a moment. Write it like 2020-04-20T17:00."),
        ({"as_at": "0001-01-01T00:00"}, "Nothing was recorded in the year 1. Choose a day from 1900 on."),
        ({"on": "0001-01-01"}, "Nothing was recorded in the year 1. Choose a day from 1900 on."),
        ({"as_at": "2020-04-31T10:00"}, "is not a moment"),
        ({"as_at": "2020-04-20"}, "has no time. Write the moment like 2020-04-20T17:00."),
        ({"as_at": "2020-11-02T10:00"}, "10am on Monday 2 November 2020 is still to come"),
        (
            {"as_at": "2020-03-29T01:30"},
            "01:30 did not happen on Sunday 29 March 2020: the clocks went forward.",
        ),
        ({"on": "20/04/2020"}, "is not a day. Write it like 2020-04-20."),
        ({"on": "2020-11-02"}, "Monday 2 November 2020 is still to come"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_way_out(query: dict[str, str], message: str) -> None:
    with pytest.raises(BadMoment) as refused:
        read_moment(query, now=NOW)
    assert message in str(refused.value)


def test_a_day_to_come_may_be_allowed() -> None:
    assert read_moment({"on": "2020-11-02"}, now=NOW, future_days=True).day == date(2020, 11, 2)


def test_the_moment_goes_along_and_comes_back() -> None:
    query = {"as_at": "2020-04-20T17:00", "on": "2020-04-19", "sort": "name"}
    moment = read_moment(query, now=NOW, path="/areas/")
    assert moment.day == date(2020, 4, 19)
    assert moment.keep("/places/?q=a") == "/places/?q=a&as_at=2020-04-20T17:00&on=2020-04-19"
    assert moment.now_href == "/areas/?sort=name"
    assert moment.sentence() == (
        "You are looking at the picture for Sunday 19 April 2020, "
        "as it was known at 5pm on Monday 20 April 2020"
    )


def test_the_day_is_the_local_day_of_the_moment() -> None:
    late = Moment(now=datetime(2020, 6, 30, 23, 30, tzinfo=UTC))
    assert late.day == date(2020, 7, 1)
