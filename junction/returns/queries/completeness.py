"""How many places have reported for a day, and in time: by council and by provider, now or as it was known.

A place counts as asked when the question set is asked of its kind of care and it was open. What was known at
an earlier moment is read from when each return was first recorded.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from junction.core.scope import Scope
from junction.registry.models import gives, lies_in

from ..rules.questions import QuestionSet
from ..rules.windows import due_at
from .asked import places_asked

# What to group by: the column of the places, and the table and column that name it.
GROUPINGS = {
    "council": ("council_id", "registry_area", "code"),
    "provider": ("registrations__organisation_id", "registry_organisation", "id"),
}
_COMPLETENESS = """
with found(id, grouped) as ({reach}), asked as (
    select distinct id, grouped from found where grouped is not null
    union all
    select id, null from found group by id having count(grouped) = 0
)
select a.grouped, named.name, count(*),
       count(s.place_id), count(s.place_id) filter (where s.first_recorded_at <= %s)
from asked a
left join returns_slot s on s.place_id = a.id and s.question_set = %s and s.about_on = %s
     and s.version > 0 and s.first_recorded_at <= %s
left join {table} named on named.{key} = a.grouped
group by a.grouped, named.name order by named.name nulls last
"""


@dataclass(frozen=True, slots=True)
class Among:
    """Only the places in these areas (codes, with all inside them) that give one of these kinds of care."""

    areas: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How the places of one council or provider reported for one day."""

    key: str | int | None
    name: str
    asked: int
    filed: int
    in_time: int

    @property
    def missing(self) -> int:
        return self.asked - self.filed

    @property
    def late(self) -> int:
        return self.filed - self.in_time

    @property
    def percent_filed(self) -> int | None:
        """Whole per cent, rounded down so that 100 means all; nothing asked is unknown."""
        return self.filed * 100 // self.asked if self.asked else None

    @classmethod
    def total(cls, rows: "list[Completeness]") -> "Completeness":
        """Add councils up. (Providers do not add up: a place run by two counts once for each.)"""
        asked, filed = sum(row.asked for row in rows), sum(row.filed for row in rows)
        return cls(None, "All", asked, filed, sum(row.in_time for row in rows))

    @property
    def percent_in_time(self) -> int | None:
        return self.in_time * 100 // self.asked if self.asked else None


def completeness(
    scope: Scope,
    *,
    question_set: QuestionSet,
    about_on: date,
    by: str = "council",
    among: Among | None = None,
    as_at: datetime | None = None,
    now: datetime,
) -> list[Completeness]:
    """Return one row for each council or provider with places in scope, by name. One statement."""
    if not scope.reach("returns.see"):
        return []
    column, table, key = GROUPINGS[by]
    found = places_asked(scope, question_set, permission="returns.see", on=about_on, as_at=as_at)
    if by == "provider":
        found = found.filter(_live(as_at))
    if among is not None:
        found = found.filter(lies_in(sorted(among.areas)), gives(among.kinds))
    reach, values = found.values_list("id", column).query.sql_with_params()
    statement = _COMPLETENESS.format(reach=reach, table=table, key=key)
    due = due_at(question_set.window, about_on)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, due, question_set.name, about_on, as_at or now])
        rows = cursor.fetchall()
    unnamed = "No council known" if by == "council" else "No provider known"
    return [Completeness(key, name or unnamed, *counts) for key, name, *counts in rows]


def _live(as_at: datetime | None) -> Q:
    if as_at is None:
        return Q(registrations__ended_recorded_at__isnull=True)
    ended_later = Q(registrations__ended_recorded_at__isnull=True) | Q(
        registrations__ended_recorded_at__gt=as_at
    )
    return ended_later & Q(registrations__recorded_at__lte=as_at)
