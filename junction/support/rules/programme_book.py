"""The dated words and limits of programmes: levers, channels, audiences, results, cells of the map."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

from .routing import BOOK as ROUTING
from .routing import routing_on

BOOK = load(Path(__file__).parents[1] / "playbook" / "programmes.toml")


@dataclass(frozen=True, slots=True)
class Word:
    """A code's title, with its colour on a page."""

    title: str
    colour: str


@dataclass(frozen=True, slots=True)
class ProvisionKind:
    """Whether people get it from the programme itself, or it lets others give it."""

    title: str
    gives: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """What the front line is short of, and whether it is money."""

    title: str
    is_money: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What was done about a call, and whether that settles it."""

    title: str
    colour: str
    settles: bool


@dataclass(frozen=True, slots=True)
class Grain:
    """Areas that the map may be looked at by."""

    title: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeRules:
    """The rules in force on a day."""

    reference: str
    overlap_from: int
    look_back_days: int
    usual_grain: str
    everybody: str
    levers: Mapping[str, str]
    kinds: Mapping[str, ProvisionKind]
    channels: Mapping[str, str]
    audiences: Mapping[str, str]
    results: Mapping[str, Word]
    callers: Mapping[str, str]
    themes: Mapping[str, Theme]
    answers: Mapping[str, Answer]
    states: Mapping[str, Word]
    cells: Mapping[str, Word]
    grains: Mapping[str, Grain]

    def looks_back_to(self, today: date) -> date:
        """What was said before this day no longer counts beside the map."""
        return date.fromordinal(max(1, today.toordinal() - self.look_back_days))

    @property
    def settled(self) -> list[str]:
        return [code for code, one in self.answers.items() if one.settles]


@cache
def programme_rules(day: date) -> ProgrammeRules:
    """Return the rules of programmes in force on a day; before the first, to look back, the first."""
    version = BOOK.on(max(day, BOOK.versions[0].in_force_from))
    said = dict(version.values)
    return ProgrammeRules(
        reference=version.reference,
        kinds={code: ProvisionKind(**one) for code, one in said.pop("kinds").items()},
        results={code: Word(**one) for code, one in said.pop("results").items()},
        themes={code: Theme(**one) for code, one in said.pop("themes").items()},
        answers={code: Answer(**one) for code, one in said.pop("answers").items()},
        states={code: Word(**one) for code, one in said.pop("states").items()},
        cells={code: Word(**one) for code, one in said.pop("cells").items()},
        grains={code: Grain(one["title"], tuple(one["kinds"])) for code, one in said.pop("grains").items()},
        **said,
    )


def state_on(day: date, *, begins_on: date, ends_on: date | None) -> str:
    """Return whether a span is planned, live or ended on a day; its end is the first day without it."""
    if day < begins_on:
        return "planned"
    return "live" if ends_on is None or day < ends_on else "ended"


def needs_on(day: date) -> Mapping[str, str]:
    """Return the kinds of need that people could state on a day; before the first, those of the first.

    Where two questions have an answer of the same words, the question stands behind it.
    """
    routing = routing_on(max(day, ROUTING.versions[0].in_force_from))
    titles = Counter(routing.categories.values())
    asked = {one.code: asks.texts.text for asks in routing.questions.values() for one in asks.options}
    return {
        code: title if titles[title] == 1 else f"{title} ({asked[code]})"
        for code, title in routing.categories.items()
    }
