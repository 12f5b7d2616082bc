"""Care Act easements: the stages of the guidance, and what a council's decision lacks.

Guidance of 31 March 2020: duties are eased only as a last resort, by the Director of Adult Social Services
with the Principal Social Worker, after the lead member and the NHS were heard, with a record of why, of what
it means for people and of when it is looked at again; and those whom it touches are told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "easements.toml")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage; `eases`: duties are eased, `lacking`: what a decision to go there must not lack."""

    code: str
    title: str
    eases: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in the decision, and which gap there is without it."""

    code: str
    title: str
    needed: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is to be told, and whether in an accessible form."""

    code: str
    title: str
    needed: bool
    accessible: bool


@dataclass(frozen=True, slots=True)
class EasementRules:
    """The rules in force on a day."""

    reference: str
    stages: Mapping[str, Stage]
    parts: Mapping[str, Part]
    audiences: Mapping[str, Audience]
    gaps: Mapping[str, str]


@cache
def easement_rules(day: date) -> EasementRules:
    """Return the rules of easements in force on a day. Raise `NoRuleInForce` before the Act."""
    version = BOOK.on(day)
    said = version.values
    stages = {
        code: Stage(code, one["title"], one["eases"], tuple(one["lacking"]))
        for code, one in said["stages"].items()
    }
    return EasementRules(
        version.reference, stages, {code: Part(code, **one) for code, one in said["parts"].items()},
        {code: Audience(code, **one) for code, one in said["audiences"].items()}, said["gaps"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decided:
    """What tells whether a decision is whole; `told`: who was told, and whether in an accessible form."""

    stage: str
    reason: bool
    evidence: bool
    impact: bool
    parts: Collection[str]
    principles: Collection[str]
    told: Mapping[str, bool]
    review_on: date | None


def gaps(decided: Decided, rules: EasementRules, *, day: date) -> list[str]:
    """Return the codes of what a decision lacks on a day, in the order of the playbook."""
    stage = rules.stages[decided.stage]
    found = {name for name in ("reason", "evidence", "impact") if not getattr(decided, name)}
    found |= {part.needed for code, part in rules.parts.items() if code not in decided.parts}
    if not decided.principles:
        found.add("principles")
    if decided.review_on is None:
        found.add("review")
    needed = [one for one in rules.audiences.values() if one.needed]
    if any(one.code not in decided.told for one in needed):
        found.add("told")
    lacking = found & set(stage.lacking)
    accessible = [decided.told[one.code] for one in needed if one.accessible and one.code in decided.told]
    if "told" in stage.lacking and not all(accessible):
        lacking.add("not-accessible")
    if decided.review_on is not None and "review" in stage.lacking and day > decided.review_on:
        lacking.add("review-overdue")
    return [code for code in rules.gaps if code in lacking]
