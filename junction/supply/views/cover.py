"""Cover: how long equipment lasts in an area and at its places, who runs out soon first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.charts import Bar, BarChart, bar_chart
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.tilemap import MapArea, MapView, map_view
from junction.core.pages.words import short_day
from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.returns.queries.wholes import Whole, whole_of

from ..queries import demand as queries
from ..queries.allocation import DECIDE, settled_runs
from ..queries.demand import AreaLine, Demand, Kept, Line
from ..rules.demand import limits_on

PLACES_AT_ONCE = ("", "region", "lrf", "icb", "county", "unitary", "district")  # not the whole nation
WIDER = ("country", "region", "lrf", "icb", "")


@dataclass(frozen=True)
class Asked:
    """What the page was asked for."""

    scope: Scope
    moment: Moment
    whole: Whole
    by: str  # "council" or "place"
    item: str

    def href(self, **change: str) -> str:
        """The address of this page with something changed, at the same moment."""
        kept = {"area": self.whole.code, "by": self.by, "item": self.item} | change
        return self.moment.keep("?" + urlencode({key: value for key, value in kept.items() if value}))

    @cached_property
    def kept(self) -> Kept:
        items = queries.counted_items(self.scope)
        return queries.kept_demand(
            self.scope, items, now=self.moment.now, on=self.moment.day, as_at=self.moment.as_at,
            area_code=self.whole.code,
        )  # fmt: skip

    @property
    def demand(self) -> Demand:
        return self.kept.demand


@needs("supply.see")
@require_safe
def cover(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Show how long equipment lasts, by council or by place."""
    asked = asked_for(request)
    rows: list[Any]
    if asked.by == "council":
        rows, names = councils(asked)
        table, drawn = council_table(asked, names), map_of(asked, rows, names) if len(rows) > 1 else None
    else:
        rows, drawn = list(queries.first_out(asked.demand, item=asked.item)), None
        table = place_table(asked)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    context = {
        "asked": asked,
        "moment": asked.moment,
        "worked_out_at": asked.kept.at if asked.kept.at < asked.moment.now else None,
        "total": queries.whole(asked.demand, item=asked.item),
        "limits": limits_on(asked.moment.day),
        "staffing": asked.demand.staffing,
        "chart": chart_of(asked),
        "map": drawn,
        "table": table.view(rows, request.GET),
        "items": [("The item that runs out first", asked.href(item=""), not asked.item)]
        + [(each.name, asked.href(item=each.code), each.code == asked.item) for each in asked.demand.items],
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


def asked_for(request: HttpRequest) -> Asked:
    """Read the address; an area that is not there or out of reach is not found."""
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    scope = actor_of(request).scope
    whole = whole_of(scope, request.GET.get("area", ""), on=moment.day)
    if whole is None:
        raise Http404
    allowed = ["council"] if whole.kind in WIDER and not scope.reach(queries.SEE).places else []
    allowed += ["place"] if whole.kind in PLACES_AT_ONCE or not allowed else []
    by = request.GET.get("by", "")
    return Asked(scope, moment, whole, by if by in allowed else allowed[0], request.GET.get("item", ""))


def councils(asked: Asked) -> tuple[list[AreaLine], Mapping[str, Any]]:
    """Return the councils responsible for social care with their places counted, and the areas by code."""
    lowest = {code for code in asked.demand.places.lowest if code}
    upper = registry.upper_tiers(lowest, on=asked.moment.day)
    groups = {code: [council] for code, council in upper.items()}
    names = {area.code: area for area in registry.areas(asked.scope).filter(code__in=set(upper.values()))}
    return queries.by_area(asked.demand, groups, item=asked.item), names


def council_table(asked: Asked, names: Mapping[str, Any]) -> DataTable:
    """One row for each council, those with most places about to run out first."""

    def name(row: AreaLine) -> str:
        return names[row.code].name if row.code in names else "Area not known"

    def link(row: AreaLine) -> Any:
        if row.code not in names:
            return name(row)
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>', asked.href(area=row.code, by="place"), name(row)
        )

    limits = asked.demand.limits
    counts = (
        ("soon", f"Out within {limits.soon_words}", lambda row: row.soon),
        ("short", f"Out within {limits.short_words}", lambda row: row.short),
        ("known", "Cover known", lambda row: row.known),
        ("places", "Places", lambda row: row.places),
    )
    columns = (Column(key, heading, cell, sort=cell, numeric=True) for key, heading, cell in counts)
    return DataTable(
        name="", caption="Cover by council", default_sort="-soon", page_size=200,
        columns=(Column("name", "Council", link, sort=name, export=name), *columns),
        empty="There is no place here.",
    )  # fmt: skip


