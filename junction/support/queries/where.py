"""Where a postcode is. The register of postcodes tells it where it was imported; else what is known to lie
near: places of care, which stand nearly everywhere, and services of the directory.

`near` is for people: the council, and about where, from no more than the outward half and never the door.
`whereabouts` is for services and for whoever looks for one: as near as is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, F, Func, TextField, Value

from junction.core.scope import Scope
from junction.registry.models import Area, Place
from junction.registry.queries import areas
from junction.registry.queries.postcodes import Lies, lies

from ..rules.where import coarse, outward_of, postcode_of

# Whom a need is stated to: every kind of local authority in the registry; by law, so no rule of a playbook.
COUNCILS = (Area.Kind.COUNTY, Area.Kind.UNITARY, Area.Kind.DISTRICT)
BEARERS = """
WITH known AS (
    SELECT latitude, longitude, council_id FROM registry_place
    WHERE postcode LIKE %(like)s AND latitude IS NOT NULL
    UNION ALL
    SELECT latitude, longitude, NULL FROM support_location
    WHERE postcode LIKE %(like)s AND latitude IS NOT NULL
)
SELECT avg(latitude), avg(longitude), mode() WITHIN GROUP (ORDER BY council_id) FROM known
"""


@dataclass(frozen=True, slots=True)
class District:
    """An outward half: the councils its homes answer to, most homes first, and their middle."""

    councils: tuple[str, ...]
    longitude: float | None
    latitude: float | None


def districts(scope: Scope, outwards: Iterable[str]) -> dict[str, District]:
    """Return what is known of these outward halves, in one statement. Public facts: any scope may ask."""
    wanted = {one for one in outwards if one}
    if not wanted:
        return {}
    found = Place.objects.filter(merged_into__isnull=True).exclude(postcode="")
    half = Func(F("postcode"), Value(" "), Value(1), function="split_part", output_field=TextField())
    rows = (
        found.order_by()
        .annotate(half=half)
        .filter(half__in=wanted)
        .values("half", code=F("council_id"), lower=F("area_id"))
        .annotate(homes=Count("pk"), x=Avg("longitude"), y=Avg("latitude"))
    )
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["half"], []).append(dict(row))
    return {half: _district(rows) for half, rows in grouped.items()}


def _district(rows: list[dict[str, Any]]) -> District:
    most = sorted(rows, key=lambda row: (-row["homes"], row["code"] or ""))
    placed = [row for row in most if row["x"] is not None and row["y"] is not None]
    weight = sum(row["homes"] for row in placed)
    councils = dict.fromkeys(row["code"] or row["lower"] for row in most if row["code"] or row["lower"])
    if not weight:
        return District(tuple(councils), None, None)
    return District(
        tuple(councils),
        sum(row["x"] * row["homes"] for row in placed) / weight,
        sum(row["y"] * row["homes"] for row in placed) / weight,
    )


def councils(scope: Scope, *, on: date) -> list[tuple[str, str]]:
    """Return the councils of a day by name, to choose from; where there are two tiers, the upper one."""
    living = areas(scope, on=on).filter(kind__in=(Area.Kind.COUNTY, Area.Kind.UNITARY)).order_by("name")
    return list(living.values_list("code", "name"))


@dataclass(frozen=True, slots=True)
class Near:
    """The council a postcode lies in ("" where it is not known), whether that is certain, and about where."""

    council: str
    is_certain: bool
    longitude: float | None
    latitude: float | None


def near(scope: Scope, written: Iterable[str], *, on: date) -> dict[str, Near]:
    """Return the council and about where, for each of these postcodes or outward halves as they were typed:
    as the register says, else the council of the day to which most homes of the outward half answer.
    """
    typed = {one for one in written if outward_of(one)}
    if not typed:
        return {}
    known = lies(scope, {postcode_of(one) for one in typed}, on=on)
    around = districts(scope, {outward_of(one) for one in typed})
    named = {code for one in around.values() for code in one.councils}
    living = areas(scope, on=on).filter(kind__in=COUNCILS, pk__in=named).values_list("pk", flat=True)
    alive = frozenset(living) if named else frozenset()
    return {one: _near(known.get(postcode_of(one)), around.get(outward_of(one)), alive) for one in typed}


def _near(known: Lies | None, around: District | None, alive: frozenset[str]) -> Near:
    """Of the middle of a district, and of a postcode's own square where no home lies in its district."""
    first = next((code for code in around.councils if code in alive), "") if around else ""
    council, is_certain = (known.council, True) if known else (first, False)
    if around and around.longitude is not None:
        return Near(council, is_certain, around.longitude, around.latitude)
    if known is None or known.longitude is None or known.latitude is None:
        return Near(council, is_certain, None, None)
    return Near(council, is_certain, *coarse(known.longitude, known.latitude))


def council_at(scope: Scope, written: str, *, on: date) -> Near:
    """Return what `near` says of one postcode or outward half."""
    return near(scope, [written], on=on).get(written, Near("", False, None, None))


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A point, the council around it where known, and whether it is of this very postcode."""

    postcode: str
    latitude: float
    longitude: float
    council: str
    is_exact: bool


def whereabouts(scope: Scope, text: str, *, on: date) -> Whereabouts | None:
    """Return where a postcode is: by the register, else the middle of what bears it, else of its sector, else
    of its district; None when it is none, or nothing near it is known.
    """
    code = postcode_of(text)
    if not code:
        return None
    known = lies(scope, [code], on=on).get(code)
    if known and known.latitude is not None and known.longitude is not None:
        return Whereabouts(code, known.latitude, known.longitude, known.council, is_exact=True)
    outward, _, inward = code.partition(" ")
    for like in (code, f"{outward} {inward[:1]}%", f"{outward} %"):
        with connection.cursor() as cursor:
            cursor.execute(BEARERS, {"like": like})
            latitude, longitude, council = cursor.fetchone()
        if latitude is not None:
            council = council or council_at(scope, code, on=on).council
            return Whereabouts(code, latitude, longitude, council, like == code)
    return None
