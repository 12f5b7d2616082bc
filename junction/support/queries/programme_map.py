"""The map read from the database: provisions of a day over the areas of a grain, with what is asked.

A provision of no area covers every area. One of an area covers each area of the grain that lies in it, and is
somewhere in each that it lies in.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from junction.core.calendar import LOCAL
from junction.core.scope import Scope
from junction.registry.models import Area, AreaInside
from junction.registry.models.areas import valid_on
from junction.registry.queries import areas as registry_areas

from ..models import Provision
from ..rules.programme_book import ProgrammeRules, needs_on, programme_rules
from ..rules.programme_map import Cell, MissingLink, Provided, map_cells, missing_links
from .needs import needs
from .pressure import counted_by_need
from .programme_links import linked
from .programme_reach import SEE
from .programmes import names, on_day, programmes, provisions

UPPER = ("county", "unitary")


@dataclass(frozen=True, slots=True)
class MapRead:
    """The areas of a grain in reach by name, every cell, names of programmes, and what is asked there."""

    areas: Sequence[Area]
    cells: Sequence[Cell]
    programmes: dict[int, str]
    stated: dict[tuple[str, str], int]
    calls: dict[tuple[str, str], int]


def grain_areas(scope: Scope, rules: ProgrammeRules, grain: str, *, on: date) -> list[Area]:
    """Return the areas of a grain that lie in a scope's reach on a day, by name."""
    reach = scope.reach(SEE)
    found = registry_areas(scope, on=on).filter(kind__in=rules.grains[grain].kinds)
    return list(found if reach.national else found.filter(pk__in=reach.areas))


def programme_map(
    scope: Scope, grain: str, *, day: date, as_at: datetime | None = None, now: datetime
) -> MapRead:
    """Return the map of a day as it was known at a moment."""
    rules = programme_rules(day)
    areas = grain_areas(scope, rules, grain, on=day)
    codes = [one.pk for one in areas]
    found = provided(scope, codes, day=day, as_at=as_at, now=now)
    cells = map_cells(needs_on(day), codes, found, overlap_from=rules.overlap_from, everybody=rules.everybody)
    since = rules.looks_back_to(day)
    calls = counted_by_need(scope, since=since, as_at=as_at, now=now)
    stated = _stated(scope, since, as_at or now)
    over = _holders(set(codes), {area for _, area in (*calls, *stated)}, on=day)
    return MapRead(areas, cells, names(scope, as_at=as_at), _lifted(stated, over), _lifted(calls, over))


def provided(
    scope: Scope, codes: Collection[str], *, day: date, as_at: datetime | None = None, now: datetime
) -> list[Provided]:
    """Return what programmes that run on a day provide on it over these areas, as the map reads it."""
    live = on_day(scope, programmes(scope, as_at=as_at, now=now), day).order_by().values("programme")
    held = provisions(scope, as_at=as_at, now=now).filter(programme__in=live)
    rows = list(on_day(scope, held, day))
    rules, every = programme_rules(day), frozenset(codes)
    whole, some = _placed({row.area_id for row in rows if row.area_id}, every, on=day)

    def one(row: Provision) -> Provided:
        gives = rules.kinds[row.kind].gives
        if row.area_id is None:
            return Provided(row.programme_id, row.category, gives, every, audience=row.audience)
        covers = frozenset(whole[row.area_id])
        parts = frozenset(some[row.area_id]) - covers
        return Provided(row.programme_id, row.category, gives, covers, parts, row.audience)

    return [one(row) for row in rows]


def links_missing(
    scope: Scope, *, day: date, as_at: datetime | None = None, now: datetime
) -> list[MissingLink]:
    """Return the programmes in reach that serve one need in one council's area without a link."""
    codes = registry_areas(scope, on=day).filter(kind__in=UPPER).values_list("pk", flat=True)
    found = provided(scope, frozenset(codes), day=day, as_at=as_at, now=now)
    return missing_links(found, linked(scope, as_at=as_at, now=now))


Areas = dict[str, set[str]]


def _placed(held: set[str], codes: frozenset[str], *, on: date) -> tuple[Areas, Areas]:
    """For each area of a provision: the areas of the grain inside it, and those that it lies in."""
    whole, some = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    if held:
        inside = Q(ancestor__in=held, descendant__in=codes) | Q(ancestor__in=codes, descendant__in=held)
        pairs = AreaInside.objects.filter(inside, valid_on(on))
        for up, down in pairs.values_list("ancestor_id", "descendant_id"):
            if up in held and down in codes:
                whole[up].add(down)
            if down in held and up in codes:
                some[down].add(up)
    return whole, some


def _stated(scope: Scope, since: date, at: datetime) -> dict[tuple[str, str], int]:
    start = datetime(since.year, since.month, since.day, tzinfo=LOCAL)
    found = needs(scope).filter(stated_at__gte=start, stated_at__lte=at).exclude(category="")
    rows = found.order_by().values_list("category", "area").annotate(times=Count("pk"))
    return {(category, area): times for category, area, times in rows}


def _holders(codes: set[str], below: set[str], *, on: date) -> Areas:
    held = defaultdict[str, set[str]](set)
    pairs = AreaInside.objects.filter(valid_on(on), ancestor__in=codes, descendant__in=below)
    for up, down in pairs.values_list("ancestor_id", "descendant_id"):
        held[down].add(up)
    return held


def _lifted(counts: dict[tuple[str, str], int], over: Areas) -> dict[tuple[str, str], int]:
    """Add counts of lower areas up to the areas of the grain that hold them."""
    found = defaultdict[tuple[str, str], int](int)
    for (category, area), times in counts.items():
        for holder in over.get(area, ()):
            found[category, holder] += times
    return found
