"""The emergency line's calls: how long people wait, and writing a call down."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.refusals import Refusal
from junction.supply.forms.emergencies import LineCallForm
from junction.supply.operations.calls import ANSWER, Rung, write_down_calls
from junction.supply.queries.line import figures_of_line, line_calls
from junction.supply.rules.urgency import line_on

SPANS = ((1, "Last hour"), (24, "Last 24 hours"), (168, "Last 7 days"))
SHOWN = 50


@needs(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency_line(request: HttpRequest) -> HttpResponse:
    """Show how well the line answers, and write down the call that has just ended its wait."""
    by, now = actor_of(request), timezone.now()
    form = LineCallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        waited, answered = (
            timedelta(seconds=form.cleaned_data["waited"]),
            form.cleaned_data["end"] == "answered",
        )
        rung = Rung(
            now - waited, answered_at=now if answered else None, given_up_at=None if answered else now
        )
        try:
            number = write_down_calls([rung], by=by, now=now)[0]
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            if answered:
                return redirect(f"{reverse('supply:choose-place')}?call={number}")
            messages.success(request, "The call is written down.")
            return redirect("supply:emergency-line")
    context = {
        "form": form,
        "spans": [(text, figures_of_line(by.scope, hours=hours, now=now)) for hours, text in SPANS],
        "calls": list(line_calls(by.scope, since=now - timedelta(days=1), as_at=now)[:SHOWN]),
        "line": line_on(timezone.localdate(now)),
        "now": now,
    }
    return render(request, "supply/emergency_line.html", context, status=422 if form.errors else 200)
