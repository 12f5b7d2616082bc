"""How places stand when a return of theirs comes in: kinds of care, beds, and the return before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from junction.core.scope import Scope
from junction.registry.queries import places
from junction.registry.rules.places import is_in_reach
from junction.returns.rules.checks import Prior
from junction.returns.rules.judging import Facts
from junction.returns.rules.questions import Answers

from .belonging import SPEAKS_FIRST, families_at, returns_of

FILE = "returns.file"
LOOK_BACK = timedelta(days=62)  # a return older than this is no longer the one before

# The measures that checks compare with the return before.
COMPARED = ("beds", "confirmed_total")
NEWEST = """
SELECT p.id, p.area_id, p.council_id, array_append(p.service_types, p.service_type), p.beds,
       EXISTS (SELECT FROM registry_place g WHERE g.merged_into_id = p.id),
       l.about_on, l.answers_key, l.same_since, l.beds, l.confirmed_total
FROM registry_place p LEFT JOIN returns_latest l ON l.place_id = p.id AND l.question_set = %s
WHERE p.merged_into_id IS NULL AND (%s::bigint[] IS NULL OR p.id = ANY(%s::bigint[]))
"""
_SPEAKS_FIRST = SPEAKS_FIRST.format(own="(k.member = k.place_id)", place="k.member")
EARLIER = f"""
SELECT DISTINCT ON (k.place_id, k.about_on) k.place_id, k.about_on, e.about_on, e.answers_key, e.same_since,
       e.beds, e.confirmed_total
FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS k(place_id, member, about_on)
JOIN returns_return e ON e.place_id = k.member AND e.question_set = %s AND e.about_on < k.about_on
     AND e.about_on >= k.about_on - 62 AND e.superseded_at IS NULL
     AND e.about_on BETWEEN %s AND %s
ORDER BY k.place_id, k.about_on, e.about_on DESC, {_SPEAKS_FIRST}
"""  # noqa: S608 (names from the code)


@dataclass(frozen=True, slots=True)
class Standing:
    """One place as the register and its newest return of a set have it."""

    place_id: int
    lies_in: str | None  # the lowest area known
    kinds: frozenset[str]  # of care it gives
    beds: int | None
    newest: Prior | None  # of its own
    is_family: bool  # others were merged into it, so that a return of theirs may be nearer

    def facts(self, prior: Prior | None) -> Facts:
        return Facts(beds=self.beds, prior=prior)


def _prior(about_on: date, key: int, since: date, *compared: int | None) -> Prior:
    return Prior(about_on, dict(zip(COMPARED, compared, strict=True)), key, since)


def standings(
    scope: Scope, place_ids: Sequence[int] | None, *, question_set: str, permission: str = FILE
) -> dict[int, Standing]:
    """Return how each of these places (all, if none) stands, where this scope may file.

    One statement, whose plan does not grow with the reach: areas and places are compared here. Only places
    that are reached as an organisation's cost another.
    """
    ids = None if place_ids is None else list(place_ids)
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [question_set, ids, ids])
        rows = cursor.fetchall()
    reach = scope.reach(permission)
    reached = {
        place_id
        for place_id, area, council, *_ in rows
        if place_id in reach.places or is_in_reach(reach, area=area, council=council)
    }
    others = [row[0] for row in rows if row[0] not in reached] if reach.organisations else []
    if others:
        asked = places(scope, permission=permission).order_by()
        one_array = asked.extra(where=["registry_place.id = ANY(%s)"], params=[others])
        reached |= set(one_array.values_list("id", flat=True))
    return {
        place_id: Standing(
            place_id,
            area or council,
            frozenset(kinds),
            beds,
            _prior(*prior) if prior[0] else None,
            is_family,
        )
        for place_id, area, council, kinds, beds, is_family, *prior in rows
        if place_id in reached
    }


def priors(
    scope: Scope, wanted: Sequence[tuple[int, date]], *, question_set: str, known: Mapping[int, Standing]
) -> dict[tuple[int, date], Prior | None]:
    """Return, for each place and day, the current return about the nearest day before.

    Mostly that is the newest return of the place, which `known` has; only a return about an older day, or of
    a place that others were merged into, costs a statement, one for all of them.
    """
    found: dict[tuple[int, date], Prior | None] = {}
    older: list[tuple[int, date]] = []
    for place_id, day in wanted:
        newest = known[place_id].newest
        if known[place_id].is_family:
            older.append((place_id, day))
        elif newest is None or day - newest.about_on > LOOK_BACK:
            found[place_id, day] = None
        elif newest.about_on < day:
            found[place_id, day] = newest
        else:
            older.append((place_id, day))
    families = {place_id for place_id, _ in older if known[place_id].is_family}
    members = families_at(scope, of=families).members if families else {}
    return found | _earlier(older, members, question_set)


def _earlier(
    wanted: list[tuple[int, date]], members: Mapping[int, Sequence[int]], question_set: str
) -> dict[tuple[int, date], Prior | None]:
    if not wanted:
        return {}
    asked = [(place, member, day) for place, day in wanted for member in members.get(place, [place])]
    days = [day for _, day in wanted]
    params: list[Any] = [*map(list, zip(*asked, strict=True)), question_set]
    with connection.cursor() as cursor:
        cursor.execute(EARLIER, [*params, min(days) - LOOK_BACK, max(days)])
        rows = {(place_id, day): _prior(*prior) for place_id, day, *prior in cursor.fetchall()}
    return {key: rows.get(key) for key in wanted}


def answers_before(
    scope: Scope, *, place_id: int, question_set: str, about_on: date, permission: str = FILE
) -> Answers | None:
    """Return the answers of the current return about the nearest day before; `None` when there is none."""
    if not places(scope, permission=permission).filter(pk=place_id).exists():
        return None
    before = returns_of(
        scope,
        place_id,
        most=1,
        question_set=question_set,
        about_on__lt=about_on,
        about_on__gte=about_on - LOOK_BACK,
    )
    return before[0].answers if before else None
