"""Who owes a return for a day, and how each place stands: what managers, head offices and chasers read.

One statement joins the places a scope reaches to the slot of the day (is it filed?) and to the newest
return (how long ago, how risky), so that sorting and paging happen in the database, at any number of
places. The places come from the registry's own scoped query, written into the statement as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from junction.core.scope import Scope
from junction.registry.models import Place, lies_in
from junction.registry.queries import inside

from ..rules.measures import AMBER, BLUE, GREEN, RED, UNKNOWN
from ..rules.questions import QuestionSet
from .asked import places_asked
from .belonging import NEWEST, SLOTS, Families, families_at

PAGE = 50
# Worst first; unknown stands above green, since it is never good news.
WORST_FIRST = (RED, AMBER, UNKNOWN, GREEN, BLUE)
_RANK = f"array_position(array{list(WORST_FIRST)}, coalesce(l.computed_rating, {UNKNOWN})::int)"
ORDERS = {
    "risk": f"{_RANK}, l.about_on nulls first, reach.name, reach.id",
    "late": f"l.about_on nulls first, {_RANK}, reach.name, reach.id",
    "name": "reach.name, reach.id",
}
_OWED = """
with reach as ({reach}){theirs}
select reach.id, reach.name, reach.town, reach.postcode, reach.service_type, reach.council_id,
       s.first_recorded_at, s.version, l.about_on, l.recorded_at, l.computed_rating, l.rating_overall,
       count(*) over () as total
from reach
left join {filed} s on s.place_id = reach.id
left join {newest}
{where}
order by {order} limit %s offset %s
"""


_FILED = "x.question_set = %s and x.about_on = %s and x.version > 0"
# The newest return of each place: one look-up each where the places are part of the nation, which PostgreSQL
# would rather read in whole (at 58,000 places three times as dear for the largest county); else one join.
_NEWEST_OF_EACH = """lateral (
    select about_on, recorded_at, computed_rating, rating_overall from returns_latest
    where place_id = reach.id and question_set = %s{or_theirs} limit 1
) l on true"""
_NEWEST_OF_ALL = "{newest} l on l.place_id = reach.id"
_OF_SET = "x.question_set = %s"
_THEIRS = ", theirs as materialized ({sql})"
_OR_THEIRS = """ and not reach.id = any(%s)
    union all
    select about_on, recorded_at, computed_rating, rating_overall from theirs where place_id = reach.id"""

# Whom to ring, for the rows of the page only. The rows keep the order of the list inside.
_WITH_CONTACTS = """
select page.*,
       (select c.value from registry_contact c
        where c.place_id = page.id and c.kind = 'phone' and c.ended_at is null
        order by c.source = 'person' desc, c.id limit 1),
       (select string_agg(distinct o.name, ', ' order by o.name)
        from registry_registration r join registry_organisation o on o.id = r.organisation_id
        where r.place_id = page.id and r.ended_recorded_at is null)
