"""Past returns: the days of a place, and one return with its versions and what changed between them."""

from datetime import date
from itertools import pairwise

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import read_moment

from ..forms.answers import words
from ..forms.checking import all_by_section
from ..queries.history import SEE, History, versions_of
from ..queries.history import past_returns as history_of
from ..rules.differences import differences


@needs(SEE)
@require_safe
def past_returns(request: HttpRequest, place_id: int, question_set: str) -> HttpResponse:
    """List the last thirty returns of a place, each leading to itself and to its correction."""
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    try:
        page: History = history_of(
            actor_of(request).scope,
            place_id=place_id,
            question_set=question_set,
            until=moment.on,
            as_at=moment.at,
        )
    except (LookupError, ObjectDoesNotExist) as nothing:
        raise Http404 from nothing
    return render(request, "returns/past_returns.html", {"page": page, "moment": moment})


@needs(SEE)
@require_safe
def see_return(request: HttpRequest, place_id: int, question_set: str, about_on: date) -> HttpResponse:
    """Show one return as it stood, with every version and what changed from one to the next."""
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    try:
        page = versions_of(
            actor_of(request).scope,
            place_id=place_id,
            question_set=question_set,
            day=about_on,
            as_at=moment.at,
        )
    except (LookupError, ObjectDoesNotExist) as nothing:
        raise Http404 from nothing
    questions = page.question_set.questions
    changes = {
        newer.version: [
            (each.question.text, words(each.question, each.before), words(each.question, each.after))
            for each in differences(questions, before=older.answers, after=newer.answers)
        ]
        for newer, older in pairwise(page.versions)
    }
    standing = page.versions[0] if page.versions else None
    sections = all_by_section(page.question_set, standing.answers) if standing else []
    context = {"page": page, "current": standing, "changes": changes, "sections": sections, "moment": moment}
    return render(request, "returns/see_return.html", context)
