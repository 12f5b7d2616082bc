"""What an incident asks: its playbook as in force that day; of two alike, the more frequent wins."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from junction.core.playbook import NoRuleInForce, RuleVersion, load

BOOK = load(Path(__file__).parents[1] / "playbook" / "incidents.toml")
FREQUENCY = ("day", "week")  # the more frequent first


@dataclass(frozen=True, slots=True)
class Ask:
    """One question set asked of some kinds of service, and how often."""

    question_set: str
    service_types: frozenset[str]
    every: str
    playbook: str  # "pandemic"
    version: str  # "incidents@2020-03-19"


@dataclass(frozen=True, slots=True)
class Playbook:
    """One playbook as in force on a day."""

    name: str
    title: str
    summary: str
    source: str
    version: str
    asks: tuple[Ask, ...]


def in_force(on: date) -> RuleVersion:
    """Return the version of the rule book on a day; the first one for days before it."""
    try:
        return BOOK.on(on)
    except NoRuleInForce:
        return BOOK.versions[0]


def playbooks(on: date) -> dict[str, Playbook]:
    """Return every playbook as in force on a day, by name."""
    version = in_force(on)
    return {
        name: Playbook(
            name=name,
            title=values["title"],
            summary=values["summary"],
            source=values["source"],
            version=version.reference,
            asks=tuple(
                Ask(
                    ask["question_set"],
                    frozenset(ask["service_types"]),
                    ask["every"],
                    name,
                    version.reference,
                )
                for ask in values["asks"]
            ),
        )
        for name, values in version.values.items()
    }


def strictest(asks: Iterable[Ask]) -> tuple[Ask, ...]:
    """Return what is left when each kind of service answers each question set once, as often as anyone asks.

    Asks of the first playbook named win over equal ones that follow.
    """
    taken: set[tuple[str, str]] = set()
    left = []
    for ask in sorted(asks, key=lambda one: FREQUENCY.index(one.every)):
        new = frozenset(kind for kind in ask.service_types if (ask.question_set, kind) not in taken)
        taken |= {(ask.question_set, kind) for kind in new}
        if new:
            left.append(replace(ask, service_types=new))
    return tuple(left)
