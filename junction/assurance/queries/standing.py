"""How answers stand: what the rules need of many parties and requirements, read by two statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection

from junction.core.scope import Scope
from junction.registry.queries import places

from ..models import Requirement
from ..rules.book import AssuranceRules
from ..rules.grid import Grid, empty_grid
from .parties import Named
from .reach import SEE

PARTY = "coalesce(f.area_id, 'o' || f.organisation_id, 'p' || f.place_id)"
AMONG = (
    "f.requirement_id = any(%(requirements)s) and (f.area_id = any(%(areas)s)"
    " or f.organisation_id = any(%(organisations)s) or f.place_id = any(%(places)s))"
)
CURRENT = "f.recorded_at <= %(at)s and (f.superseded_at is null or f.superseded_at > %(at)s)"
# One row for each party with arrays: sixteen thousand rows of Python cost more than the statement.
ANSWERS = f"""
select {PARTY}, array_agg(f.requirement_id),
    array_agg(coalesce(array_position(%(statuses)s, f.status), 0) - 1),
    array_agg(coalesce(array_position(%(results)s, f.result), 0) - 1), array_agg(f.depth::int)
from assurance_answer f where {AMONG} and {CURRENT} group by 1
"""  # noqa: S608 - only constants of this file are put together
IN_FORCE = (
    "(f.effective_from is null or f.effective_from <= %(day)s)"
    " and (f.expires_on is null or f.expires_on > %(day)s)"
)
LOOKED = "max(v.verified_at) filter (where v.kind = any(%({kind})s))"
TALLIES = f"""
with evidence as (
    select {PARTY} as party, f.requirement_id as about, (count(*) filter (where {IN_FORCE}))::int as a,
        (count(*) filter (where f.expires_on <= %(day)s))::int as b,
        (count(*) filter (where {IN_FORCE} and f.expires_on <= %(soon)s))::int as c
    from assurance_evidence f where {AMONG} and f.added_at <= %(at)s
        and (f.withdrawn_at is null or f.withdrawn_at > %(at)s) group by 1, 2),
issues as (
    select {PARTY} as party, f.requirement_id as about, count(*)::int as a
    from assurance_issue f where {AMONG} and f.raised_at <= %(at)s
        and (f.closed_at is null or f.closed_at > %(at)s) group by 1, 2),
looks as (
    select {PARTY} as party, f.requirement_id as about, {LOOKED.format(kind="verified")} as verified,
        {LOOKED.format(kind="tested")} as tested, {LOOKED.format(kind="doubted")} as doubted
    from assurance_verification v join assurance_answer f on f.id = v.answer_id where {AMONG} and {CURRENT}
        and v.verified_at <= %(at)s and (v.withdrawn_at is null or v.withdrawn_at > %(at)s)
        and v.counts_until > %(day)s group by 1, 2),
flags as (
    select party, about, coalesce(verified > coalesce(doubted, '-infinity'), false) as verified,
        coalesce(tested > coalesce(doubted, '-infinity'), false) as tested, doubted is not null as doubted
    from looks)
select 'evidence', party, array_agg(about), array_agg(a), array_agg(b), array_agg(c) from evidence group by 2
union all
select 'issues', party, array_agg(about), array_agg(a), array_agg(0), array_agg(0) from issues group by 2
union all
select 'looks', party, array_agg(about), array_agg(verified::int), array_agg(tested::int),
    array_agg((doubted and not verified and not tested)::int)
from flags group by 2
"""  # noqa: S608 - only constants of this file are put together


@dataclass(frozen=True, slots=True)
class Standing:
    """Parties, requirements and the grid of them; row and column are their places in these lists."""

    parties: Sequence[Named]
    requirements: Sequence[Requirement]
    grid: Grid
    day: date


def standing(
    scope: Scope,
    parties: Sequence[Named],
    requirements: Sequence[Requirement],
    rules: AssuranceRules,
    *,
    at: datetime,
    day: date,
) -> Standing:
    """Return how parties in reach stand to requirements, as known at a moment, judged for a day."""
    seen = _in_reach(scope, parties)
    rows = {one.party.key: place for place, one in enumerate(seen)}
    columns = {one.pk: place for place, one in enumerate(requirements)}
    values = _values(seen, columns, rules, at=at, day=day)
    grid = empty_grid(len(rows), len(columns))
    _put_asked(grid, seen, requirements)
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, values)
        _put_answers(grid, cursor.fetchall(), rows, columns)
        cursor.execute(TALLIES, values)
        _put_tallies(grid, cursor.fetchall(), rows, columns)
    return Standing(seen, requirements, grid, day)


def _in_reach(scope: Scope, parties: Sequence[Named]) -> list[Named]:
    reach = scope.reach(SEE)
    if reach.national:
        return list(parties)
    asked = [one.party.place for one in parties if one.party.place]
    held = (
        set(places(scope, permission=SEE).filter(pk__in=asked).values_list("pk", flat=True)) if asked else ()
    )
    return [
        one
        for one in parties
        if one.party.area in reach.areas
        or one.party.organisation in reach.organisations
        or one.party.place in held
    ]


def _values(
    parties: Sequence[Named], columns: dict[int, int], rules: AssuranceRules, *, at: datetime, day: date
) -> dict[str, Any]:
    by_strength = {
        strength: [code for code, one in rules.verifications.items() if one.strength == strength]
        for strength in ("verified", "tested", "")
    }
    return {
        "requirements": list(columns), "statuses": list(rules.statuses), "results": list(rules.results),
        "areas": [one.party.area for one in parties if one.party.area],
        "organisations": [one.party.organisation for one in parties if one.party.organisation],
        "places": [one.party.place for one in parties if one.party.place],
        "at": at, "day": day, "soon": day + timedelta(days=rules.expires_soon_days),
        "verified": by_strength["verified"], "tested": by_strength["tested"], "doubted": by_strength[""],
    }  # fmt: skip


def _put_asked(grid: Grid, parties: Sequence[Named], requirements: Sequence[Requirement]) -> None:
    kinds = [one.kind for one in parties]
    for column, requirement in enumerate(requirements):
        asked = set(requirement.actors)
        grid.asked[:, column] = [kind in asked for kind in kinds]
        if requirement.due_on:
            grid.due[column] = np.datetime64(requirement.due_on)


def _put_answers(grid: Grid, found: list[Any], rows: dict[str, int], columns: dict[int, int]) -> None:
    for party, about, statuses, results, depths in found:
        at = rows[party], [columns[one] for one in about]
        grid.status[at], grid.result[at], grid.depth[at] = statuses, results, depths


def _put_tallies(grid: Grid, found: list[Any], rows: dict[str, int], columns: dict[int, int]) -> None:
    into: dict[str, tuple[Any, ...]] = {
        "evidence": (grid.in_force, grid.expired, grid.soon),
        "issues": (grid.issues,),
        "looks": (grid.verified, grid.tested, grid.doubted),
    }
    for kind, party, about, *counts in found:
        at = rows[party], [columns[one] for one in about]
        for array, values in zip(into[kind], counts, strict=False):
            array[at] = values
