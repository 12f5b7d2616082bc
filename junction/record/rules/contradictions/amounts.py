"""Proposes numbers that do not go together: parts that do not make their whole, and two sizes of one thing.

"34 million, including 8 million and 4 million" is sound: what is included need not be all. "7m + 23m + 34m =
60m" is not. Two numbers of one thing contradict each other only where neither says what it is counted over.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from junction.record.rules.quantities import Quantity, quantities_in, sums_in

from .statements import Proposal, Statement, grouped, pairs, words

SURE, UNSCOPED = 0.9, 0.5
SCALE = {"": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
FIGURE = r"(\d[\d,]*(?:\.\d+)?)\s?(k|m|bn|thousand|million|billion)?\b"
TERM = rf"£?\s?{FIGURE}(?:\s+(?!and\b|plus\b)[a-z]+){{0,4}}?"
MAKES = r"(?:=|\bmakes?\b|\bequals\b|\btotals\b|\bis\b)"
ADDED = re.compile(rf"{TERM}(?:\s*(?:\+|\bplus\b)\s*{TERM})+\s*{MAKES}\s*{TERM}", re.I)
NUMBER = re.compile(FIGURE, re.I)
UNCOUNTED = {"GBP", "EUR", "USD", "%"}


def broken_sums(said: Iterable[Statement]) -> Iterator[Proposal]:
    """Return statements whose parts do not make their whole."""
    for statement in said:
        for found in ADDED.finditer(statement.text):
            *parts, whole = [_value(term) for term in NUMBER.finditer(found[0])]
            if sum(parts) != whole:
                yield _broken(
                    statement, f"“{found[0].strip()}”: the parts make {sum(parts):,}, not {whole:,}."
                )
        for total in sums_in(statement.text):
            if not total.agrees:
                yield _broken(statement, f"“{total.whole.raw}” holds parts that make {total.sum:,}.")


def _broken(statement: Statement, why: str) -> Proposal:
    return Proposal("sum-does-not-add-up", statement.place, statement.place, why, SURE)


def _value(term: re.Match[str]) -> Decimal:
    return Decimal(term[1].replace(",", "")) * SCALE[(term[2] or "").lower()]


def count_keys(statement: Statement) -> frozenset[str]:
    """Return the keys under which numbers without a scope are listed: what they count."""
    return frozenset(f"count:{_unit(found)}" for found in _bare(statement))


def numbers_without_scope(said: Sequence[Statement], *, new: int | None = None) -> Iterator[Proposal]:
    """Return pairs of statements that count one thing differently, neither saying over what."""
    counted = [(found, one) for one in said for found in _bare(one)]
    seen = set()
    for of_one_thing in grouped(counted, lambda each: _unit(each[0])):
        for (a, one), (b, other) in pairs(of_one_thing, lambda each: each[1], new=new):
            told = (_unit(a), frozenset((a.amount, b.amount)))
            if a.amount != b.amount and one is not other and told not in seen:
                seen.add(told)
                why = f"“{a.said}” and “{b.said}” count one thing differently, and neither says over what."
                yield Proposal("number-without-scope", one.place, other.place, why, UNSCOPED)


def _bare(statement: Statement) -> list[Quantity]:
    return [found for found in quantities_in(statement.text) if _is_bare(found)]


def _is_bare(quantity: Quantity) -> bool:
    """Tell whether a number is said of a whole kind of thing, with no scope."""
    return (
        quantity.amount >= words()["least_number"]
        and quantity.unit not in UNCOUNTED
        and not quantity.scope
        and _unit(quantity).split()[-1:] != []
        and _unit(quantity).split()[-1] in words()["counted"]
    )


def _unit(quantity: Quantity) -> str:
    return " ".join(word.rstrip("s") if len(word) > 2 else word for word in quantity.unit.lower().split())
