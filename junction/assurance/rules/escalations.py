"""The ladder of an emergency need: council, Strategic Co-ordinating Group, nation; hours at each rung.

Plan of 15 April 2020, paragraphs 1.25 to 1.26 and 4.15 to 4.21. A need that the highest rung cannot meet is
an unmet need; below it, it is passed up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "escalations.toml")


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung: the kind of area whose desk it is ("": the centre), and within how many hours it answers."""

    code: str
    title: str
    area: str
    answer_hours: int

    def answer_by(self, at: datetime) -> datetime:
        """Return until when what came at a moment is answered in time."""
        return at + timedelta(hours=self.answer_hours)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rung says of a need."""

    title: str
    settles: bool
    refuses: bool


@dataclass(frozen=True, slots=True)
class State:
    """Where an escalation stands, with its colour on a page."""

    title: str
    colour: str


@dataclass(frozen=True, slots=True)
class EscalationRules:
    """The ladder in force on a day, its rungs from the lowest."""

    reference: str
    promise: str
    finder: str
    forget_address_after: timedelta
    rungs: Mapping[str, Rung]
    needs: Mapping[str, str]
    contracts: Mapping[str, str]
    outcomes: Mapping[str, Outcome]
    states: Mapping[str, State]

    @property
    def first(self) -> Rung:
        return next(iter(self.rungs.values()))

    def above(self, code: str) -> Rung | None:
        """Return the next rung; None at the top."""
        codes = list(self.rungs)
        place = codes.index(code) + 1
        return self.rungs[codes[place]] if place < len(codes) else None


@cache
def escalation_rules(day: date) -> EscalationRules:
    """Return the ladder in force on a day."""
    version = BOOK.on(day)
    said = version.values
    return EscalationRules(
        version.reference, said["promise"], said["finder"], timedelta(days=said["forget_address_after_days"]),
        {code: Rung(code, **one) for code, one in said["rungs"].items()}, said["needs"], said["contracts"],
        {code: Outcome(**one) for code, one in said["outcomes"].items()},
        {code: State(**one) for code, one in said["states"].items()},
    )  # fmt: skip


def hours_late(answer_by: datetime, *, answered_at: datetime | None, now: datetime) -> int:
    """Return by how many begun hours a rung was, or still is, late with its answer; 0 in time."""
    over = (answered_at or now) - answer_by
    return -(-over // timedelta(hours=1)) if over > timedelta() else 0
