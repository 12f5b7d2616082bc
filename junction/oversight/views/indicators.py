"""The definitions of figures: what each means, its formula, source and owner, since when."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.doors import needs
from junction.returns.rules.indicators import indicators_on, indicators_version

from ..rules.layout import limits_of
from .furniture import moment_of


@needs()
@require_safe
def indicators(request: HttpRequest) -> HttpResponseBase:
    """List every figure there is, by section."""
    moment = moment_of(request)
    sections: dict[str, list[object]] = {}
    for found in indicators_on(moment.day).values():
        sections.setdefault(found.section, []).append(found)
    return render(request, "oversight/indicators.html", {"sections": sections, "moment": moment})


@needs()
@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one definition as it is in force on the day."""
    moment = moment_of(request)
    found = indicators_on(moment.day).get(code)
    if found is None:
        raise Http404
    all_figures = moment.keep(reverse("oversight:indicators"))
    context = {
        "indicator": found,
        "limits": limits_of(code, on=moment.day),
        "version": indicators_version(moment.day),
        "moment": moment,
        "breadcrumbs": [("Home", "/"), ("Figures", all_figures), (found.name, "")],
    }
    return render(request, "oversight/indicator.html", context)
