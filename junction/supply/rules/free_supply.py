"""Free supply by a council's hub: who may have it, on which evidence, and how long their name is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "free-supply.toml")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """One ground on which somebody outside the register may have free supply, and what shows it."""

    code: str
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class FreeSupply:
    """The rules of free supply in force on a day."""

    reference: str
    eligibilities: Mapping[str, Eligibility]
    forget_recipient_after_days: int

    def forget_on(self, last_supplied_on: date) -> date:
        """Return the day on which the name of somebody last supplied on a day is destroyed."""
        return last_supplied_on + timedelta(days=self.forget_recipient_after_days)


@cache
def free_supply_on(day: date) -> FreeSupply:
    """Return the rules of free supply in force on a day."""
    version = BOOK.on(day)
    return FreeSupply(
        reference=version.reference,
        eligibilities={item["code"]: Eligibility(**item) for item in version.values["eligibility"]},
        forget_recipient_after_days=version.values["forget_recipient_after_days"],
    )
