"""The page of plans: where one's role may go from here, under what one came for."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.links import Part, links_for

REQUIREMENTS: tuple[Part, ...] = ()
SECTIONS = (("Requirements", REQUIREMENTS),)


@require_safe
@needs("assurance.see")
def home(request: HttpRequest) -> HttpResponse:
    """Show the parts of assurance that one's role may open."""
    scope = actor_of(request).scope
    sections = [(heading, links) for heading, parts in SECTIONS if (links := links_for(scope, parts))]
    return render(request, "assurance/home.html", {"sections": sections})
