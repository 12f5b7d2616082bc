"""How days, moments and counts are written on a page: as people say them, on the local clock."""

from datetime import date, datetime, time, timedelta

from junction.core.calendar import LOCAL, local_day
from junction.core.wording import in_a_sentence, sentence_case

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def day(value: date) -> str:
    """Write a day in full: "Monday 20 April 2020"."""
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def short_day(value: date) -> str:
    """Write a day for a table: "20 Apr 2020"."""
    return f"{value.day} {value:%b} {value.year}"


def clock(value: datetime) -> str:
    """Write the time of a moment: "5pm", "5:30pm", "midday", "midnight"."""
    local = value.astimezone(LOCAL)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """Write a moment for a sentence: "5pm on Monday 20 April 2020"."""
    return f"{clock(value)} on {day(local_day(value))}"


def short_moment(value: datetime) -> str:
    """Write a moment for a table: "20 Apr 2020, 5pm"."""
    return f"{short_day(local_day(value))}, {clock(value)}"


def short_when(value: datetime, has_hour: bool = False) -> str:
    """Write what is known of a moment: the day alone of what stands at the very beginning of one.

    Papers often bear a day and no hour; what happened on it is kept at its first moment. Whoever knows that
    the hour was told says so by `has_hour`: then that moment is midnight.
    """
    local = value.astimezone(LOCAL)
    is_day = local.time() == time() and not has_hour
    return short_day(local.date()) if is_day else short_moment(value)


def ago(value: datetime, now: datetime) -> str:
    """Write how long before `now` a moment was: "3 hours ago"; a moment to come is "just now"."""
    passed = now - value
    for length, word in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if passed >= length:
            return f"{counted(passed // length, word)} ago"
    return "just now"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a count with its noun: "1 place", "1,204 places"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def file_size(count: int) -> str:
    """Write the size of a file: "49 bytes", "12 kB", "8.7 MB"."""
    if count < 1_000:
        return counted(count, "byte")
    return f"{count / 1_000:,.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"


def rules_in_words(reference: str) -> str:
    """Write which rules something was made by: "Volunteer tasks, in force from 24 Mar 2020"."""
    name, _, version = reference.partition("@")
    called = sentence_case(name.replace("-", " "))
    try:
        return f"{called}, in force from {short_day(date.fromisoformat(version))}"
    except ValueError:
        return f"{called}, version {version}" if version else called


FILTERS = {
    "day": day,
    "short_day": short_day,
    "clock": clock,
    "moment": moment,
    "short_moment": short_moment,
    "short_when": short_when,
    "ago": ago,
    "counted": counted,
    "file_size": file_size,
    "sentence_case": sentence_case,
    "in_a_sentence": in_a_sentence,
}
