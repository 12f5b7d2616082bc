"""My returns: the places somebody files for, and what is due of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.doors import needs

from ..queries.mine import returns_of_mine
from ..queries.owed import PAGE
from ..queries.sheets import FILE


def page_number(request: HttpRequest) -> int:
    """Return the page asked for; anything that is no number is the first."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def to_first_page(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of a list that has grown shorter than the page asked for."""
    query = request.GET.copy()
    query.pop("page", None)
    return redirect(f"{request.path}?{query.urlencode()}")


@needs(FILE)
@require_safe
def my_returns(request: HttpRequest) -> HttpResponse:
    """List my places by name, fifty to a page, with what each owes today."""
    number = page_number(request)
    only_missing = request.GET.get("show") == "missing"
    mine = returns_of_mine(
        request.actor.scope,  # type: ignore[attr-defined]
        only_missing=only_missing,
        page=number,
        question_set=request.GET.get("set", ""),
        now=timezone.now(),
    )
    if number > 1 and not mine:
        return to_first_page(request)
    context = {"mine": mine, "only_missing": only_missing, "number": number, "page_size": PAGE}
    return render(request, "returns/my_returns.html", context)
