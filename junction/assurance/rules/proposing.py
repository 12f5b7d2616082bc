"""Which statements of a document ask something of somebody, and what: proposals that a person confirms.

A paragraph or a promise is proposed when it bears a word of duty; a row of a table always, since such tables
hold nothing else. What stands in a reading's cells (who, due, category) is taken before what its words say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from junction.record.rules.actors import actors_in
from junction.record.rules.requirements import requirement_in

from .book import AssuranceRules
from .words import RequirementWords

ROW, PARAGRAPH, COMMITMENT = "row", "paragraph", "commitment"
DERIVED_FROM = (ROW, PARAGRAPH, COMMITMENT)
DEFAULT = "should"  # of a row whose words bind nobody: such tables hold what was asked


@dataclass(frozen=True, slots=True)
class StatementSaid:
    """What of a statement matters here; `cells` are texts, `part_of` the number of the one it is part of."""

    number: int
    kind: str
    ref: str
    text: str
    cells: Mapping[str, str]
    due_on: date | None = None
    due_said: str = ""
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A requirement as it would be; `statement` is the number of the row it was read from."""

    statement: int
    ref: str
    text: str
    category: str
    theme: str
    actors: tuple[str, ...]
    strength: str
    kind: str
    condition: str
    due_on: date | None
    due_said: str


def propose(said: Sequence[StatementSaid], rules: AssuranceRules, words: RequirementWords) -> list[Proposal]:
    """Return what a document asks, in its order; a paragraph of which a promise is proposed is not again."""
    found = [one for one in (_proposal(statement, rules, words) for statement in said) if one]
    promises = {one.number: one.part_of for one in said if one.kind == COMMITMENT}
    covered = {promises[one.statement] for one in found if one.statement in promises}
    return [one for one in found if one.statement not in covered]


def _proposal(said: StatementSaid, rules: AssuranceRules, words: RequirementWords) -> Proposal | None:
    item = said.cells.get("item", "") if said.kind == ROW else ""
    text, stem = " ".join((item or said.text).split()), said.cells.get("stem", "")
    asks = f"{stem} {text}" if stem and not text.startswith(stem) else text
    found = requirement_in(asks)
    strength = words.strength_of(found.strength)
    fits = words.least_words <= len(text.split()) and len(text) <= words.most_letters
    if said.kind not in DERIVED_FROM or (said.kind != ROW and not (strength and fits)):
        return None
    category = said.cells.get("category", "")
    is_due = said.due_on is not None and found.kind == "standing"
    bound = (found.duty.actors if found.duty else ()) or found.actors
    column = said.cells.get("organisation") or said.cells.get("who") or ""
    return Proposal(
        statement=said.number, ref=said.ref, text=asks, category=category,
        theme=words.theme_of([*requirement_in(category).themes, *found.themes]),
        actors=_actors(column, bound, rules), strength=strength or DEFAULT,
        kind="one-off" if is_due else found.kind,
        condition=_condition(text) if found.kind == "conditional" else "",
        due_on=said.due_on, due_said=said.due_said or said.cells.get("due", ""),
    )  # fmt: skip


def _actors(column: str, bound: Sequence[str], rules: AssuranceRules) -> tuple[str, ...]:
    """Return whom it is asked of: by its own column, else whom the text binds."""
    by_column = [one.actor.code for one in actors_in(column)]
    known = [rules.actors[code] for code in by_column if code in rules.actors]
    known = known or [rules.actors[code] for code in bound if code in rules.actors]
    return tuple(dict.fromkeys(known)) or (next(iter(rules.parties)),)


def _condition(text: str) -> str:
    """Return the clause that says when it is to be done: the first, up to its comma."""
    return text.partition(",")[0].partition(".")[0].strip()


def due_of(dates: Sequence[tuple[date | None, date | None, str]]) -> tuple[date | None, str]:
    """Return the last day of the first date that has an end, and how it was said; else only the words."""
    for _, until, raw in dates:
        if until:
            return until - timedelta(days=1), raw
    return None, dates[0][2] if dates else ""
