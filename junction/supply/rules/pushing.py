"""What a drop to every provider needs, and whether a depot has it; whether a kit is what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Needed:
    """One item of a kit: for each place, for all, and what the depot has available."""

    item_code: str
    each: int
    for_all: int
    available: int

    @property
    def short(self) -> int:
        return max(0, self.for_all - self.available)


def needed(kit: Mapping[str, int], *, places: int, available: Mapping[str, int]) -> list[Needed]:
    """What a kit needs for so many places, item by item."""
    return [
        Needed(code, each, each * places, available.get(code, 0))
        for code, each in sorted(kit.items())
        if each
    ]


def too_small(kit: Mapping[str, int], least: Mapping[str, int]) -> list[tuple[str, int]]:
    """The items of which a kit has less than the rule in force asks for each place, and how much that is."""
    return [(code, units) for code, units in sorted(least.items()) if kit.get(code, 0) < units]
