"""A schedule in words: “Fridays, 12:00 to 14:00”, “Last Friday of the month”."""

from collections.abc import Iterable

from .opening import Opening, days_of

DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
        "SA": "Saturday", "SU": "Sunday"}  # fmt: skip
NTH = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", -1: "Last"}


def hours(opening: Opening, description: str = "") -> str:
    """Return a schedule as people say it; its own words where it has no rule."""
    days = _days(opening)
    clock = ""
    if opening.opens_at and opening.closes_at:
        clock = f"{opening.opens_at:%H:%M} to {opening.closes_at:%H:%M}"
        if (clock, opening.freq) == ("00:00 to 23:59", "WEEKLY"):
            clock = "all day and night"
    said = ", ".join(filter(None, (days, clock)))
    if opening.valid_to:
        said += f" (until {opening.valid_to.isoformat()})"
    return said or description


def _days(opening: Opening) -> str:
    named = days_of(opening.byday)
    if opening.freq == "MONTHLY":
        parts = [f"{NTH.get(nth or 0, 'Each')} {DAYS[day]}" for nth, day in named]
        return f"{', '.join(parts)} of the month" if parts else f"Days {opening.bymonthday} of the month"
    if not named:
        return opening.dtstart.isoformat() if opening.dtstart and not opening.freq else ""
    if len(named) == len(DAYS):
        return "Every day"
    plain = ", ".join(f"{DAYS[day]}s" for _, day in named)
    return f"Every {opening.interval} weeks: {plain}" if opening.interval > 1 else plain


def typed(openings: Iterable[Opening]) -> str | None:
    """Return schedules as a list of services writes them, “Mo,We 09:00-17:00; Sa 10:00-12:00”; None where one
    of them cannot be written so.
    """
    said = []
    for one in openings:
        plain = one.freq == "WEEKLY" and one.interval == 1 and not (one.bymonthday or one.dtstart)
        if not (plain and one.byday and one.opens_at and one.closes_at) or one.valid_from or one.valid_to:
            return None
        days = ",".join(day.capitalize() for _, day in days_of(one.byday))
        said.append(f"{days} {one.opens_at:%H:%M}-{one.closes_at:%H:%M}")
    return "; ".join(said)
