"""Things of other registers that a case is passed on to, as each register tells of its own.

Neighbours do not import each other: `settings.PASSED_ON` names, for each kind of thing, the query that tells.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from .scope import Scope

ANSWERED, REFUSED = "answered", "refused"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which things are asked for: those of these numbers, else the open ones; of what the case is about."""

    area: str = ""  # the council of the case; "" asks for things of any
    place: int | None = None
    need: int | None = None
    numbers: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """One thing of a register. It names nobody: who reads this may not be in its reach."""

    number: int
    title: str
    area: str | None  # at whose desk it lies; None is the nation's
    holds: str  # the permission of those who see to it there
    owner: str = ""  # whose it is; "" is nobody's
    came_to: str = ""  # "" while it is open
    came_at: datetime | None = None  # of what may come again (a supply): when it last did; else None

    def since(self, passed_at: datetime) -> str:
        """Return what came of a case passed on at a moment: what came before it, of what may come again,
        answers nothing of it.
        """
        return "" if self.came_at and self.came_at < passed_at else self.came_to


Register = Callable[..., list[Known]]  # (scope, asked, *, now)


def register(kind: str) -> Register | None:
    """Return the query that tells of a kind of thing; None where nothing here does."""
    path = settings.PASSED_ON.get(kind, "")
    found: Register | None = import_string(path) if path else None
    return found


def known(scope: Scope, kind: str, asked: Asked, *, now: datetime) -> list[Known]:
    """Return the things of a kind that are asked for; none of a kind that nothing here tells of."""
    tells = register(kind)
    return tells(scope, asked, now=now) if tells else []
