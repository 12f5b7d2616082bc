"""What an incident asks: which question sets its playbook asks of which kinds of care, by the day.

How often and by when is not decided here: each question set has a reporting window of its own, and that is
the one truth. (`every` in the first versions of the rule book is what plans of 2020 said, and is not read.)
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import NoRuleInForce, RuleVersion, load

BOOK = load(Path(__file__).parents[1] / "playbook" / "incidents.toml")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question set asked of some kinds of care."""

    question_set: str
    service_types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Playbook:
    """One playbook as in force on a day."""

    name: str
    title: str
    summary: str
    source: str
    version: str
    asks: tuple[Ask, ...]

    def kinds_asked(self, question_set: str) -> frozenset[str]:
        """Return the kinds of care it asks a question set of."""
        found = (ask.service_types for ask in self.asks if ask.question_set == question_set)
        return frozenset().union(*found)


@dataclass(frozen=True, slots=True)
class Covering:
    """One incident as it covers one area: through which of its own areas, and from and until which local day.

    It asks from the day that area joined, up to the day before the incident is stood down (`until`).
    """

    incident_id: int
    name: str
    playbook: str
    area: str
    since: date
    until: date | None = None

    def is_in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def kinds_asked(self, question_set: str, *, on: date) -> frozenset[str]:
        """Return the kinds of care of which it asks a question set on a day."""
        book = playbooks(on).get(self.playbook) if self.is_in_force(on) else None
        return book.kinds_asked(question_set) if book else frozenset()

    def sets_asked(self, on: date) -> frozenset[str]:
        """Return the question sets it asks of anybody on a day."""
        book = playbooks(on).get(self.playbook) if self.is_in_force(on) else None
        return frozenset(ask.question_set for ask in book.asks) if book else frozenset()


def in_force(on: date) -> RuleVersion:
    """Return the version of the rule book on a day; the first one for days before it."""
    try:
        return BOOK.on(on)
    except NoRuleInForce:
        return BOOK.versions[0]


def playbooks(on: date) -> Mapping[str, Playbook]:
    """Return every playbook as in force on a day, by name."""
    return _read(in_force(on).version)


@cache
def _read(version: str) -> Mapping[str, Playbook]:
    found = BOOK.version(version)
    return {
        name: Playbook(
            name=name,
            title=values["title"],
            summary=values["summary"],
            source=values["source"],
            version=found.reference,
            asks=tuple(Ask(ask["question_set"], frozenset(ask["service_types"])) for ask in values["asks"]),
        )
        for name, values in found.values.items()
    }


def playbooks_asking(
    question_set: str, *, on: date, beside: Collection[str] = ()
) -> dict[frozenset[str], frozenset[str]]:
    """Return the names of the playbooks that ask a set on a day, by the kinds of care they ask it of.

    `beside` are kinds that are asked anyway; a playbook that asks no other is left out.
    """
    found: dict[frozenset[str], frozenset[str]] = {}
    for book in playbooks(on).values():
        if kinds := book.kinds_asked(question_set) - set(beside):
            found[kinds] = found.get(kinds, frozenset()) | {book.name}
    return found


def first_of_each(coverings: Iterable[Covering]) -> tuple[Covering, ...]:
    """Return each incident once, as it first came to cover what is looked at; the order stays."""
    found: dict[int, Covering] = {}
    for one in coverings:
        known = found.get(one.incident_id)
        if known is None or one.since < known.since:
            found[one.incident_id] = one
    return tuple(found.values())