def place_table(asked: Asked) -> DataTable:
    """One row for each place, what runs out first on top."""

    def name(row: Line) -> Any:
        href = asked.moment.keep(reverse("supply:cover-of-place", args=[row.place_id]))
        return format_html('<a class="govuk-link" href="{}">{}</a>', href, row.name)

    limits = asked.demand.limits
    within = {"soon": limits.out_soon_days, "short": limits.short_days}
    spans = [("soon", f"Within {limits.soon_words}"), ("short", f"Within {limits.short_words}"),
             ("unknown", "Not known")]  # fmt: skip
    return DataTable(
        name="",
        caption="Cover by place",
        default_sort="days",
        columns=(
            Column("name", "Place", name, sort=lambda row: row.name, export=lambda row: row.name),
            Column("days", "Days of cover", shown_days, sort=lambda row: row.days, numeric=True, export=days),
            Column("out", "Runs out by", lambda row: row.out_on and short_day(row.out_on),
                   sort=lambda row: row.out_on, export=lambda row: row.out_on),
            Column("item", "Item", lambda row: row.item.name, sort=lambda row: row.item.name),
            Column("stock", "In stock", lambda row: row.stock, sort=lambda row: row.stock, numeric=True),
            Column("use", "Used a day", lambda row: row.use and round(row.use, 1), sort=lambda row: row.use,
                   numeric=True),
            Column("basis", "Use rests on", lambda row: row.use_words, sort=lambda row: row.basis),
            Column("coming", "On its way", lambda row: row.coming, sort=lambda row: row.coming, numeric=True),
            Column("flags", "To look at", lambda row: "; ".join(row.flags) or "Nothing",
                   sort=lambda row: len(row.flags)),
        ),
        filters=(
            Filter("within", "Runs out", spans,
                   lambda rows, value: [row for row in rows if (row.days is None if value == "unknown"
                                        else row.days is not None and row.days < within[value])]),
            Filter("flagged", "To look at", [("yes", "Only what is flagged")],
                   lambda rows, value: [row for row in rows if row.flags]),
        ),
        empty="No place here.",
    )  # fmt: skip


def days(row: Line) -> float | None:
    """Days of cover for a file; empty where nothing is used."""
    return None if row.days is None or row.never_runs_out else round(row.days, 2)


def shown_days(row: Line) -> Any:
    """Days of cover in a cell."""
    return "None is used" if row.never_runs_out else days(row) if row.days is None else round(row.days, 1)


def runs_out_soon(line: Line, moment: Moment) -> bool:
    """Tell whether a line runs out soon."""
    return line.days is not None and line.days < limits_on(moment.day).out_soon_days


def chart_of(asked: Asked) -> BarChart | None:
    """How many places are covered for how long."""
    if not len(asked.demand):
        return None
    bars = [Bar(words, (count,)) for words, count in queries.bands(asked.demand, item=asked.item)]
    return bar_chart("cover", "Places by days of cover", bars, parts=("Places",), unit="places")


def map_of(asked: Asked, rows: Sequence[AreaLine], names: Mapping[str, Any]) -> MapView:
    """Councils by the places that run out soon."""
    limits = asked.demand.limits
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
