"""Until when a need of a level is to be answered, by the limits of the day on which it was stated."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from junction.core.calendar import LOCAL
from junction.core.playbook import RuleVersion, load

BOOK = load(Path(__file__).parents[1] / "playbook" / "need-triage.toml")


@dataclass(frozen=True, slots=True)
class Level:
    """How soon: so many minutes, or until the end of a day's work so many days on."""

    code: str
    title: str
    says: str
    colour: str
    minutes: int = 0
    days: int = 0
    hour: int = 0
    least_hours: int = 0

    def limit(self, stated_at: datetime) -> datetime:
        """Return the moment until which a need that was stated then is to be answered."""
        if self.minutes:
            return stated_at + timedelta(minutes=self.minutes)
        day = stated_at.astimezone(LOCAL).date() + timedelta(days=self.days)
        ends = datetime.combine(day, time(self.hour), tzinfo=LOCAL)
        return max(ends, stated_at + timedelta(hours=self.least_hours)).astimezone(stated_at.tzinfo)


@dataclass(frozen=True, slots=True)
class Triage:
    """The levels of a day, the most urgent first."""

    reference: str
    levels: dict[str, Level]


@cache
def triage_on(day: date) -> Triage:
    """Return the levels in force on a day."""
    return _triage(BOOK.on(day))


@cache
def triage_of(reference: str) -> Triage:
    """Return the levels that a need was given its own by: "need-triage@2020-03-23"."""
    return _triage(BOOK.version(reference.partition("@")[2]))


def level_of(reference: str, code: str) -> Level:
    """Return a level that a need was given, as the file of that day says it."""
    return triage_of(reference).levels[code]


def _triage(version: RuleVersion) -> Triage:
    return Triage(version.reference, {one["code"]: Level(**one) for one in version.values["levels"]})
