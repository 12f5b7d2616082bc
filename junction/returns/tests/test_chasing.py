"""What an outcome of a call means, and when to ring again."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from junction.returns.rules.chasing import call_outcomes, next_call_at, promised_moment

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
OUTCOMES = call_outcomes(date(2020, 4, 20))


def test_every_outcome_has_words_and_at_least_one_takes_one_tap():
    assert all(outcome.text for outcome in OUTCOMES.values())
    assert [code for code, outcome in OUTCOMES.items() if outcome.one_tap] == ["no-answer", "left-message"]


def test_no_answer_is_rung_again_after_an_hour():
    assert next_call_at(OUTCOMES["no-answer"], promised_at=None, now=NOW) == NOW + timedelta(hours=1)


def test_a_promise_is_checked_when_its_time_has_come_and_never_before_now():
    promised = NOW + timedelta(hours=5)
    assert next_call_at(OUTCOMES["will-file"], promised_at=promised, now=NOW) == promised
    assert next_call_at(OUTCOMES["will-file"], promised_at=NOW - timedelta(hours=1), now=NOW) == NOW


def test_a_place_that_cannot_file_is_not_rung_again_today():
    assert next_call_at(OUTCOMES["unable"], promised_at=None, now=NOW) is None


def test_half_past_four_means_the_clock_on_the_wall():
    said = promised_moment(time(16, 30), today=date(2020, 4, 20), timezone=ZoneInfo("Europe/London"))
    assert said == datetime(2020, 4, 20, 15, 30, tzinfo=UTC)
