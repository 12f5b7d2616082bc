"""My returns: the places somebody files for, and what is due of each."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs

from ..queries.mine import returns_of_mine
from ..queries.owed import PAGE
from ..queries.sheets import FILE


def page_number(request: HttpRequest) -> int:
    """Return the page asked for; anything that is no number is the first."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


@needs(FILE)
@require_safe
def my_returns(request: HttpRequest) -> HttpResponse:
    """List my places by name, fifty to a page, with what each owes today; past the last page, the last."""
    only_missing = request.GET.get("show") == "missing"
    mine = returns_of_mine(
        actor_of(request).scope,
        only_missing=only_missing,
        page=page_number(request),
        question_set=request.GET.get("set", ""),
        now=timezone.now(),
    )
    context = {"mine": mine, "only_missing": only_missing, "page_size": PAGE}
    return render(request, "returns/my_returns.html", context)
