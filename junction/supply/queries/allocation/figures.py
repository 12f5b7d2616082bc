"""A run in figures for its page: how full claims are, where, and how many are given nothing and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, F, FloatField, Q, Sum
from django.db.models.functions import Cast, Coalesce

from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Area

from ...models import AllocationRun
from ...rules.demand import limits_on
from .lines import FINAL, lines

ALL = "All or more"


@dataclass(frozen=True, slots=True)
class AreaFill:
    """What the recipients of one area claim and are given, over all items, in packs."""

    area: Area
    recipients: int
    nothing: int  # lines that claim and are given nothing
    fill: float  # mean part of a claim that is given


def fill_bands(scope: Scope, run: AllocationRun) -> list[tuple[str, int]]:
    """Return how many claims are met how far; one statement."""
    claiming = lines(scope, run).filter(claim__gt=0).annotate(fill=Cast(FINAL, FloatField()) / F("claim"))
    edges = [0.0, *limits_on(run.on).fill_edges, 1.0]
    within = {
        f"band{number}": Count("pk", filter=Q(fill__gt=low, fill__lte=high) & Q(fill__lt=1))
        for number, (low, high) in enumerate(pairwise(edges))
    }  # what is met in full counts there and not in the band below
    found = claiming.order_by().aggregate(
        **within, nothing=Count("pk", filter=Q(fill=0)), all=Count("pk", filter=Q(fill__gte=1))
    )
    names = [f"Up to {edge:.0%}" for edge in edges[1:-1]] + ["More, but not all"]
    counted = [(words, found[f"band{number}"]) for number, words in enumerate(names)]
    return [("Nothing", found["nothing"]), *counted, (ALL, found["all"])]


def unserved(scope: Scope, run: AllocationRun) -> list[tuple[str, int]]:
    """Return the areas whose places lack something and that no store of a forum serves, and how many lack."""
    counts: dict[str, int] = run.summary.get("unserved", {})
    if not counts or not lines(scope, run).exists():
        return []
    names = dict(registry.areas(scope).filter(code__in=counts).values_list("code", "name"))
    return sorted((names.get(code, "No area known"), count) for code, count in counts.items())


def area_fills(scope: Scope, run: AllocationRun) -> list[AreaFill]:
    """Return the areas of a run: councils, or the forums that a drop goes to."""
    claiming = lines(scope, run).filter(claim__gt=0).order_by()
    where = Coalesce("to_depot__area_id", "place__area_id", "place__council_id")
    rows = list(
        claiming.annotate(lies_in=where, fill=Cast(FINAL, FloatField()) / F("claim"))
        .values("lies_in")
        .annotate(
            n=Count("pk"),
            recipients=Count("place", distinct=True) + Count("to_depot", distinct=True),
            nothing=Count("pk", filter=Q(packs=0)),
            fills=Sum("fill"),
        )
    )
    upper = registry.upper_tiers([row["lies_in"] for row in rows if row["lies_in"]], on=run.on)
    areas = {area.code: area for area in registry.areas(scope).filter(code__in=set(upper.values()))}
    added: dict[str, list[float]] = {}
    for row in rows:
        if row["lies_in"]:
            so_far = added.get(upper[row["lies_in"]], [0.0] * 4)
            more = (row["n"], row["recipients"], row["nothing"], row["fills"])
            added[upper[row["lies_in"]]] = [one + float(two) for one, two in zip(so_far, more, strict=True)]
    return list(_as_fills(areas, added))


def _as_fills(areas: dict[str, Area], added: dict[str, list[float]]) -> Iterator[AreaFill]:
    for code, (count, recipients, nothing, fills) in added.items():
        if code in areas:
            yield AreaFill(areas[code], int(recipients), int(nothing), fills / count)
