"""What a place needs in a day by its kind of care and the people it cares for, whatever it says.

The form is that of the Essential Supplies Forecasting Tool of the World Health Organization (2020) and of
CHIME's protective-equipment model (Penn Medicine, 2020): for each role the contacts with one person in a day,
and the workers on duty for each person with their sessions; items are used by the contact or by the session.
The numbers are dated data with their guidance (`playbook/modelled-need.toml`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from junction.core.playbook import load

from .arrays import Floats, Ints
from .limits import PLAYBOOK


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of worker, for each person cared for and day."""

    name: str
    contacts: float  # in which something is put on anew
    on_duty: float  # workers
    sessions: float  # of each worker on duty


@dataclass(frozen=True, slots=True)
class Wear:
    """How much of an item is used up by a contact and by a session."""

    per_contact: float = 0.0
    per_session: float = 0.0


@dataclass(frozen=True, slots=True)
class Staffing:
    """What is known on a day of how care is given."""

    reference: str
    source: str
    kinds: Mapping[str, tuple[Role, ...]]  # by kind of care
    wear: Mapping[str, Wear]  # by item, as returns name it

    def per_person(self, kind: str, item: str) -> float:
        """Return units that one person's care uses up in a day; NaN where nothing is said of it."""
        wear = self.wear.get(item)
        if wear is None or kind not in self.kinds:
            return float("nan")
        return sum(
            role.contacts * wear.per_contact + role.on_duty * role.sessions * wear.per_session
            for role in self.kinds[kind]
        )

    def table(self, kinds: Sequence[str], items: Sequence[str]) -> Floats:
        """Return the same for many kinds (rows) and items (columns)."""
        return np.array([[self.per_person(kind, item) for item in items] for kind in kinds]).reshape(
            len(kinds), len(items)
        )


@cache
def staffing_on(day: date) -> Staffing:
    """Return what is in force on `day`."""
    found = load(PLAYBOOK / "modelled-need.toml").on(day)
    values: Mapping[str, Any] = found.values
    return Staffing(
        reference=found.reference,
        source=found.source,
        kinds={kind: tuple(Role(**role) for role in roles) for kind, roles in values["care"].items()},
        wear={item: Wear(**wear) for item, wear in values["wear"].items()},
    )


def modelled_need(people: Floats, kinds: Ints, per_person: Floats) -> Floats:
    """Return units a day, n places by m items.

    `people` cared for (n, NaN: not known), the number of each place's kind of care (n), and the table of
    `Staffing.table` (kinds by m).
    """
    need: Floats = people[:, None] * per_person[kinds]
    return need
