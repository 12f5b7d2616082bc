"""A volunteer is asked to help another scheme for some days: yes, no, or a yes taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.furniture import the
from junction.core.refusals import Refusal
from junction.core.scope import ANONYMOUS
from junction.support.operations.loan_consent import answer_loan
from junction.support.queries.loans import one_asked
from junction.support.queries.volunteers import actor

from .volunteer_doors import for_volunteers

SCOPE = ANONYMOUS.scope  # a volunteer's session is the leave to their own things


@require_http_methods(["GET", "POST"])
@for_volunteers
def lent(request: HttpRequest, one: Any, lent_id: int) -> HttpResponseBase:
    """One loan a volunteer is asked for: who asks, for which days, on what terms; yes or no."""
    now = timezone.now()
    found = the(one_asked, SCOPE, one, lent_id)
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        yes = request.POST["answer"] == "yes"
        try:
            answer_loan(found.pk, one, yes=yes, by=actor(SCOPE, one), now=now)
            messages.success(
                request, "Thank you. You help them in these days." if yes else "Thank you for answering."
            )
        except Refusal as refused:
            messages.warning(request, str(refused))
        return redirect("support:volunteer-me")
    loan = found.loan
    may = loan.state == "agreed" and loan.ends_on > local_day(now)
    return render(request, "support/volunteer/lent.html", {"lent": found, "loan": loan, "may": may})
