"""What an unpaid carer may be offered by way of a case, and what may follow what. Pure.

An assessment (Care Act 2014, section 10) goes from offered through accepted and with the council to done; a
short break from asked through offered to taken, and may be paused. What is asked of a direct payment is
agreed until it is looked at again. Each may be refused, with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from junction.core.calendar import LOCAL
from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "carers.toml")
BREAK = "break"
PERSON = "user:"  # begins the key of who has an account
DIRECT_PAYMENTS = (
    "direct-payment",
    "family-carer",
)  # what the council decides of who employs their own carers


@dataclass(frozen=True, slots=True)
class CarerState:
    """How something stands: what may follow, in how many days, and what has to be said with it."""

    code: str
    title: str
    colour: str
    to: tuple[str, ...]
    days: int = 0  # 0: nothing is waited for
    why: bool = False
    owner: bool = False
    on: bool = False
    until: bool = False

    def limit(self, now: datetime, until: date | None = None) -> datetime | None:
        """Return until when the next step is due, at the latest when its last day is over; None where none
        is waited for.
        """
        due = now + timedelta(days=self.days) if self.days else None
        if due is None or until is None or not self.until:
            return due
        return min(due, datetime.combine(until + timedelta(days=1), time.min, LOCAL))


@dataclass(frozen=True, slots=True)
class CarerKind:
    """One kind of help for a carer."""

    code: str
    title: str
    begins: str
    states: Mapping[str, CarerState]
    reasons: Mapping[str, str]

    @property
    def standing(self) -> frozenset[str]:
        """The states in which somebody still has to do something."""
        return frozenset(code for code, one in self.states.items() if one.days)


@dataclass(frozen=True, slots=True)
class CarerRules:
    """The rules in force on a day."""

    reference: str
    kinds: Mapping[str, CarerKind]

    def title(self, kind: str, state: str) -> str:
        """Return how a state of a kind is called."""
        return self.kinds[kind].states[state].title


def is_person(owner: str) -> bool:
    """Tell whether who has one is somebody with an account, and not the name of a post."""
    return owner.startswith(PERSON)


@cache
def carer_rules(day: date) -> CarerRules:
    """Return the rules in force on a day."""
    version = BOOK.on(day)
    kinds = {
        code: CarerKind(code, said["title"], said["begins"], _states(said["states"]), dict(said["reasons"]))
        for code, said in version.values["kinds"].items()
    }
    return CarerRules(version.reference, kinds)


def _states(said: Mapping[str, Mapping[str, object]]) -> dict[str, CarerState]:
    return {code: CarerState(**{"code": code, **one, "to": tuple(one["to"])}) for code, one in said.items()}  # type: ignore[arg-type] # TOML has no types
