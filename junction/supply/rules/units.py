"""Whatever somebody counts in becomes whole base units of one item, exactly; or it is refused.

Some homes count gloves singly, some in pairs, some in fours: all that is stored is base units. A way of
counting is a base unit, a pack of the item, or one of the words below where the item has such a pack. A part
of a base unit is refused and never rounded, and so is a unit that the item is not counted in. Quantities of
two items are never added (`total`), since their sum would be of nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

MOST = 1_000_000_000
# What people call the ways of counting, by how many base units those hold; a pack of that size must exist.
WORDS: Mapping[str, int] = {
    "pair": 2, "pairs": 2, "two": 2, "twos": 2, "two pairs": 4, "four": 4, "fours": 4, "set of four": 4,
}  # fmt: skip
SINGLE = frozenset({"", "each", "piece", "pieces", "single", "singles", "item", "items", "unit", "units"})
TYPED = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?:[x×*]\s+)?(?P<unit>.*)", re.DOTALL)


class CannotCount(ValueError):
    """This quantity cannot be understood. The message says which part of it, and what to write."""


class UnlikeItems(ValueError):
    """Quantities of different items do not add up. Show them apart."""


@dataclass(frozen=True, slots=True)
class Countable:
    """What an item may be counted in: its base unit, and each of its packs by the base units in it."""

    code: str
    base_unit: str
    plural_unit: str
    packs: Mapping[str, int]

    def units_in(self, unit: str) -> int:
        """Return how many base units one of `unit` holds. Raise `CannotCount`."""
        word = " ".join(unit.lower().split())
        own = {self.base_unit.lower(), self.plural_unit.lower()}
        if word in SINGLE or word in own:
            return 1
        named = {name.lower(): size for name, size in self.packs.items()}
        for tried in (word, _singular(word)):
            if tried in named:
                return named[tried]
        if word in ("pair", "pairs") and self.base_unit.lower().startswith("pair of "):
            return 1
        if WORDS.get(word) in self.packs.values():
            return WORDS[word]
        raise CannotCount(f"“{unit[:40]}” is no way to count {self.plural_unit}. Write {self._ways()}.")

    def _ways(self) -> str:
        ways = [self.plural_unit, *self.packs]
        return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])} or {ways[-1]}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many base units of one item."""

    item: str
    units: int

    def __add__(self, other: "Quantity") -> "Quantity":
        if other.item != self.item:
            raise UnlikeItems(f"{self.item} and {other.item} do not add up.")
        return Quantity(self.item, self.units + other.units)


def total(quantities: Iterable[Quantity]) -> Quantity | None:
    """Add up quantities of one item; nothing for none. Raise `UnlikeItems`."""
    whole: Quantity | None = None
    for one in quantities:
        whole = one if whole is None else whole + one
    return whole


def to_base_units(number: Fraction, unit: str, item: Countable) -> int:
    """Return `number` of `unit` in base units. Raise `CannotCount`."""
    found = number * item.units_in(unit)
    if found.denominator != 1:
        said = f"{float(number):g} {unit}".strip()
        raise CannotCount(f"“{said}” is not a whole number of {item.plural_unit}. Count again in those.")
    if not 0 <= found <= MOST:
        raise CannotCount(f"Write a number from 0 to {MOST:,} {item.plural_unit}.")
    return int(found)


def read_quantity(text: str, item: Countable, *, unit: str = "") -> int:
    """Read what somebody typed: “300”, “3 boxes of 100”, “1.5 pairs”; `unit` is meant where none is typed.

    Raise `CannotCount`.
    """
    plain = " ".join(text.split())
    found = TYPED.fullmatch(plain)
    if found is None:
        raise CannotCount(f"“{plain[:40]}” is no number of {item.plural_unit}. Write one, such as 12.")
    typed = found["unit"].strip()
    if typed and unit.strip() and typed.lower() != unit.strip().lower():
        raise CannotCount(f"“{plain[:40]}” and the unit “{unit[:40]}” say different things. Leave one out.")
    return to_base_units(Fraction(found["number"].replace(",", "")), typed or unit, item)


def _singular(word: str) -> str:
    """“Boxes of 100” is a box of 100, “rolls” are rolls: the first word is what is counted."""
    first, _, rest = word.partition(" ")
    for ending, instead in (("xes", "x"), ("ches", "ch"), ("ies", "y"), ("s", "")):
        if first.endswith(ending):
            first = first.removesuffix(ending) + instead
            break
    return f"{first} {rest}".strip()
