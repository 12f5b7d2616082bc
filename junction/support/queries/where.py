"""Which council a postcode lies in: by the register of postcodes where it was imported, else by the places of
care that share its outward half. Where about that is, always by the latter.

Homes stand nearly everywhere, so the mean of those of the
same district is near enough to find who is close by, and too coarse to find a door.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Func, TextField, Value

from junction.core.scope import Scope
from junction.registry.models import Area, Place
from junction.registry.queries import areas
from junction.registry.queries.postcodes import lies

from ..rules.where import outward_of, postcode_of

COUNCILS = (Area.Kind.COUNTY, Area.Kind.UNITARY, Area.Kind.DISTRICT)


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
class Council:
    """The council a postcode lies in, and whether that is certain; "" where it is not known."""

    code: str
    is_certain: bool


def council_at(scope: Scope, written: str, *, on: date) -> Council:
    """Return the council of a postcode as the register says, else that to which most homes of its outward
    half answer; that half alone serves too.
    """
    postcode, half = postcode_of(written), outward_of(written)
    if known := lies(scope, [postcode], on=on).get(postcode):
        return Council(known.council, is_certain=True)
    found = districts(scope, [half]).get(half)
    return Council(found.councils[0] if found and found.councils else "", is_certain=False)
