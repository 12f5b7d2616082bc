"""The newest return of each place of an area as rows: what the picture of a council breaks down to.

The same places and the same returns as in the sums of the area (`newest.py`), so that rows add up to totals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection

from junction.core.scope import Scope
from junction.returns.rules.risk import disagree, with_age

from .newest import Look

# What a row tells: a council has over a thousand places, and reading all forty measures of each takes longer.
SHOWN = (
    "beds", "occupied", "vacancies_admitting", "people_supported", "hours_handed_back", "suspected_new",
    "confirmed_new", "ppe_under_a_week", "staff_employed", "staff_absent_covid", "staff_absent_other",
    "rating_overall",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place and its newest return that counts; without one, only the place is known."""

    place_id: int
    name: str
    about_on: date | None
    is_late: bool
    computed: int  # with the age of the data
    measures: dict[str, Any]

    @property
    def declared(self) -> int:
        return self.measures.get("rating_overall") or 0

    @property
    def disagrees(self) -> bool:
        """Tell whether the place's own rating and the computed one are both known and differ."""
        return bool(disagree(self.declared, self.computed))


def place_rows(
    scope: Scope, *, question_set: str, area_code: str, on: date, as_at: datetime | None = None
) -> list[PlaceRow]:
    """Return every place of an area that is asked this question set, by name; one statement for the rows."""
    look = Look(question_set=question_set, on=on, as_at=as_at, area_code=area_code)
    seen = look.seen(scope)
    places, place_params = seen.places_sql()
    newest, newest_params = seen.newest_sql()
    columns = ", ".join(f"l.{measure}" for measure in SHOWN)
    required = "" if look.asked.service_types else "WHERE l.about_on IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH p AS MATERIALIZED ({places}) SELECT p.id, p.name, l.about_on, l.late,"  # noqa: S608 (names from the code, values as parameters)
            f" l.computed_rating, {columns} FROM p"
            f" {newest} {required} ORDER BY p.name, p.id",
            [*place_params, *newest_params],
        )
        return _rows(cursor.fetchall(), look)


def _rows(found: Sequence[tuple[Any, ...]], look: Look) -> list[PlaceRow]:
    ages = np.array([(look.on - row[2]).days if row[2] else -1 for row in found], dtype=np.int64)
    computed = np.array([row[4] or 0 for row in found], dtype=np.int8)
    rated = with_age(computed, ages, every=look.asked.window.every, on=look.on)
    return [
        PlaceRow(
            place_id=row[0],
            name=row[1],
            about_on=row[2],
            is_late=bool(row[3]),
            computed=int(rating) if row[2] else 0,
            measures=dict(zip(SHOWN, row[5:], strict=True)),
        )
        for row, rating in zip(found, rated, strict=True)
    ]
