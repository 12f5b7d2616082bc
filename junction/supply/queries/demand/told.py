"""What places told in their returns of what they have and use: the counts of a window, and the newest words.

A return that stands is read for the place whose it is (merged places count with the one that stands for
them). A place that files two kinds of return is read in the one of its care home, so that counts of two
stores do not mix.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from junction.returns.models import known_sql
from junction.returns.queries.belonging import Families, Table

from ...rules.demand import Counts
from ...rules.demand.arrays import Floats, Ints
from .numbers import known, number, numbers

SETS = ("care-home-daily", "home-care-daily")  # the first of them that a place files is read
PEOPLE = ("occupied", "people_supported")
ABOUT = "x.question_set = ANY(%s) AND x.about_on BETWEEN %s AND %s AND {known}"
ORDER = "array_position(%s, r.question_set::text)"
MOMENT = "extract(epoch FROM r.recorded_at)::bigint"
DAY = "(r.about_on - DATE '0001-01-01' + 1)"  # as an ordinal of Python's


@dataclass(frozen=True, slots=True)
class Told:
    """Of n places and m items; NaN: not said."""

    counts: Counts
    told_at: Ints  # k, when each count was recorded, in seconds
    stated: Floats  # n x m, units a day
    stated_on: Ints  # n x m, day of the return that says so; 0: none
    people: Floats  # n, cared for


def told(
    places: Ints,
    measures: Sequence[str],
    *,
    families: Families,
    on: date,
    as_at: datetime | None,
    window_days: int,
) -> Told:
    """Return what these places (sorted numbers) told in the days up to `on`; one statement."""
    names = [*PEOPLE, *(f"{word}_{item}" for word in ("stock", "daily_use") for item in measures)]
    rows = _rows(places, names, families=families, on=on, as_at=as_at, window_days=window_days)
    place, first = np.unique(rows[:, 0], return_index=True)
    chosen = rows[np.isin(rows[:, 0] * len(SETS) + rows[:, 1], place * len(SETS) + rows[first, 1])]
    owner, day = np.searchsorted(places, chosen[:, 0]), chosen[:, 2]
    figures, items = known(chosen[:, 4:]), len(measures)
    stated, stated_on = _newest(owner, day, figures[:, 2 + items :], len(places))
    people, _ = _newest(owner, day, figures[:, :2], len(places))
    cared_for = np.where(np.isnan(people[:, 0]), people[:, 1], people[:, 0])
    counts = Counts(owner, day, figures[:, 2 : 2 + items])
    return Told(counts, chosen[:, 3], stated, stated_on, cared_for)


def _rows(
    places: Ints,
    names: Sequence[str],
    *,
    families: Families,
    on: date,
    as_at: datetime | None,
    window_days: int,
) -> Ints:
    condition, moments = known_sql("x", as_at)
    table = Table(
        "returns_return",
        ("question_set", "about_on", "recorded_at", *names),
        each="x.about_on, x.question_set",
    )
    days: list[Any] = [list(SETS), on - timedelta(days=window_days), on, *moments]
    returns, values = families.belonging(table, ABOUT.format(known=condition), days)
    columns = ["r.place_id", ORDER, DAY, MOMENT, *(number(f"r.{name}") for name in names)]
    source = f"({returns}) r WHERE r.place_id = ANY(%s)"
    rows = numbers(columns, source, [list(SETS), *values, places.tolist()], key="r.place_id")
    return rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]


def _newest(owner: Ints, day: Ints, figures: Floats, places: int) -> tuple[Floats, Ints]:
    """Return for each place and column the last figure that is known, and its day."""
    newest = np.full((places, figures.shape[1]), np.nan)
    newest_on = np.zeros((places, figures.shape[1]), dtype=np.int64)
    for column in range(figures.shape[1]):
        there = ~np.isnan(figures[:, column])
        newest[owner[there], column] = figures[there, column]  # rows are in order of day: the last is kept
        newest_on[owner[there], column] = day[there]
    return newest, newest_on
