"""A page of figures over many places, whether they are an area's or a group's: tiles, map, trends, breakdown.

What differs is said by a `Whole`: its name, its address, what it may be broken down by, and where its rows
come from. So an area and a group show the same figures in the same order, with the same links through time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from junction.core.pages import render
from junction.core.pages.charts import LineChart, Series, line_chart
from junction.core.pages.moment import Moment
from junction.returns.queries import Trend
from junction.returns.queries.place_rows import PlaceRow

from .. import queries
from ..rules.layout import Layout, layouts
from ..rules.levels import BREAKDOWNS, breakdown_of
from ..rules.words import known_by_day
from . import figures
from .furniture import breakdown_words, moment_of, picture_href, question_set_of
from .places import places_table


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a picture was asked for: which returns, at which moment, broken down by what."""

    question_set: str
    breakdown: str
    moment: Moment
    map: str

    @property
    def when(self) -> dict[str, Any]:
        return {"on": self.moment.day, "as_at": self.moment.as_at}

    @property
    def kept(self) -> dict[str, str]:
        """What links to other pictures keep; what is shown first needs no word in the address."""
        first = next(iter(layouts(self.moment.day)))
        return {"set": self.question_set if self.question_set != first else ""}


@dataclass(frozen=True, slots=True)
class Whole:
    """What a picture is of, and how to read it."""

    name: str
    caption: str
    kind: str  # of area, or "group"
    path: str
    breadcrumbs: Callable[[Asked], list[tuple[str, str]]]
    picture: Callable[[Asked], queries.AreaPicture]
    places: Callable[[Asked], list[PlaceRow]]
    trends: Callable[[Asked, Layout], Trend]
    said: Callable[[Asked], dict[str, Any]] = lambda asked: {}  # what was said around it; of a group nothing


def asked_of(request: HttpRequest, kind: str) -> Asked:
    """Read the address; what is not a moment is refused, what else is unknown falls back to the first."""
    moment = moment_of(request)
    return Asked(
        question_set=question_set_of(request, moment.day),
        breakdown=breakdown_of(kind, request.GET.get("by", "")),
        moment=moment,
        map=request.GET.get("map", ""),
    )


def picture_page(request: HttpRequest, whole: Whole) -> HttpResponseBase:
    """Answer with the picture of a whole, or with its breakdown as a file."""
    asked = asked_of(request, whole.kind)
    picture = whole.picture(asked)
    if asked.breakdown == "place":
        rows: list[Any] = whole.places(asked)
        caption = f"{picture.layout.title}: {whole.name}"
        table = places_table(rows, caption=caption, moment=asked.moment)
    else:
        rows, heading = list(picture.parts), breakdown_words(asked.breakdown)
        table = figures.parts_table(picture, heading=heading, moment=asked.moment, kept=asked.kept)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    context = context_of(whole, asked, picture) | {"table": table.view(rows, request.GET)}
    return render(request, "oversight/picture.html", context)


def context_of(whole: Whole, asked: Asked, picture: queries.AreaPicture) -> dict[str, Any]:
    """What the page shows of the whole, and the other ways to look at it."""
    moment = asked.moment
    return {
        "whole": whole,
        "picture": picture,
        "moment": moment,
        "breadcrumbs": whole.breadcrumbs(asked),
        "headlines": figures.tiles(picture, moment=moment),
        "equipment": figures.equipment(picture, on=moment.day),
        "cover_href": cover_href(whole, asked),
        "map": chosen_map(asked, picture),
        "maps": map_links(whole, asked, picture),
        "trends": trends_of(whole, asked, picture) if picture.whole.places else [],
        "sets": set_links(whole, asked),
        "breakdowns": breakdown_links(whole, asked),
        **whole.said(asked),
    }


def cover_href(whole: Whole, asked: Asked) -> str:
    """Where it is shown how long equipment lasts at each place of the whole."""
    code = "" if whole.kind == "group" else whole.path.rstrip("/").rpartition("/")[2]
    return picture_href(reverse("supply:cover"), asked.moment, area=code)


def set_links(whole: Whole, asked: Asked) -> list[dict[str, object]]:
    """The question sets that can be looked at, the chosen one marked."""
    return [
        {
            "text": layout.title,
            "href": picture_href(whole.path, asked.moment, set=name),
            "is_chosen": name == asked.question_set,
        }
        for name, layout in layouts(asked.moment.day).items()
    ]


def breakdown_links(whole: Whole, asked: Asked) -> list[dict[str, object]]:
    return [
        {
            "text": breakdown_words(kind),
            "href": picture_href(whole.path, asked.moment, **asked.kept, by=kind) + "#parts",
            "is_chosen": kind == asked.breakdown,
        }
        for kind in BREAKDOWNS[whole.kind]
    ]


def chosen_map(asked: Asked, picture: queries.AreaPicture) -> Any:
    """The map by the indicator asked for, or the first; none for a single area."""
    code = map_code(asked, picture)
    if len(picture.councils) < 2 or code not in picture.indicators:
        return None
    return figures.area_map(picture, picture.indicators[code], moment=asked.moment, kept=asked.kept)


def map_code(asked: Asked, picture: queries.AreaPicture) -> str:
    return asked.map if asked.map in picture.layout.maps else picture.layout.maps[0]


def map_links(whole: Whole, asked: Asked, picture: queries.AreaPicture) -> list[dict[str, object]]:
    kept = asked.kept | {"by": asked.breakdown if asked.breakdown != BREAKDOWNS[whole.kind][0] else ""}
    return [
        {
            "text": picture.indicators[code].name,
            "href": picture_href(whole.path, asked.moment, **kept, map=code) + "#map",
            "is_chosen": code == map_code(asked, picture),
        }
        for code in picture.layout.maps
        if code in picture.indicators
    ]


def trends_of(whole: Whole, asked: Asked, picture: queries.AreaPicture) -> list[LineChart]:
    """The charts of a picture; until its day is due, what has come in for it is no fall."""
    is_open = figures.due_yet(picture, moment=asked.moment) is not None
    return trend_charts(whole.trends(asked, picture.layout), open_from=asked.moment.day if is_open else None)


def trend_charts(trend: Trend, *, open_from: date | None) -> list[LineChart]:
    """A chart for each indicator that is known on more than one day of these weeks."""
    drawn = []
    for code, values in trend.values.items():
        indicator, by_day = trend.indicators[code], known_by_day(trend.days, values)
        if sum(value is not None for value in by_day.values()) > 1:
            series = [Series(indicator.name, by_day, open_from)]
            drawn.append(line_chart(f"trend-{code}", indicator.name, series, unit=indicator.unit))
    return drawn
