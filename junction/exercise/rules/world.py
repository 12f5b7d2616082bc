"""The simulated emergency put together: every measure of every place and day, and when it was reported.

Two kinds of place are played apart, since they are asked different questions: care homes (beds,
residents) and agencies (people supported at home). Everything is drawn from one seed in one fixed order,
so that the same seed gives the same world whatever is done with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from .epidemic import Counts, run_course, wave
from .places import SimulatedPlace
from .reporting import Filing, draw_filing
from .supplies import PPE_ITEMS, protective_equipment, staff

UNKNOWN, GREEN, AMBER, RED = "unknown", "green", "amber", "red"
PEAK_SPREAD_DAYS = 4.0
HOURS_A_PERSON = 11  # of home care a week


@dataclass(frozen=True, slots=True)
class Story:
    """What happened in places of one kind: measures by name, shape (places, days), and what was filed."""

    places: tuple[SimulatedPlace, ...]
    days: tuple[date, ...]
    measures: Mapping[str, Counts]
    filing: Filing
    declared: Mapping[str, NDArray[np.str_]]  # the places' own ratings


def days_until(last: date, count: int) -> tuple[date, ...]:
    """Return `count` days, the last of them `last`."""
    return tuple(last - timedelta(days=count - 1 - i) for i in range(count))


def play(rng: np.random.Generator, places: Sequence[SimulatedPlace], days: tuple[date, ...]) -> Story:
    """Play the emergency over places of one kind. An agency's people stand in for residents."""
    is_home = places[0].beds is not None
    people = np.array([place.people for place in places], np.int32)
    peaks = _peaks(rng, [place.council for place in places], len(days))
    course = run_course(rng, people, wave(len(days), peaks))
    measures = {
        "suspected_new": course.suspected_new,
        "confirmed_new": course.confirmed_new,
        "confirmed_total": np.cumsum(course.confirmed_new, axis=1, dtype=np.int32),
        "deaths_all_new": course.deaths_all_new,
        "deaths_covid_new": course.deaths_covid_new,
        **staff(rng, people, course.is_outbreak),
        **protective_equipment(rng, people, course.is_outbreak, visits=not is_home),
    }
    measures |= _capacity(rng, people, course.occupied, course.is_outbreak, is_home=is_home)
    measures |= _vaccinated(rng, course.occupied, measures["staff_employed"])
    weekdays = np.array([day.weekday() for day in days])
    filing = draw_filing(rng, weekdays, course.is_outbreak)
    return Story(tuple(places), days, measures, filing, _declared(rng, measures))


def _peaks(rng: np.random.Generator, councils: Sequence[str], days: int) -> NDArray[np.float64]:
    """The day of the wave's peak in each place's council, about two thirds of the way through."""
    by_council = {code: rng.normal(days * 0.66, PEAK_SPREAD_DAYS) for code in sorted(set(councils))}
    return np.array([by_council[code] for code in councils])


def _capacity(
    rng: np.random.Generator, people: Counts, occupied: Counts, outbreak: NDArray[np.bool_], *, is_home: bool
) -> dict[str, Counts]:
    if not is_home:
        hours = occupied * HOURS_A_PERSON
        handed_back = rng.binomial(hours, np.where(outbreak, 0.02, 0.002)).astype(np.int32)
        admitting = (rng.random(occupied.shape) < np.where(outbreak, 0.4, 0.75)).astype(np.int32)
        return {
            "people_supported": occupied,
            "hours_commissioned": hours.astype(np.int32),
            "hours_handed_back": handed_back,
            "admitting": admitting,
        }
    beds = np.broadcast_to(people[:, None], occupied.shape).astype(np.int32)
    empty = beds - occupied
    reserved = rng.binomial(empty, 0.1).astype(np.int32)
    closed = np.where(outbreak, empty - reserved, rng.binomial(empty - reserved, 0.15)).astype(np.int32)
    admits = empty - reserved - closed
    return {
        "beds": beds,
        "occupied": occupied,
        "reserved": reserved,
        "vacancies_closed": closed,
        "vacancies_admitting": admits,
        "admitting": (admits > 0).astype(np.int32),
    }


def _vaccinated(rng: np.random.Generator, people: Counts, employed: Counts) -> dict[str, Counts]:
    shares = rng.beta(18.0, 2.0, len(people)), rng.beta(12.0, 3.0, len(people))
    return {
        "residents_vaccinated": np.floor(people * shares[0][:, None]).astype(np.int32),
        "staff_vaccinated": np.floor(employed * shares[1][:, None]).astype(np.int32),
    }


def _worst_cover(measures: Mapping[str, Counts]) -> NDArray[np.float64]:
    """Days of cover of the scarcest item in each place on each day."""
    covers = [
        measures[f"stock_{item}"] / np.maximum(1, measures[f"daily_use_{item}"])
        for item in PPE_ITEMS
        if item != "sanitiser"
    ]
    worst: NDArray[np.float64] = np.min(covers, axis=0)
    return worst


def _declared(rng: np.random.Generator, measures: Mapping[str, Counts]) -> dict[str, NDArray[np.str_]]:
    """How managers rate themselves: by their figures, with an optimist here and a worrier there."""
    absent = measures["staff_absent_covid"] + measures["staff_absent_other"]
    absence = absent / np.maximum(1, measures["staff_employed"])
    mood = rng.normal(0, 0.03, (len(absence), 1))
    workforce = np.select([absence + mood > 0.25, absence + mood > 0.12], [RED, AMBER], GREEN)
    cover = _worst_cover(measures) * rng.lognormal(0.3, 0.4, (len(absence), 1))
    ppe = np.select([cover < 1, cover < 3], [RED, AMBER], GREEN)
    either_red = (workforce == RED) | (ppe == RED)
    overall = np.select(
        [either_red & (rng.random(absence.shape) < 0.6), workforce != GREEN], [RED, AMBER], GREEN
    )
    return {"rating_workforce": workforce, "rating_ppe": ppe, "rating_overall": overall}
