"""The map of needs, areas and programmes: where nothing is offered, where several do, and who should speak.

A cell is one kind of need in one area. Its word is the worst that holds: nothing; only enabled for others to
give; offered in parts of the area; offered by several programmes; offered. Two programmes that serve one kind
of need in one area, and of which nobody has written down a link, are a missing link. What is for some people
only overlaps with what is for the same people or for everybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

GAP, ENABLED, PARTLY, SOME, OVERLAP, COVERED = "gap", "enabled", "partly", "some", "overlap", "covered"


@dataclass(frozen=True, slots=True)
class Provided:
    """One provision over areas of the grain looked at: those it covers, those it is somewhere in."""

    programme: int
    category: str
    gives: bool
    covers: frozenset[str]
    partly: frozenset[str] = frozenset()
    audience: str = "public"


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
    categories: Iterable[str],
    areas: Sequence[str],
    provided: Iterable[Provided],
    *,
    overlap_from: int,
    everybody: str = "public",
) -> list[Cell]:
    """Return a cell for every kind of need in every area, by need and then by area, as they were given."""
    offers, enables, parts = (defaultdict[At, Held](lambda: defaultdict(set)) for _ in range(3))
    for one in provided:
        for area in one.covers:
            (offers if one.gives else enables)[one.category, area][one.programme].add(one.audience)
        for area in one.partly - one.covers:
            (parts if one.gives else enables)[one.category, area][one.programme].add(one.audience)

    def cell(at: At) -> Cell:
        given = offers.get(at, {})
        some, let = parts.get(at, {}).keys() - given.keys(), enables.get(at, {})
        if _most(given, everybody) >= overlap_from:
            word = OVERLAP
        elif given:
            word = COVERED if any(everybody in audiences for audiences in given.values()) else SOME
        elif some:
            word = PARTLY
        else:
            word = ENABLED if let else GAP
        return Cell(*at, word, *(tuple(sorted(which)) for which in (given, let, some)))

    return [cell((category, area)) for category in categories for area in areas]


At = tuple[str, str]
Held = dict[int, set[str]]  # the audiences of each programme


def _most(given: Held, everybody: str) -> int:
    """Return how many programmes the best served people may choose from."""
    audiences = {everybody}.union(*given.values())
    return max(
        sum(bool({audience, everybody} & reached) for reached in given.values()) for audience in audiences
    )


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
