"""How staff and supplies move: absence follows the outbreak; stock is used daily and comes in drops."""

import numpy as np
from numpy.typing import NDArray

from .epidemic import Counts

# Pieces a resident a day in ordinary times (gloves singly); use grows with an outbreak.
USE_A_RESIDENT = {
    "aprons": 6.0,
    "gloves": 14.0,
    "masks": 3.0,
    "eye_protection": 0.15,
    "gowns": 0.1,
    "visors": 0.1,
    "sanitiser": 0.05,
}
PPE_ITEMS = tuple(USE_A_RESIDENT)
OUTBREAK_USE = 1.5
REORDER_BELOW_DAYS = 14.0
DELIVERED_SHARE = 0.6  # of places below the reorder level, a day


def staff(rng: np.random.Generator, people: Counts, is_outbreak: NDArray[np.bool_]) -> dict[str, Counts]:
    """Staff employed, agency, absent for COVID and otherwise. `people`: cared for by each place."""
    places, days = is_outbreak.shape
    employed = np.maximum(2, np.rint(people * rng.uniform(1.0, 1.7, places))).astype(np.int32)
    covid_share = np.where(is_outbreak, 0.07, 0.01) * rng.uniform(0.5, 1.5, (places, 1))
    other_share = 0.025 * rng.uniform(0.4, 1.6, (places, 1))
    by_day = np.broadcast_to(employed[:, None], (places, days))
    absent_covid = rng.binomial(by_day, np.clip(_smooth(covid_share), 0, 0.6)).astype(np.int32)
    absent_other = np.minimum(rng.binomial(by_day, other_share), by_day - absent_covid).astype(np.int32)
    agency = np.rint((absent_covid + absent_other) * rng.uniform(0.1, 0.8, (places, 1))).astype(np.int32)
    return {
        "staff_employed": by_day.astype(np.int32),
        "staff_agency": agency,
        "staff_absent_covid": absent_covid,
        "staff_absent_other": absent_other,
    }


def _smooth(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Absence rises and falls over about five days rather than at once."""
    kernel = np.ones(5) / 5
    padded = np.pad(share, ((0, 0), (4, 0)), mode="edge")
    return np.apply_along_axis(np.convolve, 1, padded, kernel, mode="valid")


def protective_equipment(
    rng: np.random.Generator, people: Counts, is_outbreak: NDArray[np.bool_], *, visits: bool
) -> dict[str, Counts]:
    """Stock and daily use of each item, in pieces. Where care is by visits, about half as much is used."""
    places, days = is_outbreak.shape
    measures: dict[str, Counts] = {}
    for item, use in USE_A_RESIDENT.items():
        base = people * use * (0.5 if visits else 1.0) * rng.uniform(0.7, 1.3, places)
        daily = np.rint(base[:, None] * np.where(is_outbreak, OUTBREAK_USE, 1.0))
        stock = np.empty((places, days))
        held = base * rng.gamma(8.0, 2.2, places)
        for day in range(days):
            is_short = held < REORDER_BELOW_DAYS * base
            arrives = is_short & (rng.random(places) < DELIVERED_SHARE)
            held = np.maximum(0, held - daily[:, day]) + np.where(
                arrives, base * rng.gamma(6.0, 2.0, places), 0
            )
            stock[:, day] = held
        measures[f"stock_{item}"] = np.rint(stock).astype(np.int32)
        measures[f"daily_use_{item}"] = daily.astype(np.int32)
    return measures
