"""The home page: what needs me today, and where else I may go; a plain start page for the rest."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.links import links_for
from junction.core.scope import ANONYMOUS

from ..queries.home import files_own, today

PARTS = (  # text, address, permission and what it is for
    ("The picture", "oversight:my-areas", "oversight.see", "Beds, staff, PPE and risk, now or as it was"),
    ("Places", "registry:places", "registry.see", "Find a place by name, postcode or number"),
    ("Proposals", "registry:proposals", "registry.edit", "Places that may be one and the same"),
    ("Incidents", "registry:incidents", "incidents.see", "What is declared where, and what it asks"),
    ("Completeness", "returns:completeness", "oversight.see", "Who reports, and in time"),
    ("Upload returns", "returns:import-returns", "returns.import", "One file for many places"),
    ("Supplies", "supply:home", "supply.see", "Orders, requests, stock, and who gets what"),
    ("Record", "record:home", "record.see", "What was said: documents, promises, actions, asks"),
    ("Plans", "assurance:home", "assurance.see", "What plans ask of whom, and how far they are real"),
    ("Published series", "returns:all-series", "series.see", "Published figures and their revisions"),
    ("People", "people:people", "people.see", "Who has access, and invitations"),
    ("Invite somebody", "people:invite", "people.invite", "Give somebody access"),
    ("Tokens", "people:tokens", "tokens.manage", "Access for a provider's own system"),
    ("Messages", "oversight:messages", "messages.see", "What was sent to whom, and what could not go"),
    ("Log", "oversight:audit-log", "audit.see", "Who did what, when and why; is it as it was written"),
    ("Records", "admin:index", "admin.see", "Every table, to read"),
)
OF_THE_NATION = {
    "oversight:messages",
    "oversight:audit-log",
    "admin:index",
}  # empty for who sees a part of it


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what needs me today; to who is not signed in, what this is and where to sign in."""
    actor = actor_of(request)
    if actor.key == ANONYMOUS.key:
        return render(request, "oversight/start.html")
    now = timezone.now()
    context = {
        "today": today(actor.scope, own_key=actor.key, now=now),
        "files_own": files_own(actor.scope),
        "links": links_for(actor.scope, PARTS, of_the_nation=OF_THE_NATION),
        "labels": [grant.label for grant in actor.scope.grants if grant.label],
        "day": timezone.localdate(now),
        "chases": actor.scope.may("returns.chase"),
    }
    return render(request, "oversight/home.html", context)
