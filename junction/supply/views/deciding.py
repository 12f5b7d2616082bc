"""Open one order of the board and decide on it, line by line."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.ownership.queries import owner
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.supply.forms.deciding import Decide, Typed, typed_lines
from junction.supply.operations.deciding import CannotDecide, Decision, decide
from junction.supply.operations.refusals import NotEnough
from junction.supply.queries.board import DECIDE, SUBJECT
from junction.supply.queries.owners import owner_names
from junction.supply.queries.requests import Need, Step, need
from junction.supply.queries.sources import depots_to_send_from, free_at
from junction.supply.rules.onward import routes_on
from junction.supply.rules.urgency import line_on

SAID = {
    "approved": "It is approved. The stock is set aside and leaves by express.",
    "in part": "It is approved in part. What was granted leaves by express; what is still needed goes on.",
    "refused": "Nothing was granted. Whoever asked is told why; what is still needed goes on.",
}


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_page(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show one order with everything that was told, and take the decision."""
    by, now = actor_of(request), timezone.now()
    try:
        found = need(by.scope, order_id, permission=DECIDE)
    except ObjectDoesNotExist:
        raise Http404 from None
    step = next(one for one in found.steps if one.order.pk == order_id)
    if step.ask is None or step.ask.settled_at is not None:
        return redirect("supply:emergency-request", order_id=order_id)
    depots = list(depots_to_send_from(by.scope, now=now).values_list("pk", "name"))
    form = Decide(request.POST if request.method == "POST" else request.GET or None, depots=depots)
    typed = typed_lines(request.POST, {line.pk: line.asked for line in step.lines})
    if request.method == "POST" and form.is_valid() and not typed.wrong:
        typed = _decided(request, form, typed, order_id)
        if not form.errors and not typed.wrong:
            return redirect("supply:emergency-request", order_id=order_id)
    wrong = bool(request.method == "POST" and (form.errors or typed.wrong))
    context = _context(by, found, step, form, typed, depots, now)
    context["sent"] = request.POST
    return render(request, "supply/decide.html", context, status=422 if wrong else 200)


def _decided(request: HttpRequest, form: Decide, typed: Typed, order_id: int) -> Typed:
    """Take the decision; what stands in the way is put beside the line or on top."""
    depot = form.cleaned_data["depot"]
    decision = Decision(
        granted=typed.granted,
        reasons=typed.reasons,
        depot_id=int(depot) if depot else None,
        why=form.cleaned_data["why"],
    )
    try:
        result = decide(order_id, decision, by=actor_of(request), now=timezone.now())
    except CannotDecide as refused:
        wrong: Any = refused.about.get("lines", {})
        form.add_error("depot" if not wrong else None, str(refused))
        return Typed(typed.granted, typed.reasons, dict(wrong))
    except NotEnough as refused:
        form.add_error(None, f"{refused} The depot is short of {refused.about.get('short', 0):,}.")
    except Refusal as refused:
        form.add_error(None, str(refused))
    else:
        messages.success(request, SAID[result])
    return typed


def _context(
    by: Actor, found: Need, step: Step, form: Decide, typed: Typed, depots: list[tuple[int, str]], now: Any
) -> dict[str, Any]:
    """Everything the page shows."""
    day = timezone.localdate(now)
    chosen = form["depot"].value() or (str(depots[0][0]) if len(depots) == 1 else "")
    items = [line.item_id for line in step.lines]
    free = free_at(by.scope, int(chosen), items, now=now) if str(chosen).isdecimal() else None
    has_it = owner(SUBJECT, step.order.pk)
    return {
        "need": found,
        "step": step,
        "form": form,
        "typed": typed,
        "free": free,
        "line": line_on(day),
        "routes": routes_on(day).by_code,
        "owner": has_it,
        "is_mine": has_it == by.key,
        "names": owner_names(by.scope, [has_it] if has_it else [], own_key=by.key, now=now),
        "now": now,
    }
