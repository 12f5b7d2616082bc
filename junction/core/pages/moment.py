"""Which moment a page shows: as known when (`as_at`), about which day (`on`); now unless the address says.

`as_at` is a local time to the minute, `2020-04-20T17:00`; one with an offset is taken as it is. What is not a
moment, or is still to come, is refused: showing today's picture to somebody who asked for another misleads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.core.exceptions import BadRequest

from junction.core.calendar import LOCAL, local_day
from junction.core.pages import words

OWN = ("as_at", "on")
NO_RULES = "No rules for this were in force at the moment asked about. Choose a later one."
EARLIEST = date(1900, 1, 1)  # pages look back some weeks from a day, which the calendar must still hold


class BadMoment(BadRequest):
    """The address asks for a moment or a day that cannot be shown."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The two times of a page. `at` and `day` are always there; `as_at` and `on` only when asked for."""

    now: datetime
    as_at: datetime | None = None
    on: date | None = None
    path: str = ""
    others: tuple[tuple[str, str], ...] = ()  # the rest of the address, which the form and links keep

    @property
    def at(self) -> datetime:
        """What was known by then counts."""
        return self.as_at or self.now

    @property
    def day(self) -> date:
        """The day asked about, or the local day of the moment."""
        return self.on or local_day(self.at)

    @property
    def is_live(self) -> bool:
        return self.as_at is None and self.on is None

    @property
    def query(self) -> str:
        """What a link adds to stay in this moment: "" or `as_at=2020-04-20T17:00&on=2020-04-19`."""
        asked = {"as_at": self.as_at_text} if self.as_at else {}
        return urlencode(asked | ({"on": self.on.isoformat()} if self.on else {}), safe=":+")

    @property
    def as_at_text(self) -> str:
        """The local time as addresses write it; the first of an hour that came twice bears its offset."""
        if not self.as_at:
            return ""
        local = self.as_at.astimezone(LOCAL)
        is_first_of_two = local.utcoffset() != local.replace(fold=1).utcoffset()
        return f"{local:%Y-%m-%dT%H:%M}{'+01:00' if is_first_of_two else ''}"

    @property
    def now_href(self) -> str:
        return f"{self.path}?{urlencode(self.others)}" if self.others else self.path or "?"

    def keep(self, href: str) -> str:
        """Carry this moment along to another page."""
        return href if self.is_live else f"{href}{'&' if '?' in href else '?'}{self.query}"

    def sentence(self) -> str:
        """Say which moment this is, in plain words."""
        said = []
        if self.on:
            said.append(f"for {words.day(self.on)}")
        if self.as_at:
            said.append(f"as it was known at {words.moment(self.as_at)}")
        return (
            "You are looking at the picture " + ", ".join(said)
            if said
            else "You are looking at the picture now"
        )


def read_moment(
    query: Mapping[str, str], *, now: datetime, path: str = "", future_days: bool = False
) -> Moment:
    """Read the two times from a query string. Raise `BadMoment` with a sentence that says what to do."""
    as_at = read_as_at(query["as_at"], now=now) if query.get("as_at") else None
    today = local_day(now)
    on = read_on(query["on"], today=None if future_days else today) if query.get("on") else None
    others = tuple((key, value) for key, value in query.items() if key not in OWN)
    return Moment(now=now, as_at=as_at, on=on, path=path, others=others)


def read_as_at(text: str, *, now: datetime) -> datetime:
    """A moment from text, as UTC. A local time said twice, when clocks go back, is the later one."""
    try:
        # In an address a plus sign reads as a space.
        moment = datetime.fromisoformat(
            text.strip().replace(" ", "T", 1) if "T" not in text else text.replace(" ", "+")
        )
    except ValueError:
        raise BadMoment(f"“{text}” is not a moment. Write it like 2020-04-20T17:00.") from None
    if len(text.strip()) <= len("2020-04-20"):
        raise BadMoment(f"“{text}” has no time. Write the moment like {text.strip()}T17:00.")
    _refuse_before_all(moment.date())
    if moment.tzinfo is None:
        moment = local_moment(moment)
    moment = moment.astimezone(UTC)
    if moment > now:
        raise BadMoment(f"{words.moment(moment)} is still to come. Choose a moment in the past.")
    return moment


def local_moment(moment: datetime) -> datetime:
    """Give a local time its zone. Raise `BadMoment` for one the clocks jumped over."""
    placed = moment.replace(tzinfo=LOCAL, fold=1)
    if placed.astimezone(UTC).astimezone(LOCAL).replace(tzinfo=None) != moment:
        raise BadMoment(
            f"{moment:%H:%M} did not happen on {words.day(moment.date())}: the clocks went forward."
        )
    return placed


def read_on(text: str, *, today: date | None) -> date:
    """A day from text, not after `today` when that is given."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise BadMoment(f"“{text}” is not a day. Write it like 2020-04-20.") from None
    _refuse_before_all(day)
    if today and day > today:
        raise BadMoment(f"{words.day(day)} is still to come. Choose a day up to today.")
    return day


def _refuse_before_all(day: date) -> None:
    if day < EARLIEST:
        raise BadMoment(f"Nothing was recorded in the year {day.year}. Choose a day from 1900 on.")
