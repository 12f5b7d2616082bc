"""Pages that put what was picked back on the shelf: one consignment, or all that were left behind."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.words import counted, short_moment
from junction.supply.forms import sending as forms
from junction.supply.operations import putting_back as operations
from junction.supply.queries import depots
from junction.supply.queries import picking as queries

from .furniture import ask, posted, the, tried
from .picking import STOCK, receiver_of

NOBODY = "Nothing that is picked here waits to be sent. There is nothing to put back."
SAID = (
    "All that you choose goes back on the shelf together, or none of it. It stays reserved for its orders, "
    "which wait to be picked again."
)


@needs(STOCK)
def put_back(request: HttpRequest, code: str) -> HttpResponse:
    """All that was left behind goes back on the shelf, with one reason and one confirmation."""
    by, now = actor_of(request), timezone.now()
    depot = the(depots.depot, by.scope, code, permission=STOCK)
    back = reverse("supply:consignments", args=[code])
    typed = forms.numbers_in(",".join(request.POST.getlist("chosen")))
    waiting = queries.picked_here(by.scope, depot, also=typed)[: forms.PICKED_AT_ONCE]
    if not waiting:
        messages.info(request, NOBODY)
        return redirect("supply:consignments", code=code)
    behind = set(queries.left_behind(by.scope, depot, at=now).values_list("pk", flat=True))
    choices, chosen = _choices(waiting, behind), {"chosen": sorted(behind)}
    form = forms.PutBack(posted(request), choices=choices, initial=chosen)
    if request.method == "POST" and form.is_valid():
        about = {"depot_code": code, "by": by, "now": now, "why": form.cleaned_data["why"]}
        numbers = [int(one) for one in form.cleaned_data["chosen"]]
        done = tried(form, operations.put_back, at="chosen", consignment_ids=numbers, **about)
        if done is not None:
            messages.success(request, _said(len(done)))
            return redirect("supply:consignments", code=code)
    title = f"Put back what was left behind at {depot.name}"
    return ask(request, form, title=title, button="Put all back", back=back, said=SAID, ends_something=True)


def _choices(waiting: Iterable[Any], behind: set[int]) -> list[tuple[str, str]]:
    return [(str(one.pk), _in_words(one, is_behind=one.pk in behind)) for one in waiting]


def _in_words(one: Any, *, is_behind: bool) -> str:
    late = ". Should have left" if is_behind else ""
    return f"{one.pk} for {receiver_of(one.order)}, picked {short_moment(one.picked_at)}{late}"


def _said(number: int) -> str:
    if not number:
        return "They were back on the shelf already. Nothing was changed."
    return f"Put back on the shelf: {counted(number, 'consignment')}. What was granted stays reserved."


@needs(STOCK)
def unpick(request: HttpRequest, consignment_id: int) -> HttpResponse:
    """One consignment goes back on the shelf."""
    by = actor_of(request)
    found = the(queries.consignment, by.scope, consignment_id, permission=STOCK)
    form = forms.Unpick(posted(request))
    if request.method == "POST" and form.is_valid():
        why, now = form.cleaned_data["why"], timezone.now()
        if tried(form, operations.unpick, consignment_id=found.pk, why=why, by=by, now=now):
            messages.success(request, "It is back on the shelf, and still reserved for its order.")
            return redirect("supply:consignment", consignment_id=found.pk)
    back = reverse("supply:consignment", args=[found.pk])
    title = f"Put consignment {found.pk} back on the shelf"
    return ask(request, form, title=title, button="Put back", back=back, ends_something=True)
