"""The picture of an area, at any moment: figures, what they break down to, a map, and the same as CSV."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.doors import needs
from junction.core.pages.moment import Moment
from junction.returns.queries.place_rows import place_rows

from .. import queries
from ..rules.layout import layouts
from ..rules.levels import BREAKDOWNS, breakdown_of
from . import figures
from .furniture import area_href, breakdown_words, moment_of, question_set_of
from .places import places_table

if TYPE_CHECKING:
    from junction.registry.models import Area

SEE = "oversight.see"


@needs(SEE)
@require_safe
def my_areas(request: HttpRequest) -> HttpResponseBase:
    """Go to the picture of one's own area; choose where there are several."""
    areas = queries.home_areas(request.actor.scope)  # type: ignore[attr-defined]
    if len(areas) == 1:
        return redirect("oversight:area-picture", areas[0].code)
    return render(request, "oversight/my_areas.html", {"areas": areas})


@needs(SEE)
@require_safe
def area_picture(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the picture of an area."""
    scope = request.actor.scope  # type: ignore[attr-defined]
    area = queries.visible_area(scope, code)
    if area is None:
        raise Http404
    moment = moment_of(request)
    question_set = question_set_of(request, moment.day)
    breakdown = breakdown_of(area.kind, request.GET.get("by", ""))
    picture = queries.area_picture(
        scope, code, question_set=question_set, breakdown=breakdown, on=moment.day, as_at=moment.as_at
    )
    kept = {"set": question_set if question_set != next(iter(layouts(moment.day))) else ""}
    if breakdown == "place":
        rows: list[Any] = place_rows(
            scope, question_set=question_set, area_code=code, on=moment.day, as_at=moment.as_at
        )
        table = places_table(rows, caption=f"{picture.layout.title} of {area.name}", moment=moment)
    else:
        rows = list(picture.parts)
        table = figures.parts_table(picture, heading=breakdown_words(breakdown), moment=moment, kept=kept)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    context = context_of(request, area, picture, moment, kept) | {
        "breakdowns": breakdown_links(area, moment, kept, breakdown),
        "sets": set_links(code, moment, question_set),
        "table": table.view(rows, request.GET),
    }
    return render(request, "oversight/area_picture.html", context)


def context_of(
    request: HttpRequest, area: "Area", picture: queries.AreaPicture, moment: Moment, kept: dict[str, str]
) -> dict[str, Any]:
    """What the page shows of the whole area."""
    return {
        "area": area,
        "picture": picture,
        "moment": moment,
        "breadcrumbs": breadcrumbs(request, area, moment, kept),
        "headlines": figures.tiles(picture, moment=moment),
        "equipment": figures.equipment(picture, on=moment.day),
        "map": chosen_map(request, picture, moment, kept),
        "maps": map_links(request, area, picture, moment, kept | {"by": request.GET.get("by", "")}),
        "now": timezone.now(),
    }


def breadcrumbs(
    request: HttpRequest, area: "Area", moment: Moment, kept: dict[str, str]
) -> list[tuple[str, str]]:
    """The areas above that may be opened, then this one."""
    above = queries.trail(request.actor.scope, area, on=moment.day)  # type: ignore[attr-defined]
    links = [(found.name, area_href(found.code, moment, **kept)) for found in above]
    return [("Home", "/"), *links, (area.name, "")]


def set_links(code: str, moment: Moment, chosen: str) -> list[dict[str, object]]:
    """The question sets that can be looked at, the chosen one marked."""
    return [
        {"text": layout.title, "href": area_href(code, moment, set=name), "is_chosen": name == chosen}
        for name, layout in layouts(moment.day).items()
    ]


def breakdown_links(
    area: "Area", moment: Moment, kept: dict[str, str], chosen: str
) -> list[dict[str, object]]:
    return [
        {
            "text": breakdown_words(kind),
            "href": area_href(area.code, moment, **kept, by=kind) + "#parts",
            "is_chosen": kind == chosen,
        }
        for kind in BREAKDOWNS[area.kind]
    ]


def chosen_map(
    request: HttpRequest, picture: queries.AreaPicture, moment: Moment, kept: dict[str, str]
) -> Any:
    """The map by the indicator asked for, or the first; none for a single area."""
    asked = request.GET.get("map", "")
    code = asked if asked in picture.layout.maps else picture.layout.maps[0]
    if len(picture.councils) < 2 or code not in picture.indicators:
        return None
    return figures.area_map(picture, picture.indicators[code], moment=moment, kept=kept)


def map_links(
    request: HttpRequest, area: "Area", picture: queries.AreaPicture, moment: Moment, kept: dict[str, str]
) -> list[dict[str, object]]:
    asked = request.GET.get("map", "") or picture.layout.maps[0]
    return [
        {
            "text": picture.indicators[code].name,
            "href": area_href(area.code, moment, **kept, map=code) + "#map",
            "is_chosen": code == asked,
        }
        for code in picture.layout.maps
        if code in picture.indicators
    ]
