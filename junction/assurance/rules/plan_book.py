"""The rules of the plan register in force on a day: which plans there ought to be, what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from junction.core.playbook import load

from .parties import Party

BOOK = load(Path(__file__).parents[1] / "playbook" / "plan-register.toml")
UNKNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class PlanKind:
    """A kind of plan: whose it is, and who is expected to have one (nobody: no number can be given)."""

    code: str
    title: str
    level: str
    of: str  # area, place, organisation
    areas: tuple[str, ...]
    services: tuple[str, ...]

    @property
    def can_be_counted(self) -> bool:
        return bool(self.areas or self.services)

    def fits(self, party: Party) -> bool:
        """Tell whether a party of this shape can have such a plan."""
        return getattr(party, self.of) is not None


@dataclass(frozen=True, slots=True)
class PlanState:
    """What is known of a plan; `is_there`: it can be looked at."""

    code: str
    title: str
    colour: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The rules in force on a day."""

    reference: str
    kinds: Mapping[str, PlanKind]
    states: Mapping[str, PlanState]
    most_levels: int


@cache
def plan_rules(day: date) -> PlanRules:
    """Return the rules of the plan register in force on a day."""
    version = BOOK.on(day)
    kinds = {
        code: PlanKind(
            code, said["title"], said["level"], said["of"], tuple(said["areas"]), tuple(said["services"])
        )
        for code, said in version.values["kinds"].items()
    }
    states = {code: PlanState(code, **said) for code, said in version.values["states"].items()}
    return PlanRules(version.reference, kinds, states, version.values["most_levels"])


@dataclass(frozen=True, slots=True)
class Completeness:
    """Is it all of them? Of so many expected, how many are in each state; the rest is not known."""

    expected: int
    states: Mapping[str, int]

    @property
    def not_known(self) -> int:
        return self.expected - sum(self.states.values())

    @property
    def is_all(self) -> bool:
        return self.expected > 0 and self.states.get("held", 0) == self.expected
