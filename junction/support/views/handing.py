"""Pages of hand-overs: offering one, what is offered to and by oneself, accepting and returning."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.refusals import Refusal
from junction.record.queries.keepers import names
from junction.support.forms.desk import HandOver, ReturnIt
from junction.support.operations import handing
from junction.support.queries.handing import SHOWN, could_answer, handed_words, offered_by, offered_to
from junction.support.queries.hubs import hubs
from junction.support.queries.needs import ANSWER, one_need
from junction.support.rules.desk import desk_on
from junction.support.rules.routing import routing_on


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def hand_over(request: HttpRequest, need_id: int) -> HttpResponse:
    """Offer a case one has to another agent or to a hub."""
    by, now = actor_of(request), timezone.now()
    one = the(one_need, by.scope, need_id, permission=ANSWER)
    agents = could_answer(by.scope, area=one.area_id, own_key=by.key, now=now)
    living = [(hub.pk, f"{hub.name}, {hub.area.name}") for hub in hubs(by.scope, on=local_day(now))]
    form = HandOver(posted(request), agents=agents, hubs=living)
    back = reverse("support:case", args=[one.pk])
    if form.is_valid():
        kind, _, key = form.cleaned_data["to"].partition("-")
        to: dict[str, Any] = {"to_agent": key} if kind == "agent" else {"to_hub": int(key)}
        sent = {**to, "note": form.cleaned_data["note"], "by": by, "now": now}
        if tried(form, handing.offer_hand_over, number=one.pk, **sent) is not None:
            messages.success(request, "Offered. You have the case until they accept it.")
            return redirect("support:hand-overs")
    said = "Ring them first if the caller is on the line. You have the case until they accept it."
    title = f"Hand over case {one.reference}"
    return ask(request, form, title=title, said=said, button="Offer it", back=back)


@require_safe
@needs(ANSWER)
def hand_overs(request: HttpRequest) -> HttpResponseBase:
    """What waits for one's answer, and what became of what one has offered."""
    by, now = actor_of(request), timezone.now()
    day = local_day(now)
    mine = list(offered_to(by.scope, own_key=by.key).exclude(sender=by.key)[:SHOWN])
    sent = list(offered_by(by.scope, own_key=by.key)[:SHOWN])
    keys = {key for row in (*mine, *sent) for key in (row.sender, row.to_agent, row.answered_by) if key}
    context = {
        "mine": mine, "sent": sent, "words": handed_words(by.scope, [*mine, *sent]),
        "names": names(by.scope, keys, own_key=by.key, now=now),
        "kinds": routing_on(day).categories | desk_on(day).matter_titles,
    }  # fmt: skip
    return render(request, "support/hand_overs.html", context)


@require_POST
@needs(ANSWER)
def accept(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """Have the case from now on."""
    by, now = actor_of(request), timezone.now()
    try:
        need = handing.accept_hand_over(hand_over_id, by=by, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("support:hand-overs")
    messages.success(request, "You have it now.")
    return redirect("support:case", need_id=need.pk)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def give_back(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """Say why it is not accepted; the sender has it still."""
    by, now = actor_of(request), timezone.now()
    given = the(offered_to(by.scope, own_key=by.key).exclude(sender=by.key).get, pk=hand_over_id)
    form, back = ReturnIt(posted(request)), reverse("support:hand-overs")
    sent: dict[str, Any] = {"hand_over_id": given.pk, "by": by, "now": now}
    if form.is_valid() and tried(form, handing.return_hand_over, **form.cleaned_data, **sent) is not None:
        messages.success(request, "It stays with who sent it.")
        return redirect(back)
    title = f"Return case {given.need.reference}"
    return ask(request, form, title=title, button="Return it", back=back)


@require_POST
@needs(ANSWER)
def take_back(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """Take back what nobody has answered."""
    try:
        handing.take_back(hand_over_id, by=actor_of(request), now=timezone.now())
        messages.success(request, "You have taken it back.")
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("support:hand-overs")
