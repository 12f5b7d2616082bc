"""What a picture shows, and the status of a value, by the dated limits of `playbook/picture.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isnan
from pathlib import Path

from junction.core.playbook import RuleVersion, load

PLAYBOOK = Path(__file__).parents[1] / "playbook"
UNKNOWN, GREEN, AMBER, RED, BLUE = "unknown", "green", "amber", "red", "blue"
RATING_STATUSES = (UNKNOWN, GREEN, AMBER, RED, BLUE)  # by the number a rating is stored as


@dataclass(frozen=True, slots=True)
class Layout:
    """Which indicators the picture of one question set shows, by their codes."""

    question_set: str
    title: str
    tiles: tuple[str, ...]
    columns: tuple[str, ...]
    trends: tuple[str, ...]
    maps: tuple[str, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Every indicator needed for a page, and those for what runs out first."""
        return frozenset((*self.tiles, *self.columns, *self.maps))


def _version(on: date) -> RuleVersion:
    return load(PLAYBOOK / "picture.toml").on(on)


def layouts(on: date) -> Mapping[str, Layout]:
    """Every layout in force on `on`, by question set, in the order they are offered."""
    return {name: Layout(question_set=name, **values) for name, values in _version(on).values["sets"].items()}


def heading_of(code: str, name: str, *, on: date) -> str:
    """The heading of a column: short where the playbook has one, else the indicator's name."""
    return str(_version(on).values["headings"].get(code, name))


def status_of(code: str, value: float, *, on: date) -> str:
    """Green, amber or red by the limits in force; "unknown" when not known; "" where there is no limit."""
    if isnan(value):
        return UNKNOWN
    limit = _version(on).values["limits"].get(code)
    if limit is None:
        return ""
    sign = 1 if limit["worse"] == "up" else -1
    if sign * value >= sign * limit["red"]:
        return RED
    return AMBER if sign * value >= sign * limit["amber"] else GREEN


def limits_of(code: str, *, on: date) -> Mapping[str, object]:
    """The values from which an area is amber and red by this indicator; nothing where there is no limit."""
    return _version(on).values["limits"].get(code, {})  # type: ignore[no-any-return] # from TOML


def rating_status(rating: int | None) -> str:
    """The status word of a stored rating."""
    return RATING_STATUSES[rating or 0]
