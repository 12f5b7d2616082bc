"""The page of an incident on the roof: where it is, what it asks of whom, and who has answered."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.registry.rules.service_types import in_words

from .. import queries
from .furniture import moment_of


@needs("incidents.see")
@require_safe
def incident(request: HttpRequest, incident_id: int) -> HttpResponseBase:
    """Show one incident, as known now or at a moment."""
    moment = moment_of(request)
    scope = actor_of(request).scope
    try:
        page = queries.incident_page(scope, incident_id, on=moment.on, as_at=moment.as_at, now=moment.now)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    context = {
        "page": page,
        "incident": page.incident,
        "moment": moment,
        "in_words": in_words,
        "may_run": scope.may("incidents.run") and moment.is_live and not page.is_over,
        "may_end": page.lies_within(scope.reach("incidents.run")),
        "may_chase": scope.may("returns.chase") and moment.is_live,
        "may_oversee": scope.may("oversight.see"),
        "may_see_all": scope.reach("returns.see").national,
    }
    return render(request, "oversight/incident.html", context)
