"""Cover: how long equipment lasts in an area and at its places, who runs out soon first."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.charts import Bar, BarChart, bar_chart
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.tilemap import MapArea, MapView, map_view
from junction.registry import queries as registry

from ..queries import demand as queries
from ..queries.allocation import DECIDE, settled_runs
from ..queries.demand import AreaLine, Line
from ..rules.demand import limits_on
from .cover_asked import PLACES_AT_ONCE, WIDER, Asked, asked_for
from .cover_tables import council_table, place_table


@needs("supply.see")
@require_safe
def cover(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Show how long equipment lasts, by council or by place."""
    asked = asked_for(request)
    figures = asked.figures
    rows: list[Any]
    if asked.by == "council":
        rows, names = councils(asked)
        table, drawn = council_table(asked, names), map_of(asked, rows, names) if len(rows) > 1 else None
    else:
        rows, drawn = list(queries.first_out(asked.kept.demand, item=asked.item)), None
        table = place_table(asked)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    context = {
        "asked": asked,
        "moment": asked.moment,
        "worked_out_at": figures.at if figures.at < asked.moment.now else None,
        "total": queries.whole(figures.sums, item=asked.item),
        "limits": limits_on(asked.moment.day),
        "staffing": figures.staffing,
        "chart": chart_of(asked),
        "map": drawn,
        "table": table.view(rows, request.GET),
        "items": [("The item that runs out first", asked.href(item=""), not asked.item)]
        + [(each.name, asked.href(item=each.code), each.code == asked.item) for each in figures.items],
        "breakdowns": breakdowns(asked),
        "breadcrumbs": list(breadcrumbs(asked)),
    }
    return render(request, "supply/cover.html", context)


@needs("supply.see")
@require_safe
def cover_of_place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Show every item of one place: what it has and uses, on what that rests, and how long it lasts."""
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    scope = actor_of(request).scope
    try:
        place = registry.place(scope, place_id, permission=queries.SEE)
    except ObjectDoesNotExist as nothing:
        raise Http404 from nothing
    items = queries.counted_items(scope)
    found = queries.demand_of(
        scope, items, now=moment.now, on=moment.day, as_at=moment.as_at, only=[place.pk]
    )
    lines = queries.items_of(found) if len(found) else []
    context = {
        "place": place,
        "moment": moment,
        "lines": lines,
        "limits": limits_on(moment.day),
        "staffing": found.staffing,
        "soon": [line for line in lines if runs_out_soon(line, moment)],
        "runs": settled_runs(scope, place.pk),
        "may_issue": registry.places(scope, permission=DECIDE).filter(pk=place.pk).exists(),
        "breadcrumbs": [
            ("Home", "/"), ("Supplies", reverse("supply:home")),
            ("Cover", moment.keep(reverse("supply:cover"))), (place.name, ""),
        ],
    }  # fmt: skip
    return render(request, "supply/cover_of_place.html", context)


def councils(asked: Asked) -> tuple[list[AreaLine], Mapping[str, Any]]:
    """Return the councils responsible for social care with their places counted, and the areas by code."""
    lowest = {code for code in asked.figures.sums.areas if code}
    upper = registry.upper_tiers(lowest, on=asked.moment.day)
    groups = {code: [council] for code, council in upper.items()}
    names = {area.code: area for area in registry.areas(asked.scope).filter(code__in=set(upper.values()))}
    return queries.by_area(asked.figures.sums, groups, item=asked.item), names


def runs_out_soon(line: Line, moment: Moment) -> bool:
    """Tell whether a line runs out soon."""
    return line.days is not None and line.days < limits_on(moment.day).out_soon_days


def chart_of(asked: Asked) -> BarChart | None:
    """How many places are covered for how long."""
    figures = asked.figures
    if not figures.sums.places:
        return None
    found = queries.bands(figures.sums, figures.limits, item=asked.item)
    bars = [Bar(words, (count,)) for words, count in found]
    return bar_chart("cover", "Places by days of cover", bars, parts=("Places",), unit="places")


def map_of(asked: Asked, rows: Sequence[AreaLine], names: Mapping[str, Any]) -> MapView:
    """Councils by the places that run out soon."""
    limits = asked.figures.limits
    areas = [
        MapArea(
            code=row.code,
            name=names[row.code].name,
            place=(area.longitude, area.latitude)
            if (area := names[row.code]).longitude is not None
            else None,
            value=f"{row.soon}" if row.known else "Not known",
            status=status_of(row, limits.map_red_part),
            href=asked.href(area=row.code, by="place"),
        )
        for row in rows
        if row.code in names
    ]
    soon = limits.soon_words
    return map_view("map", f"Places that run out within {soon}", areas, measure=f"Places out within {soon}")


def status_of(row: AreaLine, red_part: float) -> str:
    """The status of a council: unknown is never green."""
    if row.part_soon is None:
        return "unknown"
    return "red" if row.part_soon >= red_part else "amber" if row.soon else "green"


def breakdowns(asked: Asked) -> list[tuple[str, str, bool]]:
    """The ways to break it down that there are, the chosen one marked."""
    if asked.whole.kind not in WIDER or asked.whole.kind not in PLACES_AT_ONCE:
        return []
    if asked.scope.reach(queries.SEE).places:
        return []
    ways = (("By council", "council"), ("By place", "place"))
    return [(text, asked.href(by=by), by == asked.by) for text, by in ways]


def breadcrumbs(asked: Asked) -> list[tuple[str, str]]:
    """The way down from all that somebody sees to this area."""
    found = [("Home", "/"), ("Supplies", reverse("supply:home"))]
    found.append(("Cover", asked.href(area="", by="") if asked.whole.code else ""))
    found += [
        (area.name, asked.href(area=area.code, by="")) for area in asked.whole.above if area.kind != "country"
    ]
    if asked.whole.code and asked.whole.area:
        found.append((asked.whole.area.name, ""))
    return found
