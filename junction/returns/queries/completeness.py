"""How many places have reported for a day, and in time: by area or by provider, now or as it was known.

A place counts as asked when the question set is asked of it that day and it was open (`asked.py`). It has
filed when a return stands for the day that is its own or that of a place merged into it (`belonging.py`), in
time when that was first recorded before it was due.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import connection
from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import (
    Organisation,
    Place,
    Registration,
    as_known,
    gives,
    lies_in,
    table_as_known,
)

from ..rules.questions import QuestionSet
from ..rules.windows import due_at
from .asked import places_asked
from .belonging import SLOTS, Families, families_at

SEE = "returns.see"
By = Literal["all", "region", "lrf", "council", "provider"]
Filed = tuple[str, list[Any]]  # the SQL of the returns filed for the day, and its values
KINDS = {"region": "region", "lrf": "Local Resilience Forum", "council": "council"}
_FILED = "x.question_set = %s and x.about_on = %s and x.version > 0 and x.first_recorded_at <= %s"
_COUNTS = "count(*), count(s.place_id), count(s.place_id) filter (where s.first_recorded_at <= %s)"
_BY_AREA = """
with asked(id, lowest) as ({reach})
select a.lowest, {counts} from asked a left join {filed} s on s.place_id = a.id group by 1
"""
_BY_PROVIDER = """
with found(id, grouped) as ({reach}), asked as (
    select distinct id, grouped from found where grouped is not null
    union all
    select id, null from found group by id having count(grouped) = 0
)
select a.grouped, named.name, {counts} from asked a left join {filed} s on s.place_id = a.id
left join {organisations} named on named.id = a.grouped
group by a.grouped, named.name order by named.name nulls last
"""


@dataclass(frozen=True, slots=True)
class Among:
    """Only the places in these areas (codes, with all inside them) that give one of these kinds of care.

    Of any kind where none is named.
    """

    areas: frozenset[str]
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Completeness:
    """How the places of one area or provider reported for one day."""

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

    @property
    def percent_in_time(self) -> int | None:
        return self.in_time * 100 // self.asked if self.asked else None

    @classmethod
    def total(
        cls, rows: "Iterable[Completeness]", *, key: str | None = None, name: str = "All"
    ) -> "Completeness":
        """Add areas up. (Providers do not add up: a place run by two counts once for each.)"""
        counts = [(row.asked, row.filed, row.in_time) for row in rows]
        return cls(key, name, *map(sum, zip(*counts, strict=True))) if counts else cls(key, name, 0, 0, 0)


def completeness(
    scope: Scope,
    *,
    question_set: QuestionSet,
    about_on: date,
    by: By = "council",
    among: Among | None = None,
    as_at: datetime | None = None,
    families: Families | None = None,
    now: datetime,
) -> list[Completeness]:
    """Return a row for each area of a kind, or provider, with places in scope, by name; or one of all."""
    if not scope.reach(SEE):
        return []
    families = families_at(scope, as_at=as_at) if families is None else families
    found = places_asked(scope, question_set, permission=SEE, on=about_on, as_at=as_at, families=families)
    filed = families.belonging(SLOTS, _FILED, [question_set.name, about_on, as_at or now])
    if among is not None:
        found = found.filter(lies_in(among.areas))
        found = found.filter(gives(among.kinds)) if among.kinds else found
    due = due_at(question_set.window, about_on)
    if by == "provider":
        held = as_known(Registration, as_at).filter(
            _registered_on(about_on, as_at), place__in=found.values("pk")
        )
        return _by_provider(held.order_by(), filed, due, as_at)
    lowest = _by_area(found, filed, due)
    return [Completeness.total(lowest)] if by == "all" else _rolled_up(scope, lowest, by, on=about_on)


def _by_area(found: QuerySet[Place], filed: Filed, due: datetime) -> list[Completeness]:
    columns = found.annotate(lowest=registry.LIES_IN).values_list("id", "lowest")
    rows = _rows(_BY_AREA, columns, filed, due)
    return [Completeness(code, "", *counts) for code, *counts in rows]


def _by_provider(
    held: QuerySet[Registration], filed: Filed, due: datetime, as_at: datetime | None
) -> list[Completeness]:
    organisations, moments = table_as_known(Organisation, as_at)
    statement = _BY_PROVIDER.replace("{organisations}", organisations)
    sql, values = filed
    rows = _rows(statement, held.values_list("place_id", "organisation_id"), (sql, [*values, *moments]), due)
    return [Completeness(key, name or "No provider known", *counts) for key, name, *counts in rows]


def _rows(statement: str, places: QuerySet[Any, Any], filed: Filed, due: datetime) -> list[tuple[Any, ...]]:
    reach, values = places.query.sql_with_params()
    sql, more = filed
    with connection.cursor() as cursor:
        cursor.execute(statement.format(reach=reach, filed=sql, counts=_COUNTS), [*values, due, *more])
        return cursor.fetchall()


def _rolled_up(scope: Scope, lowest: list[Completeness], by: str, *, on: date) -> list[Completeness]:
    """Add the lowest areas up to those of a kind, by name; last what lies in none."""
    above = _above([str(row.key) for row in lowest if row.key], by, on=on)
    groups: dict[str | None, list[Completeness]] = {}
    for row in lowest:
        groups.setdefault(above.get(str(row.key)), []).append(row)
    named = registry.areas(scope).filter(code__in=[code for code in groups if code])
    names: dict[str | None, str] = dict(named.values_list("code", "name"))
    nowhere = f"No {KINDS[by]} known"
    rows = [
        Completeness.total(found, key=code, name=names.get(code, nowhere)) for code, found in groups.items()
    ]
    return sorted(rows, key=lambda row: (row.key is None, row.name))


def _above(codes: list[str], by: str, *, on: date) -> Mapping[str, str]:
    if by == "council":
        return registry.upper_tiers(codes, on=on)
    return {code: holders[0] for code, holders in registry.holders(codes, by, on=on).items()}


def _registered_on(day: date, as_at: datetime | None) -> Q:
    """Registrations that held on a day, as far as was known."""
    lasts = Q(ended_recorded_at__isnull=True) | Q(registered_until__gt=day)
    begun = Q(registered_from__isnull=True) | Q(registered_from__lte=day)
    if as_at is None:
        return lasts & begun
    known = Q(recorded_at__lte=as_at)
    return (lasts | Q(ended_recorded_at__gt=as_at)) & begun & known
