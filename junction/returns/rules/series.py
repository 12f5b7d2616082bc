"""Published series without a database: what changed between publications, what may be added up, what stays
hidden.

Small numbers. A series may say that values below a limit are not shown to everybody. For those who may not
see them, a total is shown only where every one of its parts is (`core.small_numbers`); and a sum over days
only where every day in it is.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from junction.core.calendar import LOCAL
from junction.core.small_numbers import kept_back

SUPPRESSED_WORDS = frozenset({"c", "*", "suppressed", "sup", "<5", "[c]", "1-4", "1 to 4"})
_LABEL_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Said(NamedTuple):
    """What a publication says of one line and day: a number, "too small to show", or that it is withdrawn."""

    value: int | None
    suppressed: bool = False

    @property
    def is_withdrawn(self) -> bool:
        return self.value is None and not self.suppressed


class Key(NamedTuple):
    """Which figure: the area as published (its code, or its evened-out name), the measure and the day."""

    area_key: str
    measure: str
    day: date


WITHDRAWN = Said(None)
State = dict[Key, Said]


def changes(before: Mapping[Key, Said], after: Mapping[Key, Said]) -> State:
    """Return what must be kept so that `before` and it give `after`; what is no longer there is withdrawn."""
    kept = {key: said for key, said in after.items() if before.get(key, WITHDRAWN) != said}
    return kept | {
        key: WITHDRAWN for key, said in before.items() if key not in after and not said.is_withdrawn
    }


def applied(before: Mapping[Key, Said], kept: Mapping[Key, Said]) -> State:
    """Return the state after `kept`, without what is withdrawn: the inverse of `changes`."""
    return {key: said for key, said in (dict(before) | dict(kept)).items() if not said.is_withdrawn}


def fingerprint(state: Mapping[Key, Said]) -> str:
    """Return the SHA-256 of a publication's figures, whatever the order or the file they came in."""
    lines = sorted(
        f"{key.area_key}|{key.measure}|{key.day.isoformat()}|{said.value}|{said.suppressed}"
        for key, said in state.items()
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_value(text: str) -> Said | None:
    """Return what a cell says, None when it is empty; raise ValueError when it is neither number nor mark."""
    text = text.strip().lower()
    if not text:
        return None
    if text in SUPPRESSED_WORDS:
        return Said(None, suppressed=True)
    number = float(text.replace(",", ""))
    if number != int(number):
        raise ValueError("not a whole number")
    return Said(int(number))


def start_of(day: date) -> datetime:
    """Return the first moment of a local day: when a publication counts as out if only its day is known."""
    return datetime.combine(day, time(), LOCAL)


def published_moment(text: str, label: str) -> datetime:
    """Return the moment a publication came out, from its own column or else from the day its label begins
    with.

    Raises ValueError when neither gives a day.
    """
    text = text.strip() or (found.group() if (found := _LABEL_DAY.match(label)) else "")
    if len(text) == 10:
        return start_of(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def last_moment(text: str) -> datetime | None:
    """Return the moment `text` means when looking back, None when it is no moment.

    A day alone means the whole of it, so that what was published on it counts.
    """
    text = text.strip()
    try:
        if len(text) == 10:
            return start_of(date.fromisoformat(text) + timedelta(days=1)) - timedelta(microseconds=1)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def total(said: Iterable[Said]) -> int | None:
    """Add the days up; None when one of them is hidden or there is none (an unknown is not zero)."""
    values = list(said)
    if not values or any(one.suppressed for one in values):
        return None
    return sum(one.value for one in values if one.value is not None)


@dataclass(frozen=True, slots=True)
class SmallNumbers:
    """Which cells of one measure somebody may see who sees small numbers only of some areas.

    `parts` gives, for a published area, the keys of the published areas inside it, itself excepted; None when
    that is not known (an area of another geography), which is read as "all of them".
    """

    below: int
    parts: Callable[[str], Collection[str] | None]
    may_see: Callable[[str], bool]

    def hide(self, cells: Mapping[str, Said]) -> dict[str, Said]:
        """Return the cells of one day (area key to figure), with those that must not be shown suppressed."""
        figures = {key: None if said.suppressed else said.value or 0 for key, said in cells.items()}
        hidden = kept_back(figures, below=self.below, parts=self.parts, may_see=self.may_see)
        return {key: Said(None, True) if key in hidden else said for key, said in cells.items()}
