"""The page of the record: where one's role may go from here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.links import Part, links_for

SOURCES: tuple[Part, ...] = (
    ("Documents", "record:documents", "record.see", "What was received: plans, messages, e-mails, read-outs"),
    ("Import a document", "record:import-document", "record.keep", "See what is read in it, then keep it"),
    (
        "What people added",
        "record:layers",
        "record.see",
        "Corrections, readings, notes and links over documents",
    ),
    ("Search", "record:search", "record.see", "Words and days in everything that was read"),
)
FOLLOWED: tuple[Part, ...] = (
    ("Commitments", "record:commitments", "record.see", "Who promised what to whom, and whether it was kept"),
    ("Actions", "record:actions", "record.see", "Who is to do what by when, and who has it now"),
    ("Asks", "record:asks", "record.see", "Who asked whom for what, who has it now, and for how long"),
    ("Meetings", "record:meetings", "record.see", "Who goes instead of whom, who must decide, who was there"),
    ("Decisions", "record:decisions", "record.see", "What was decided, on what, and how far it reaches"),
    (
        "Contradictions",
        "record:contradictions",
        "record.see",
        "What cannot both be so, in and between documents",
    ),
    ("Threads", "record:threads", "record.see", "Any subject as one line through all documents"),
    (
        "Letters of confirmation",
        "record:confirmation-requests",
        "record.see",
        "What is to be confirmed by when, who has and who has not",
    ),
)
DISCLOSED: tuple[Part, ...] = (
    ("Extracts", "record:extracts", "record.disclose", "What leaves, what is taken out of it, and its proof"),
)
RETAINED: tuple[Part, ...] = (
    ("The end of documents", "record:retention", "record.retain", "What is past its date, and what is to go"),
    ("Holds", "record:holds", "record.retain", "What may not be destroyed, for which inquiry or case"),
)
SECTIONS = (
    ("Documents", SOURCES),
    ("What came of them", FOLLOWED),
    ("Disclosure", DISCLOSED),
    ("Retention", RETAINED),
)


@require_safe
@needs("record.see")
def home(request: HttpRequest) -> HttpResponse:
    """Show the parts of the record that one's role may open."""
    scope = actor_of(request).scope
    sections = [(heading, links) for heading, parts in SECTIONS if (links := links_for(scope, parts))]
    return render(request, "record/home.html", {"sections": sections})
