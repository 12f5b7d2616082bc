"""A map of equal tiles: every area one tile, near where it lies, so that a city weighs as much as a county.

Positions are computed, never drawn by hand. Places are stretched half-way to even spacing (crowded parts
need more room than they have), a grid is laid over them, and tiles are handed out so that the
sum of squared distances is least (an assignment problem, solved exactly). Same input, same map.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, radians, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

MOST_COLUMNS = 10  # a tile of 35 pixels on a phone 390 wide: room for three letters and a thumb
EVENNESS = 0.5  # 0: as they lie; 1: evenly spaced
SPARE = 1.35  # tiles on offer for each area, so that coasts can be seen

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TileMap:
    """Where each area's tile lies: column from the west, row from the north, both from 0."""

    columns: int
    rows: int
    places: Mapping[str, tuple[int, int]]


def tile_map(centroids: Mapping[str, tuple[float, float]], *, most_columns: int = MOST_COLUMNS) -> TileMap:
    """Give each area (code → longitude, latitude in degrees) a tile of its own."""
    return _tile_map(tuple(sorted(centroids.items())), most_columns)


@lru_cache(maxsize=64)
def _tile_map(areas: tuple[tuple[str, tuple[float, float]], ...], most_columns: int) -> TileMap:
    if not areas:
        return TileMap(0, 0, {})
    points = stretched(projected(np.array([place for _, place in areas], dtype=np.float64)))
    columns, rows = grid_shape(points, len(areas), most_columns)
    cells = np.array([(column, row) for row in range(rows) for column in range(columns)], dtype=np.float64)
    targets = points * np.array([columns - 1, rows - 1])
    costs = ((targets[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    _, taken = linear_sum_assignment(costs)
    return trimmed({code: cells[cell] for (code, _), cell in zip(areas, taken, strict=True)})


def projected(degrees: Points) -> Points:
    """Longitude and latitude as east and south in equal lengths."""
    middle = radians(float(degrees[:, 1].mean()))
    return np.column_stack((degrees[:, 0] * cos(middle), -degrees[:, 1]))


def stretched(points: Points) -> Points:
    """Each coordinate from 0 to 1, half as it lies and half by rank, which gives crowded parts room."""
    count = len(points)
    lowest, span = points.min(axis=0), np.ptp(points, axis=0)
    as_they_lie = (points - lowest) / np.where(span > 0, span, 1)
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(count - 1, 1)
    mixed: Points = (1 - EVENNESS) * as_they_lie + EVENNESS * ranks
    return np.where(span > 0, mixed, 0.5)


def grid_shape(points: Points, count: int, most_columns: int) -> tuple[int, int]:
    """Columns and rows of a grid with some spare tiles, narrow enough for a phone."""
    offered = ceil(count * SPARE)
    columns = min(most_columns, max(1, round(sqrt(offered * 0.8))))
    return columns, max(1, ceil(offered / columns))


def trimmed(places: Mapping[str, Points]) -> TileMap:
    """Drop columns and rows at the edges that nobody took."""
    columns = [int(cell[0]) for cell in places.values()]
    rows = [int(cell[1]) for cell in places.values()]
    moved = {code: (int(cell[0]) - min(columns), int(cell[1]) - min(rows)) for code, cell in places.items()}
    return TileMap(max(columns) - min(columns) + 1, max(rows) - min(rows) + 1, moved)


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Three letters for each name, all different: initials of several words, else the first letters."""
    given: dict[str, str] = {}  # by word: whose it is
    for name in sorted(set(names)):
        given[next(word for word in candidates(name) if word not in given)] = name
    return {name: word for word, name in given.items()}


def candidates(name: str) -> Iterator[str]:
    """Three-letter words for a name, best first."""
    spoken = name.replace("-", " ").replace(",", " ").split()
    if {"upon", "on"} & {word.lower() for word in spoken}:  # Aldport upon Water is Ald
        spoken = spoken[:1]
    words = [word for word in spoken if word.lower() not in {"and", "of", "the", "with", "city"}]
    letters = "".join(character for character in name if character.isalpha())
    if len(words) >= 3:
        yield "".join(word[0].upper() for word in words[:3])
    if len(words) == 2:
        yield words[0][0].upper() + words[1][:2].capitalize()
    yield letters[:3].capitalize()
    for i in range(1, len(letters)):
        for j in range(i + 1, len(letters)):
            yield letters[0].upper() + letters[i].lower() + letters[j].lower()
    yield from (f"{letters[:1].upper()}{number:02}" for number in range(100))


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area to show: where it lies, its figure as text, its status, where its tile leads."""

    code: str
    name: str
    place: tuple[float, float] | None  # longitude, latitude; None: in the table only
    value: str  # "42%", "Not known"
    status: str  # red, amber, green, blue, unknown
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    x: int
    y: int
    short: str
    area: MapArea


@dataclass(frozen=True, slots=True)
class MapView:
    """Everything the macro needs to draw a tile map, its key and its table."""

    name: str  # unique on the page
    title: str
    measure: str  # what the figures are: the table's heading
    columns: int
    rows: int
    tiles: tuple[Tile, ...]
    areas: tuple[MapArea, ...]
    counts: Mapping[str, int]  # areas by status, worst first


STATUSES = ("red", "amber", "green", "blue", "unknown")


def map_view(name: str, title: str, areas: Sequence[MapArea], *, measure: str) -> MapView:
    """Lay areas out as tiles, read from north to south. An area without a place is in the table only."""
    made = tile_map({area.code: area.place for area in areas if area.place})
    short = short_names([area.name for area in areas])
    tiles = [
        Tile(*made.places[area.code], short=short[area.name], area=area)
        for area in areas
        if area.code in made.places
    ]
    counts = {status: sum(area.status == status for area in areas) for status in STATUSES}
    return MapView(
        name=name,
        title=title,
        measure=measure,
        columns=made.columns,
        rows=made.rows,
        tiles=tuple(sorted(tiles, key=lambda tile: (tile.y, tile.x))),
        areas=tuple(sorted(areas, key=lambda area: area.name)),
        counts={status: count for status, count in counts.items() if count},
    )
