"""What is laid down of published series.

Their titles and sources, and the limit for small numbers, by date.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from junction.core.playbook import NoRuleInForce, load
from junction.core.wording import sentence_case

BOOK = load(Path(__file__).parents[1] / "playbook" / "series.toml")
NOTHING: Mapping[str, Any] = MappingProxyType({})


def definition(name: str) -> Mapping[str, Any]:
    """Return what is laid down of a series today, empty when it is not named."""
    found: Mapping[str, Any] = BOOK.versions[-1].values.get(name, NOTHING)
    return found


def measure_title(name: str, measure: str) -> str:
    """Return a measure in words."""
    return str(definition(name).get("measures", NOTHING).get(measure, sentence_case(measure)))


def small_numbers_below(name: str, measure: str, *, on: date) -> int | None:
    """Return the limit below which values about `on` are not shown to everybody, None without one."""
    try:
        values = BOOK.on(on).values.get(name, NOTHING)
    except NoRuleInForce:
        values = definition(name)
    return int(values["small_numbers_below"]) if measure in values.get("small_numbers_in", ()) else None
