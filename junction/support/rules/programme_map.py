"""The map of needs, areas and programmes: where nothing is offered, where several do, and who should speak.

A cell is one kind of need in one area. Its word is the worst that holds: nothing; only enabled for others to
give; offered in parts of the area; offered by several programmes; offered. Two programmes that serve one kind
of need in one area, and of which nobody has written down a link, are a missing link.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

GAP, ENABLED, PARTLY, OVERLAP, COVERED = "gap", "enabled", "partly", "overlap", "covered"


@dataclass(frozen=True, slots=True)
class Provided:
    """One provision over areas of the grain looked at: those it covers, those it is somewhere in."""

    programme: int
    category: str
    gives: bool
    covers: frozenset[str]
    partly: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """What there is for one kind of need in one area: numbers of programmes, each once, in order."""

    category: str
    area: str
    word: str
    offers: tuple[int, ...] = ()
    enables: tuple[int, ...] = ()
    in_parts: tuple[int, ...] = ()


def map_cells(
    categories: Iterable[str], areas: Sequence[str], provided: Iterable[Provided], *, overlap_from: int
) -> list[Cell]:
    """Return a cell for every kind of need in every area, by need and then by area, as they were given."""
    offers, enables, parts = (defaultdict[tuple[str, str], set[int]](set) for _ in range(3))
    for one in provided:
        for area in one.covers:
            (offers if one.gives else enables)[one.category, area].add(one.programme)
        for area in one.partly - one.covers:
            (parts if one.gives else enables)[one.category, area].add(one.programme)
    return [
        _cell(category, area, offers, enables, parts, overlap_from=overlap_from)
        for category in categories
        for area in areas
    ]


Found = Mapping[tuple[str, str], set[int]]


def _cell(
    category: str, area: str, offers: Found, enables: Found, parts: Found, *, overlap_from: int
) -> Cell:
    at = (category, area)
    given = offers.get(at, set())
    some, let = parts.get(at, set()) - given, enables.get(at, set())
    if len(given) >= overlap_from:
        word = OVERLAP
    elif given:
        word = COVERED
    elif some:
        word = PARTLY
    else:
        word = ENABLED if let else GAP
    return Cell(category, area, word, *(tuple(sorted(which)) for which in (given, let, some)))


@dataclass(frozen=True, slots=True)
class MissingLink:
    """Two programmes that should speak to each other, about which kinds of need, in how many areas."""

    one: int
    other: int
    categories: tuple[str, ...]
    areas: int


def missing_links(provided: Sequence[Provided], linked: Iterable[tuple[int, int]]) -> list[MissingLink]:
    """Return the pairs that serve one need in one area without a link, those with most in common first."""
    known = {frozenset(pair) for pair in linked}
    reach: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in provided:
        reach[one.category][one.programme] |= one.covers | one.partly
    shared: dict[tuple[int, int], dict[str, set[str]]] = defaultdict(dict)
    for category, by_programme in reach.items():
        for one_id, other_id in combinations(sorted(by_programme), 2):
            common = by_programme[one_id] & by_programme[other_id]
            if common and frozenset((one_id, other_id)) not in known:
                shared[one_id, other_id][category] = common
    found = [
        MissingLink(*pair, tuple(sorted(by_need)), len(set.union(*by_need.values())))
        for pair, by_need in shared.items()
    ]
    return sorted(found, key=lambda one: (-len(one.categories), -one.areas, one.one, one.other))
