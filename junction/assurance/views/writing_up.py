"""Write up a stocktake: who came, what was said, and what an ask of it becomes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.assurance.forms.stocktakes import CarryOn, WhoCame, WritePoint
from junction.assurance.operations import stocktakes as operations
from junction.assurance.operations.stocktakes import CarriedOn, PointSaid
from junction.assurance.queries import stocktakes as queries
from junction.assurance.queries.reach import RAISE
from junction.assurance.rules.national import national_rules
from junction.assurance.rules.stocktakes import stocktake_rules
from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.sheets import pairs
from junction.core.pages.tables import whole_number


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def say_who_came(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say once who came."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.stocktake, by.scope, number, now=now)
    guests = [
        (guest.pk, f"{guest.role}, {guest.area.name}" if guest.area else guest.role)
        for guest in one.guests_by_then
    ]
    form, back = (
        WhoCame(posted(request), choices={"came": guests}),
        reverse("assurance:stocktake", args=[number]),
    )
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, operations.say_who_came, number=number, **said, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    return ask(request, form, title="Who came?", said=one.title, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def write_point(request: HttpRequest, number: int) -> HttpResponseBase:
    """Write down what was said there; with `corrects`, put a point right."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.stocktakes(by.scope, now=now).get, pk=number)
    corrects = whole_number(request.GET.get("corrects", "")) if "corrects" in request.GET else None
    before: Any = the(queries.point, by.scope, corrects, now=now) if corrects else None
    councils = queries.councils_of(by.scope, one.region_id, now=now)
    form = WritePoint(
        posted(request), none="The region as a whole",
        choices={"kind": pairs(stocktake_rules(one.held_on).points), "area": councils},
        initial={"kind": before.kind, "area": before.area_id or "", "text": before.text} if before else None,
    )  # fmt: skip
    back = reverse("assurance:stocktake", args=[number])

    def work() -> Any:
        said = PointSaid(**form.cleaned_data, corrects=corrects)
        return operations.write_point(number, said, by=by, now=now)

    if form.is_valid() and tried(form, work) is not None:
        messages.success(request, "Written down.")
        return redirect(back)
    title = "Put right what was said" if before else "What was said?"
    return ask(request, form, title=title, said=one.title, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def carry_on(request: HttpRequest, number: int) -> HttpResponseBase:
    """Make of an ask a national issue or an ask of the record."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.point, by.scope, number, now=now)
    rules, themes = stocktake_rules(one.stocktake.held_on), national_rules(local_day(now)).themes
    form = CarryOn(
        posted(request),
        choices={"to": pairs(rules.carried), "theme": pairs(themes)},
        initial={"title": one.text[:200], "finder": rules.finder},
    )
    back = reverse("assurance:stocktake", args=[one.stocktake_id])

    def work() -> Any:
        return operations.carry_on(number, CarriedOn(**form.cleaned_data), by=by, now=now)

    if form.is_valid() and tried(form, work) is not None:
        messages.success(request, "Carried on. Its page shows where.")
        return redirect(back)
    return ask(
        request, form, title="What is this ask to become?", said=one.text, button="Carry it on", back=back
    )
