"""Which places a simulated region has: how many, where, of which kind and group, with names that are made up.

Care homes number and are sized as published for the region. Home-care agencies are added in proportion to
residents. Places fall on councils by residents. Telephone numbers come from the range that the regulator of
telecommunications keeps free for drama (0191 498 0000 to 498 0999), so that nobody is rung by mistake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .sizes import Calibration, draw_beds

AGENCIES_A_MILLION_RESIDENTS = 165  # about 9,300 home-care agencies in England in 2020
GROUP_SHARE = 0.4  # of places, that belong to a group of several
IDENTIFIER_BASE = 90_000_000_000  # far above any identifier in use, still of the right shape
SCATTER_DEGREES = 0.035


@dataclass(frozen=True, slots=True)
class Council:
    """A lower-tier council as the simulation needs it: code, people living there, centre in degrees."""

    code: str
    residents: int
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class SimulatedPlace:
    """One place of the simulated world, as its row in the places template says it."""

    identifier: str
    name: str
    service_type: str
    beds: int | None
    people: int
    provider: str
    address: str
    postcode: str
    telephone: str
    council: str
    longitude: float
    latitude: float


def agency_count(residents: int) -> int:
    """How many home-care agencies serve this many residents; at least one."""
    return max(1, round(residents * AGENCIES_A_MILLION_RESIDENTS / 1_000_000))


def _pick(rng: np.random.Generator, words: Sequence[str], count: int) -> NDArray[np.str_]:
    return rng.choice(np.asarray(words), size=count)


def _names(rng: np.random.Generator, words: Mapping[str, Any], kinds: str, count: int) -> list[str]:
    first, second = _pick(rng, words["trees"], count), _pick(rng, words["features"], count)
    kind = _pick(rng, words[kinds], count)
    return [f"{tree}{feature} {word}" for tree, feature, word in zip(first, second, kind, strict=True)]


def _providers(rng: np.random.Generator, words: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """Who runs each place: a group (few large, many small) or a company of its own."""
    groups = [f"{name} Limited" for name in _names(rng, words, "group_kinds", max(2, len(names) // 12))]
    sizes = 1 / np.arange(1, len(groups) + 1) ** 0.8
    chosen = rng.choice(len(groups), size=len(names), p=sizes / sizes.sum())
    in_group = rng.random(len(names)) < GROUP_SHARE
    return [
        groups[group] if is_in else f"{name} Limited"
        for name, group, is_in in zip(names, chosen, in_group, strict=True)
    ]


def _postcodes(rng: np.random.Generator, areas: Sequence[str], count: int) -> list[str]:
    letters = list("ABDEFGHJLNPQRSTUWXYZ")
    area, district = _pick(rng, areas, count), rng.integers(1, 30, count)
    sector, unit = rng.integers(0, 10, count), rng.choice(letters, size=(count, 2))
    return [f"{a}{d} {s}{u[0]}{u[1]}" for a, d, s, u in zip(area, district, sector, unit, strict=True)]


def _service_types(rng: np.random.Generator, homes: int, calibration: Calibration) -> list[str]:
    nursing = rng.random(homes) < calibration.nursing_homes / calibration.homes
    return ["nursing-home" if is_nursing else "residential-home" for is_nursing in nursing]


def _addresses(rng: np.random.Generator, words: Mapping[str, Any], count: int) -> list[str]:
    numbers = rng.integers(1, 120, count)
    trees, streets = _pick(rng, words["trees"], count), _pick(rng, words["streets"], count)
    return [f"{n} {tree} {street}" for n, tree, street in zip(numbers, trees, streets, strict=True)]


def _positions(
    rng: np.random.Generator, councils: Sequence[Council], where: NDArray[np.int64]
) -> tuple[list[float], list[float]]:
    scatter = rng.normal(0, SCATTER_DEGREES, (2, len(where)))
    longitude = np.array([council.longitude for council in councils])[where] + 1.6 * scatter[0]
    latitude = np.array([council.latitude for council in councils])[where] + scatter[1]
    return np.round(longitude, 5).tolist(), np.round(latitude, 5).tolist()


def draw_places(
    rng: np.random.Generator,
    *,
    calibration: Calibration,
    councils: Sequence[Council],
    words: Mapping[str, Any],
    share: float = 1.0,
    first_number: int = 0,
) -> list[SimulatedPlace]:
    """Draw the places of a region. `share` of 0.1 gives a tenth; `first_number` keeps identifiers apart."""
    homes = max(1, round(calibration.homes * share))
    agencies = max(1, round(agency_count(sum(council.residents for council in councils)) * share))
    weights = np.array([council.residents for council in councils], float)
    where = rng.choice(len(councils), size=homes + agencies, p=weights / weights.sum())
    beds = draw_beds(rng, calibration, homes).tolist()
    supported = np.maximum(3, rng.lognormal(3.9, 0.7, agencies)).astype(int).tolist()
    names = _names(rng, words, "home_kinds", homes) + _names(rng, words, "agency_kinds", agencies)
    longitudes, latitudes = _positions(rng, councils, where)
    columns = {
        "identifier": [f"1-{IDENTIFIER_BASE + first_number + i}" for i in range(homes + agencies)],
        "name": names,
        "service_type": _service_types(rng, homes, calibration) + ["home-care"] * agencies,
        "beds": beds + [None] * agencies,
        "people": beds + supported,
        "provider": _providers(rng, words, names),
        "address": _addresses(rng, words, homes + agencies),
        "postcode": _postcodes(rng, words["postcode_areas"][calibration.region], homes + agencies),
        "telephone": [f"0191 498 0{n:03d}" for n in rng.integers(0, 1000, homes + agencies)],
        "council": [councils[index].code for index in where],
        "longitude": longitudes,
        "latitude": latitudes,
    }
    rows = zip(*columns.values(), strict=True)
    return [SimulatedPlace(**dict(zip(columns, row, strict=True))) for row in rows]
