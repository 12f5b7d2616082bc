"""The rules of assurance in force on a day: what may be said, what evidence is worth, what the chain asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "assurance.toml")


@dataclass(frozen=True, slots=True)
class Status:
    """How far a thing is; `claims` says that something was done, which evidence could show."""

    code: str
    title: str
    claims: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it."""

    code: str
    title: str
    claims: bool


@dataclass(frozen=True, slots=True)
class VerificationKind:
    """What a second person found, which strength it lends, and for how many days it counts."""

    code: str
    title: str
    strength: str
    counts_days: int
    exercise: bool


@dataclass(frozen=True, slots=True)
class PartyKind:
    """A kind of party, and which kinds of areas are one; none: organisations and places."""

    code: str
    title: str
    one: str
    areas: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the chain of signatures: who may sign at it."""

    code: str
    title: str
    by: str  # self, reach, review, nation


@dataclass(frozen=True, slots=True)
class Word:
    """A code with its title, and a colour where it is shown as a tag."""

    code: str
    title: str
    colour: str = ""
    passes: bool = True  # of a verdict: the next level may sign
    contradicts: bool = False  # of a problem


@dataclass(frozen=True, slots=True)
class AssuranceRules:
    """The rules in force on a day; every mapping is in its order, from the least to the most."""

    reference: str
    statuses: Mapping[str, Status]
    results: Mapping[str, Result]
    strengths: Mapping[str, Word]
    depths: tuple[str, ...]
    evidence: Mapping[str, Word]
    verifications: Mapping[str, VerificationKind]
    parties: Mapping[str, PartyKind]
    actors: Mapping[str, str]
    levels: Mapping[str, Level]
    verdicts: Mapping[str, Word]
    problems: Mapping[str, Word]
    cells: Mapping[str, Word]
    from_documents: Mapping[str, str]
    matching: Mapping[str, float]
    bare: tuple[str, ...]
    expires_soon_days: int
    evidence_days: int
    most_rows: int

    @property
    def contradictions(self) -> tuple[str, ...]:
        return tuple(code for code, one in self.problems.items() if one.contradicts)

    def kind_of_area(self, kind: str) -> str:
        """Return which kind of party an area of a kind is; empty where it is none."""
        return next((code for code, one in self.parties.items() if kind in one.areas), "")


@cache
def assurance_rules(day: date) -> AssuranceRules:
    """Return the rules in force on a day."""
    version = BOOK.on(day)
    said: Mapping[str, Any] = version.values
    return AssuranceRules(
        reference=version.reference,
        statuses=_coded(said["statuses"], Status),
        results=_coded(said["results"], Result),
        strengths=_coded(said["strengths"], Word),
        depths=tuple(said["depths"].values()),
        evidence=_coded(said["evidence"], Word),
        verifications=_coded(said["verifications"], VerificationKind),
        parties=_coded(said["parties"], PartyKind),
        actors=said["actors"],
        levels=_coded(said["levels"], Level),
        verdicts=_coded(said["verdicts"], Word),
        problems=_coded(said["problems"], Word),
        cells=_coded(said["cells"], Word),
        from_documents=said["from_documents"],
        matching=said["matching"],
        bare=said["bare"],
        expires_soon_days=said["expires_soon_days"],
        evidence_days=said["evidence_days"],
        most_rows=said["most_rows"],
    )


def _coded(said: Mapping[str, Mapping[str, Any]], kind: Any) -> dict[str, Any]:
    return {code: kind(code, **values) for code, values in said.items()}