from ({owed}) page
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the places to list, in which order, and which page of them."""

    only_missing: bool = False
    area_codes: frozenset[str] = frozenset()
    among_areas: frozenset[str] | None = None  # and in one of these, by the lowest area known
    provider_id: int | None = None
    service_type: str = ""
    rating: int | None = None
    among: frozenset[int] | None = None  # only these places
    not_among: frozenset[int] = frozenset()  # and not these
    order: str = "risk"
    page: int = 1
    page_size: int = PAGE
    with_contacts: bool = False  # also whom to ring


@dataclass(frozen=True, slots=True)
class Owed:
    """One place and how it stands for one return."""

    place_id: int
    name: str
    town: str
    postcode: str
    service_type: str
    council_id: str | None
    first_recorded_at: datetime | None  # of the return of the day; None when it is missing
    version: int | None
    last_about_on: date | None
    last_recorded_at: datetime | None
    computed_rating: int | None
    declared_rating: int | None
    total: int  # places on the whole list
    phone: str | None = None
    provider: str | None = None  # several are parted by commas


@dataclass(frozen=True, slots=True)
class Page:
    """One page of places, and how many there are in all."""

    rows: list[Owed] = field(default_factory=list)
    total: int = 0
    number: int = 1  # of the page: the last one where there are fewer than was asked for


def _reach(found: QuerySet[Place], wanted: Wanted, about_on: date) -> tuple[str, Sequence[Any]]:
    """Return the statement that finds the places asked for, and its values."""
    if wanted.area_codes:
        found = found.filter(lies_in(inside(wanted.area_codes, on=about_on)))
    if wanted.among_areas is not None:
        found = found.filter(lies_in(wanted.among_areas))
    if wanted.provider_id is not None:
        found = found.filter(
            registrations__organisation_id=wanted.provider_id, registrations__ended_recorded_at__isnull=True
        ).distinct()
    if wanted.service_type:
        found = found.filter(service_type=wanted.service_type)
    columns = found.values("id", "name", "town", "postcode", "service_type", "council_id")
    return columns.query.sql_with_params()


def _where(wanted: Wanted) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    if wanted.only_missing:
        conditions.append("s.place_id is null")
    if wanted.rating is not None:
        conditions.append(f"coalesce(l.computed_rating, {UNKNOWN}) = %s")
        values.append(wanted.rating)
    if wanted.among is not None:
        conditions.append("reach.id = any(%s)")
        values.append(list(wanted.among))
    if wanted.not_among:
        conditions.append("not reach.id = any(%s)")
        values.append(list(wanted.not_among))
    return ("where " + " and ".join(conditions)) if conditions else "", values


def owed(
    scope: Scope,
    *,
    question_set: QuestionSet,
    about_on: date,
    permission: str,
    wanted: Wanted,
    families: Families | None = None,
) -> Page:
    """Return a page of the places this set is asked of, and how each stands for the day.

    A page past the last is the last. One statement, and one for what is merged where `families` does not say.
    """
    if not scope.reach(permission):
        return Page()
    families = families_at(scope) if families is None else families
    asked = places_asked(scope, question_set, permission=permission, on=about_on, families=families)
    reach, reach_values = _reach(asked, wanted, about_on)
    filed, filed_values = families.belonging(SLOTS, _FILED, [question_set.name, about_on])
    everywhere = scope.reach(permission).national and not (wanted.area_codes or wanted.provider_id)
    of_newest = _newest_of_all if everywhere else _newest_of_each
    theirs, theirs_values, newest, newest_values = of_newest(question_set.name, families)
    where, where_values = _where(wanted)
    statement = _OWED.format(
        reach=reach, theirs=theirs, filed=filed, newest=newest, where=where, order=ORDERS[wanted.order]
    )
    if wanted.with_contacts:
        statement = _WITH_CONTACTS.format(owed=statement)
    values = [*reach_values, *theirs_values, *filed_values, *newest_values, *where_values]
    return _page(statement, values, wanted.page, wanted.page_size)


def _page(statement: str, values: list[Any], number: int, size: int) -> Page:
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, size, (number - 1) * size])
        rows = [Owed(*row) for row in cursor.fetchall()]
    if rows or number == 1:
        return Page(rows, rows[0].total if rows else 0, number)
    total = _page(statement, values, 1, 1).total
    return _page(statement, values, max(1, ceil(total / size)), size)


def _newest_of_all(question_set: str, families: Families) -> tuple[str, list[Any], str, list[Any]]:
    newest, values = families.belonging(NEWEST, _OF_SET, [question_set])
    return "", [], _NEWEST_OF_ALL.format(newest=newest), values


def _newest_of_each(question_set: str, families: Families) -> tuple[str, list[Any], str, list[Any]]:
    if not families:
        return "", [], _NEWEST_OF_EACH.format(or_theirs=""), [question_set]
    sql, values = families.theirs(NEWEST, _OF_SET, [question_set])
    newest = _NEWEST_OF_EACH.format(or_theirs=_OR_THEIRS)
    return _THEIRS.format(sql=sql), values, newest, [question_set, families.kept]
