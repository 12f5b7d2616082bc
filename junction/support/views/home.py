"""The page of support: where one's role may go from here, under what one came for."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.links import Part, links_for
from junction.core.pages.words import counted as counts
from junction.core.scope import Actor
from junction.support.queries.concerns import CLOSE, late_concerns, open_concerns
from junction.support.queries.proposals import PROPOSE, counted

DESK: tuple[Part, ...] = (
    ("Helpline desk", "support:desk", "support.answer", "The queue, the next case, who rings."),
    ("Hand-overs", "support:hand-overs", "support.answer", "Cases offered to you, and what became of yours."),
    ("Do you still need this?", "support:still-needed", "support.answer", "Whom nobody has heard of."),
    ("Needs that come again", "support:recurring", "support.answer", "What is stated anew on its day."),
    ("Letters", "support:letters", "support.answer", "For unpaid carers, with a code to check."),
    ("Carers and direct payments", "support:carers", "support.answer",
     "What unpaid carers were offered, and what is due."),
    ("Letters to post, words to leave", "support:words", "support.answer",
     "For people whom no message may reach."),
    ("How the desk did", "support:desk-figures", "support.answer", "Calls, answers, who waits longest."),
    ("Hubs", "support:hubs", "support.see", "Who answers calls, and when."),
    ("Ask the helpline for a place", "support:choose-place", "support.ask",
     "Equipment, staff, guidance, money."),
    ("Needs of people you look after", "support:stated-for", "support.ask",
     "State what a person needs, with their consent, and see what came of it."),
)  # fmt: skip
NEEDS: tuple[Part, ...] = (
    ("Needs", "support:needs", "support.see", "What people and places need, the nearest limit first."),
    ("Call-backs", "support:call-backs", "support.see", "Whom to ring back, and how well classes hold."),
    ("Worries", "support:concerns", "support.see-protected", "That somebody is harmed."),
)
DIRECTORY: tuple[Part, ...] = (
    (
        "Services you keep",
        "support:kept-services",
        "support.refer",
        "What is listed, and whether it is right.",
    ),
    ("What was sought and not there", "support:no-results", "support.directory", "By council, need and day."),
    ("Referrals", "support:referrals", "support.refer", "To answer, or sent to services."),
    ("My people", "support:link-people", "support.link", "Whom your team of link workers supports."),
)
OFFERS: tuple[Part, ...] = (
    ("Offers of help", "support:offers", "support.see", "What businesses and groups offer, and who has it"),
    ("Passed round", "support:offers-passed-round", "support.see", "Offers that nobody answers"),
)
VOLUNTEERS: tuple[Part, ...] = (
    ("Volunteers", "support:volunteers", "support.volunteers", "Who offers time, checked by whom, on duty."),
    (
        "Tasks",
        "support:volunteer-tasks",
        "support.volunteers",
        "What waits, to whom it was offered, and why.",
    ),
    (
        "Not sent there again",
        "support:exclusions",
        "support.volunteers",
        "Volunteers and people who are kept apart.",
    ),
    ("Matching", "support:matchings", "support.volunteers", "Pair tasks with volunteers on duty."),
    (
        "Volunteers asked for",
        "support:demands",
        "support.demand",
        "Ask for volunteers for your organisation.",
    ),
    ("Schemes and loans", "support:schemes", "support.volunteers", "Who has a surplus, and lends it."),
)
PROGRAMMES: tuple[Part, ...] = (
    ("Programmes", "support:programmes", "support.see", "Who is accountable for what, and what each offers."),
    ("Needs, areas and programmes", "support:programme-map", "support.see", "Gaps and overlaps."),
    ("Launches", "support:launches", "support.see", "What goes live, and whether it fits with the rest."),
    ("Calls of the front line", "support:pressure-calls", "support.see", "What is short, beyond money."),
    (
        "Asks, also for a steer",
        "record:asks",
        "record.see",
        "Who was asked, who passed it on, what was said.",
    ),
    ("Decisions", "record:decisions", "record.see", "Their options, what was steered, what was decided."),
)
UNMET: tuple[Part, ...] = (
    ("What is not met", "support:unmet", "support.see", "By need, reason and day, beside demand and supply."),
    ("Proposals for new provision", "support:proposals", "support.see", "With evidence, owner and outcome."),
)
WAITS = (
    ("own", "Waiting for you: {}", "state=proposed&owner=me"),
    ("own_late", "Late, of yours: {}", "late=yes&owner=me"),
    ("waiting", "To be decided in your areas: {}", "state=proposed"),
)
SECTIONS = (
    ("The helpline", DESK),
    ("Needs", NEEDS),
    ("What support there is", DIRECTORY),
    ("Offers", OFFERS),
    ("Volunteers", VOLUNTEERS),
    ("Programmes", PROGRAMMES),
    ("Not met", UNMET),
)


@require_safe
@needs("support.see support.refer")
def home(request: HttpRequest) -> HttpResponse:
    """Show the parts of support that one's role may open."""
    by = actor_of(request)
    sections = [(heading, links) for heading, parts in SECTIONS if (links := links_for(by.scope, parts))]
    waits = [*_worries(by), *_proposals(by)]
    return render(request, "support/home.html", {"sections": sections, "waits": waits})


def _worries(by: Actor) -> list[tuple[str, str]]:
    """Worries that are open, and how many of them are late."""
    if not by.scope.may(CLOSE):
        return []
    found = open_concerns(by.scope).count()
    late = late_concerns(by.scope, now=timezone.now()).count()
    past = f", {late} past the limit" if late else ""
    return (
        [(f"Worries that are open: {found}{past}", f"{reverse('support:concerns')}?state=open")]
        if found
        else []
    )


def _proposals(by: Actor) -> list[tuple[str, str]]:
    """Proposals for new provision that wait: one's own, those of them that are late, and all in reach."""
    if not by.scope.may(PROPOSE):
        return []
    found, path = counted(by.scope, own_key=by.key, now=timezone.now()), reverse("support:proposals")
    return [
        (words.format(counts(found[name], "proposal for new provision", "proposals for new provision")),
         f"{path}?{query}")
        for name, words, query in WAITS if found[name]
    ]  # fmt: skip
