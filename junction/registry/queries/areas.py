"""Where things are: areas and their names are open to all; what they hold is guarded where it is read."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Area, AreaInside, AreaLink, AreaName, valid_on
from junction.registry.rules.areas import AreaIndex, Match, NamedArea, is_gss_code

# Nearly every page asks these; as query sets they take longer to build than to answer.
HOLDS = " AND i.valid_from <= %s AND (i.valid_until IS NULL OR i.valid_until > %s)"
INSIDE_EVER = "SELECT i.descendant_id FROM registry_areainside i WHERE i.ancestor_id = ANY(%s)"
INSIDE_ON = INSIDE_EVER + HOLDS
HOLDERS = (
    "SELECT i.descendant_id, i.ancestor_id FROM registry_areainside i"
    " JOIN registry_area a ON a.code = i.ancestor_id AND a.kind = %s WHERE i.descendant_id = ANY(%s)"
)
UPPER = (
    "SELECT i.child_id, i.parent_id FROM registry_arealink i WHERE i.child_id = ANY(%s) AND i.kind = 'upper'"
)


def areas(scope: Scope, *, kind: str = "", on: date | None = None) -> QuerySet[Area]:
    """Return areas by name: of one kind, and as they were on a day, when asked."""
    found = Area.objects.filter(kind=kind) if kind else Area.objects.all()
    return found.filter(valid_on(on, start="started_on", end="ended_on")) if on else found


def area(scope: Scope, code: str) -> Area | None:
    """Return one area by its code."""
    return Area.objects.filter(code=code).first()


def area_index() -> AreaIndex:
    """Return every area and name, to resolve many texts with two statements."""
    names: dict[str, list[str]] = defaultdict(list)
    for code, name in AreaName.objects.values_list("area_id", "name"):
        names[code].append(name)
    rows = Area.objects.values_list("code", "kind", "name", "started_on", "ended_on")
    return AreaIndex.build((NamedArea(*row) for row in rows), names)


def area_match(text: str, *, on: date | None = None, kinds: Iterable[str] = ()) -> Match:
    """Return the code `text` means, or what else it might have meant (three names at most)."""
    if is_gss_code(text):
        code = text.strip().upper()
        return Match(code=code if Area.objects.filter(code=code).exists() else None)
    return area_index().resolve(text, on=on, kinds=frozenset(kinds))


def resolve_area(text: str, *, on: date | None = None, kinds: Iterable[str] = ()) -> Area | None:
    """Return the area a code or a name means (on a day), or None: unknown and ambiguous alike."""
    match = area_match(text, on=on, kinds=kinds)
    return Area.objects.get(code=match.code) if match.code else None


def inside(codes: Iterable[str], *, on: date | None = None) -> frozenset[str]:
    """Return the codes of the areas and of all inside them on a day (ever, when no day is given)."""
    rows = _read(INSIDE_ON, [list(codes), on, on]) if on else _read(INSIDE_EVER, [list(codes)])
    return frozenset(code for (code,) in rows)


def _read(sql: str, values: list[Any]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def children(scope: Scope, code: str, kind: str = "", *, on: date | None = None) -> QuerySet[Area]:
    """Return areas inside `code` (not itself), of one kind and alive on a day when asked, by name."""
    held = AreaInside.objects.filter(ancestor_id=code).exclude(descendant_id=code)
    return areas(scope, kind=kind, on=on).filter(
        code__in=(held.filter(valid_on(on)) if on else held).values("descendant_id")
    )


def ancestors(scope: Scope, code: str, *, on: date | None = None) -> QuerySet[Area]:
    """Return the areas `code` lies in (not itself) on a day, by name."""
    held = AreaInside.objects.filter(descendant_id=code).exclude(ancestor_id=code)
    return areas(scope, on=on).filter(
        code__in=(held.filter(valid_on(on)) if on else held).values("ancestor_id")
    )


def parents(scope: Scope, code: str, *, kind: str = "", on: date | None = None) -> QuerySet[AreaLink]:
    """Return the direct links upwards with their shares and dates, the largest share first."""
    links = (
        AreaLink.objects.filter(child_id=code)
        .select_related("parent")
        .order_by("kind", "-share", "parent_id")
    )
    links = links.filter(kind=kind) if kind else links
    return links.filter(valid_on(on)) if on else links


def upper_tiers(codes: Iterable[str], *, on: date | None = None) -> dict[str, str]:
    """Return the council responsible for social care for each lowest-tier code: its county, or itself."""
    wanted = list(codes)
    when, days = (HOLDS, [on, on]) if on else ("", [])
    links: list[Any] = _read(UPPER + when + " ORDER BY i.valid_from", [wanted, *days])
    found: dict[str, str] = dict(links)
    return {code: found.get(code, code) for code in wanted}


def holders(codes: Iterable[str], kind: str, *, on: date) -> dict[str, list[str]]:
    """Return the areas of one kind that each of these lies in on a day; several where a council is split."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, holder in _read(HOLDERS + HOLDS + " ORDER BY i.ancestor_id", [kind, list(codes), on, on]):
        found[code].append(holder)
    return dict(found)


def topmost(codes: Iterable[str]) -> QuerySet[Area]:
    """Return those of these areas that lie in no other of them, by name."""
    wanted = list(codes)
    held = AreaInside.objects.filter(ancestor_id__in=wanted).exclude(ancestor_id=F("descendant_id"))
    return Area.objects.filter(code__in=wanted).exclude(code__in=held.values("descendant_id"))
