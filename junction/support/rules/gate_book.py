"""The dated rules of the gate before a launch: data that count, findings, what follows, decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

from .programme_book import Word

BOOK = load(Path(__file__).parents[1] / "playbook" / "launch-gate.toml")


@dataclass(frozen=True, slots=True)
class FindingRule:
    """What one kind of finding leads to, for this launch or the other, and whether the gate says no."""

    title: str
    follows: str
    of: str
    stops: bool
    says: str


@dataclass(frozen=True, slots=True)
class DecisionKind:
    """What a person may decide, and whether it may go live by that."""

    title: str
    goes: bool


@dataclass(frozen=True, slots=True)
class GateRules:
    """The rules in force on a day."""

    reference: str
    common_fields: int
    least_life_days: int
    letter_kept_days: int
    includes: Mapping[str, Sequence[str]]
    fields: Mapping[str, str]
    findings: Mapping[str, FindingRule]
    follows: Mapping[str, str]
    verdicts: Mapping[str, Word]
    decisions: Mapping[str, DecisionKind]
    states: Mapping[str, Word]

    def title_of(self, finding: str) -> str:
        """What a finding is called; one of other rules, by its code."""
        return self.findings[finding].title if finding in self.findings else finding

    def reaches(self, audience: str, other: str) -> bool:
        """Tell whether what goes to an audience goes to the other one too."""
        return audience == other or other in self.includes.get(audience, ())


@cache
def gate_rules(day: date) -> GateRules:
    """Return the rules of the gate in force on a day; before the first, to look back, the first."""
    version = BOOK.on(max(day, BOOK.versions[0].in_force_from))
    said = dict(version.values)
    return GateRules(
        reference=version.reference,
        findings={code: FindingRule(**one) for code, one in said.pop("findings").items()},
        verdicts={code: Word(**one) for code, one in said.pop("verdicts").items()},
        decisions={code: DecisionKind(**one) for code, one in said.pop("decisions").items()},
        states={code: Word(**one) for code, one in said.pop("states").items()},
        **said,
    )
