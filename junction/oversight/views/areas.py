"""The picture of an area, at any moment: figures, what they break down to, a map, and the same as CSV."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.returns.queries.place_rows import place_rows

from .. import queries
from ..queries.said_round import said_round_area
from .furniture import area_href, area_path, moment_of
from .pictures import Asked, Whole, picture_page
from .said_round import said_lines

SEE = "oversight.see"


@needs(SEE)
@require_safe
def my_areas(request: HttpRequest) -> HttpResponseBase:
    """Go to the picture of one's own area or group; choose where there are several."""
    scope = actor_of(request).scope
    moment, areas, has_group = moment_of(request), queries.home_areas(scope), queries.oversees_group(scope)
    if has_group and not areas:
        return redirect(moment.keep(reverse("oversight:group-picture")))
    if len(areas) == 1 and not has_group:
        return redirect(area_href(areas[0].code, moment))
    context = {"areas": areas, "has_group": has_group, "moment": moment}
    return render(request, "oversight/my_areas.html", context)


@needs(SEE)
@require_safe
def area_picture(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the picture of an area."""
    by = actor_of(request)
    scope = by.scope
    area = queries.visible_area(scope, code)
    if area is None:
        raise Http404

    def breadcrumbs(asked: Asked) -> list[tuple[str, str]]:
        above = queries.trail(scope, area, on=asked.moment.day)
        links = [(found.name, area_href(found.code, asked.moment, **asked.kept)) for found in above]
        return [("Home", "/"), *links, (area.name, "")]

    def said(asked: Asked) -> dict[str, Any]:
        found = said_round_area(scope, area, reader=by.key, as_at=asked.moment.as_at, now=asked.moment.at)
        return said_lines(found, asked.moment)

    whole = Whole(
        name=area.name,
        caption=area.get_kind_display(),
        kind=area.kind,
        path=area_path(code),
        breadcrumbs=breadcrumbs,
        picture=lambda asked: queries.area_picture(
            scope, code, question_set=asked.question_set, breakdown=asked.breakdown, **asked.when
        ),
        places=lambda asked: place_rows(scope, question_set=asked.question_set, area_code=code, **asked.when),
        trends=lambda asked, layout: queries.trends(scope, code, layout=layout, **asked.when),
        said=said,
    )
    return picture_page(request, whole)
