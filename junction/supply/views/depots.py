"""Pages of depots: the list, one with what lies in it, open and close."""

from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.supply.forms import catalogue as forms
from junction.supply.operations import depots as operations
from junction.supply.queries import depots as queries

from .furniture import ask, link, posted, the, tried

STOCK = "supply.stock"


def _area(depot: Any) -> str:
    return depot.area.name if depot.area else "The nation"


TABLE = DataTable(
    name="",
    caption="Depots",
    columns=[
        Column("name", "Depot", lambda one: link("supply:depot", one.name, one.code), sort="name",
               export=lambda one: one.name),
        Column("kind", "Kind", lambda one: one.get_kind_display(), sort="kind"),
        Column("area", "Serves", _area, sort="area__name"),
        Column("state", "State", lambda one: "Closed" if one.closed_on else "Open"),
    ],
    filters=[
        Filter("kind", "Kind", queries.KINDS, lambda rows, value: rows.filter(kind=value)),
        Filter("state", "State", [("open", "Open"), ("closed", "Closed")],
               lambda rows, value: rows.filter(closed_on__isnull=value == "open")),
    ],
    default_sort="name",
    empty="There is no depot that you can see.",
)  # fmt: skip


def _of_account(name: str, heading: str) -> Column:
    amount = attrgetter(name)
    return Column(name, heading, amount, sort=amount, numeric=True)


STOCK_TABLE = DataTable(
    name="stock",
    caption="What is here, in base units",
    columns=[
        Column("item", "Item", lambda line: link("supply:item", line.item.name, line.item.code),
               sort=lambda line: line.item.name, export=lambda line: line.item.name),
        Column("unit", "Counted in", lambda line: line.item.plural_unit),
        _of_account("available", "Available"),
        _of_account("reserved", "Reserved"),
        _of_account("picked", "Picked"),
        _of_account("held", "Held"),
        _of_account("here", "Here in all"),
        _of_account("in_transit", "On its way from here"),
    ],
    empty="Nothing has come in yet.",
)  # fmt: skip


@needs("supply.see")
def depots(request: HttpRequest) -> HttpResponseBase:
    """Depots in reach."""
    scope = actor_of(request).scope
    found = queries.depots(scope)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(found, request.GET)
    ways = [("Open a depot", reverse("supply:open_depot"))] if scope.may(STOCK) else []
    context = {"title": "Depots", "back": reverse("supply:home"), "ways": ways}
    return render(request, "core/listing.html", context | {"table": TABLE.view(found, request.GET)})


@needs("supply.see")
def depot(request: HttpRequest, code: str) -> HttpResponseBase:
    """One depot and what lies in it."""
    scope = actor_of(request).scope
    found = the(queries.depot, scope, code)
    lines = queries.stock_of(scope, found)
    if STOCK_TABLE.wants_csv(request.GET):
        return STOCK_TABLE.csv(lines, request.GET)
    context = {
        "depot": found,
        "area": _area(found),
        "table": STOCK_TABLE.view(lines, request.GET),
        "may_keep": queries.depots(scope, permission=STOCK).filter(pk=found.pk).exists(),
    }
    return render(request, "supply/depot.html", context)


@needs(STOCK)
def open_depot(request: HttpRequest) -> HttpResponse:
    """A new depot."""
    by, now = actor_of(request), timezone.now()
    choices = queries.choices_for_depots(by.scope, on=timezone.localdate(now))
    form = forms.OpenDepot(
        posted(request), kinds=choices.kinds, areas=choices.areas, organisations=choices.organisations
    )
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if tried(form, operations.open_depot, at="code", code=code, said=form.said, by=by, now=now):
            messages.success(request, f"{form.cleaned_data['name']} is open.")
            return redirect("supply:depot", code=code)
    back = reverse("supply:depots")
    return ask(request, form, title="Open a depot", button="Open depot", back=back)


@needs(STOCK)
def close_depot(request: HttpRequest, code: str) -> HttpResponse:
    """From which day a depot is no more."""
    by = actor_of(request)
    found = the(queries.depot, by.scope, code, permission=STOCK)
    form = forms.OnADay(posted(request))
    if request.method == "POST" and form.is_valid():
        about = {"code": code, "by": by, "now": timezone.now(), **form.cleaned_data}
        if tried(form, operations.close_depot, **about):
            messages.success(request, f"{found.name} is closed.")
            return redirect("supply:depot", code=code)
    back = reverse("supply:depot", args=[code])
    said = "It must be empty: nothing reserved, held or on its way. What was there stays on record."
    return ask(
        request, form, title=f"Close {found.name}", button="Close depot", back=back, said=said,
        ends_something=True,
    )  # fmt: skip
