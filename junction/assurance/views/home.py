"""The page of plans: what one has to answer, and where one's role may go from here."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.assurance.queries.catalogues import asked_now
from junction.assurance.queries.parties import own_parties
from junction.assurance.rules.book import assurance_rules
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.links import Part, links_for

REQUIREMENTS: tuple[Part, ...] = (
    (
        "Requirements of plans",
        "assurance:catalogues",
        "assurance.see",
        "What plans ask of whom, line by line",
    ),
    (
        "Add a plan",
        "assurance:open-catalogue",
        "assurance.set",
        "Begin the requirements of a plan or its version",
    ),
)
REGISTER: tuple[Part, ...] = (
    ("Plan register", "assurance:plan-register", "assurance.see", "Which plans exist, held or only heard of"),
    ("Reviews", "assurance:reviews", "assurance.see", "Who looked at which plan, what they found"),
    (
        "Plans to learn from",
        "assurance:model-plans",
        "assurance.see",
        "Published with why, and who used them",
    ),
)
LAW: tuple[Part, ...] = (
    (
        "Care Act easements",
        "assurance:easements",
        "assurance.see",
        "Which council works at which stage, and why",
    ),
)
HEARD: tuple[Part, ...] = (
    (
        "Soft intelligence",
        "assurance:heard",
        "assurance.hear",
        "What was heard of places and areas, and how far it is believed",
    ),
)
UPWARDS: tuple[Part, ...] = (
    (
        "Emergency needs",
        "assurance:escalations",
        "assurance.see",
        "What a provider needs at once, and which rung of the ladder has it",
    ),
    (
        "National issues",
        "assurance:national-issues",
        "assurance.see",
        "What many meet and one answer, given once for the nation, would settle",
    ),
    (
        "Stocktakes",
        "assurance:stocktakes",
        "assurance.raise",
        "Ministers and a region's directors: challenges, approach, national help needed",
    ),
    (
        "Expert help for councils",
        "assurance:help-needs",
        "assurance.raise",
        "What councils need, who leads each region, what was offered and what came of it",
    ),
)
LEARNED: tuple[Part, ...] = (
    (
        "Learning reviews",
        "assurance:learning",
        "assurance.see",
        "What is learned from each outbreak, and which reviews are overdue",
    ),
    ("Lessons of outbreaks", "assurance:lessons", "assurance.see", "What was shared with you"),
    ("Standing items", "assurance:standing-items", "assurance.see", "What a forum has to hear next"),
    (
        "Reviews of practice quality",
        "assurance:practice",
        "assurance.see",
        "Week by week, by council; which weeks were missed",
    ),
)
SECTIONS = (
    ("Requirements", REQUIREMENTS),
    ("Plans and their reviews", REGISTER),
    ("Powers", LAW),
    ("What was heard", HEARD),
    ("Help from above", UPWARDS),
    ("What was learned", LEARNED),
)
MOST_PARTIES = 20


@require_safe
@needs("assurance.see")
def home(request: HttpRequest) -> HttpResponse:
    """Show what one has to answer, and the parts of assurance that one's role may open."""
    scope, today = actor_of(request).scope, timezone.localdate()
    rules = assurance_rules(today)
    catalogues = list(asked_now(scope))
    own = own_parties(scope, rules, on=today)[:MOST_PARTIES] if catalogues else []
    context = {
        "sections": [(heading, links) for heading, parts in SECTIONS if (links := links_for(scope, parts))],
        "own": [(one, plan) for plan in catalogues for one in own],
        "catalogues": catalogues,
    }
    return render(request, "assurance/home.html", context)
