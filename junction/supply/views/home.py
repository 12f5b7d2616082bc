"""The page of supplies: where one's role may go from here, under what one came for."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.links import Part, links_for

FOR_PLACES: tuple[Part, ...] = (
    ("Order", "supply:order_places", "supply.order", "What a place may have now, and ordering it"),
    ("Orders", "supply:orders", "supply.see", "What was ordered on the portal, and how far each order is"),
    ("Deliveries", "supply:arrivals", "supply.see", "What is on its way to you, and what came"),
    ("Count", "supply:count_places", "supply.order", "What you have; the rest is taken as used"),
    ("Emergency line", "supply:choose-place", "supply.order", "When stock runs out within 72 hours"),
    ("Recalls", "supply:recalls", "supply.see", "Lots that are called back, and what to do about yours"),
    ("Mutual aid", "supply:aids", "supply.see", "What providers give each other"),
)
TO_DECIDE: tuple[Part, ...] = (
    ("Work board", "supply:work-board", "supply.decide", "What waits for a decision, and who has it"),
    ("Sharing", "supply:runs", "supply.see", "Who was given what of scarce stock, and why"),
    ("Problems", "supply:problems", "supply.decide", "What is short where, and who deals with it"),
    ("Offers", "supply:offers", "supply.catalogue", "Who offers to make or sell, checks and answers"),
    ("Calls", "supply:emergency-line", "supply.answer", "How long callers wait, and writing a call down"),
    ("Free supply", "supply:recipients", "supply.hub", "For people who cannot use the portal"),
)
STOCK: tuple[Part, ...] = (
    ("Depots", "supply:depots", "supply.see", "Where stock lies, and what is there"),
    ("Not what arrived", "supply:discrepancies", "supply.stock", "What receivers report, for you to answer"),
    ("Emergency drops", "supply:emergency_drops", "supply.stock", "Push a kit to every registered provider"),
)
TO_KNOW: tuple[Part, ...] = (
    ("Cover", "supply:cover", "supply.see", "How long equipment lasts, and who runs out within 48 hours"),
    ("Flow", "supply:flow", "supply.see", "What came, where it is and where it went, at any moment"),
    (
        "Items",
        "supply:items",
        "supply.see",
        "What can be supplied, in which packs, and what to read about it",
    ),
    ("Order limits", "supply:order_limits", "supply.catalogue", "Who may order how much; try a change"),
    ("Waves", "supply:portal_waves", "supply.catalogue", "Who is let onto the portal when"),
)
SECTIONS = (
    ("For a place", FOR_PLACES),
    ("To decide", TO_DECIDE),
    ("Stock", STOCK),
    ("To know", TO_KNOW),
)


@require_safe
@needs("supply.see")
def home(request: HttpRequest) -> HttpResponse:
    """Show the parts of supply that one's role may open."""
    scope = actor_of(request).scope
    sections = [(heading, links) for heading, parts in SECTIONS if (links := links_for(scope, parts))]
    return render(request, "supply/home.html", {"sections": sections})
