"""Pages of lots: those of a depot, one with its history, hold it back and let it go."""

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
from junction.core.pages.words import short_day
from junction.supply.forms import catalogue as common_forms
from junction.supply.forms import stock as forms
from junction.supply.operations import holding
from junction.supply.queries import depots as queries
from junction.supply.rules.lots import LABELS, LotState

from .furniture import ask, link, posted, the, tried

STOCK = "supply.stock"
COLOURS = {LotState.USABLE: "green", LotState.EXPIRED: "amber"}


def _until(line: Any) -> str:
    return short_day(line.standing.expires_on) if line.standing.expires_on else "Does not expire"


def _amount(name: str, heading: str) -> Column:
    def amount(line: Any) -> int:
        return int(getattr(line, name))

    return Column(name, heading, amount, sort=amount, numeric=True)


TABLE = DataTable(
    name="",
    caption="Lots, in base units",
    columns=[
        Column("lot", "Lot", lambda line: link("supply:lot", line.lot.number, line.lot.pk),
               sort=lambda line: line.lot.number, export=lambda line: line.lot.number),
        Column("item", "Item", lambda line: line.lot.item.name, sort=lambda line: line.lot.item.name),
        Column("until", "Last day of use", _until, sort=lambda line: line.standing.expires_on),
        Column("state", "State", lambda line: LABELS[line.standing.state]),
        _amount("on_shelf", "On the shelf"),
        _amount("picked", "Picked"),
        _amount("held", "Held"),
    ],
    filters=[
        Filter("state", "State", [(state.value, LABELS[state]) for state in LotState],
               lambda rows, value: [row for row in rows if row.standing.state == value]),
    ],
    empty="No lot lies here.",
)  # fmt: skip


@needs("supply.see")
def lots(request: HttpRequest, code: str) -> HttpResponseBase:
    """The lots of a depot."""
    scope = actor_of(request).scope
    depot = the(queries.depot, scope, code)
    lines = queries.lots_at(scope, depot, at=timezone.now())
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(lines, request.GET)
    context = {"title": f"Lots at {depot.name}", "back": reverse("supply:depot", args=[code])}
    return render(request, "core/listing.html", context | {"table": TABLE.view(lines, request.GET)})


@needs("supply.see")
def lot(request: HttpRequest, lot_id: int) -> HttpResponse:
    """One lot: how it stands, where it lies, how its last day moved, what held it back."""
    scope, now = actor_of(request).scope, timezone.now()
    found = the(queries.lot, scope, lot_id)
    standing = queries.standings(scope, [found], at=now)[found.pk]
    context = {
        "lot": found,
        "standing": standing,
        "item_link": link("supply:item", found.item.name, found.item.code),
        "label": LABELS[standing.state],
        "colour": COLOURS.get(standing.state, "red"),
        "extensions": list(found.extensions.order_by("-recorded_at")),
        "holds": list(found.holds.select_related("depot").order_by("-from_at")),
        "lies": queries.where_lot_lies(scope, found),
        "outside": queries.lot_outside(scope, found),
        "may_keep": scope.may(STOCK),
        "is_national": scope.reach(STOCK).national,
    }
    return render(request, "supply/lot.html", context)


@needs(STOCK)
def hold_lot(request: HttpRequest, lot_id: int) -> HttpResponse:
    """A lot may not be given out."""
    by = actor_of(request)
    found = the(queries.lot, by.scope, lot_id)
    depots = [(one.code, one.name) for one in queries.depots(by.scope, permission=STOCK)]
    everywhere = by.scope.reach(STOCK).national
    form = forms.HoldLot(posted(request), depots=depots, everywhere=everywhere)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        about = {"kind": given["kind"], "depot_code": given["depot"], "reason": given["why"]}
        if tried(form, holding.hold_lot, lot_id=found.pk, by=by, now=timezone.now(), **about):
            messages.success(request, f"Lot {found.number} is held back.")
            return redirect("supply:lot", lot_id=found.pk)
    back = reverse("supply:lot", args=[found.pk])
    said = "What lies on the shelf is set aside at once; orders it was reserved for are granted less."
    title = f"Hold lot {found.number} of {found.item.name}"
    return ask(request, form, title=title, button="Hold lot", back=back, said=said)


@needs(STOCK)
def end_hold(request: HttpRequest, lot_id: int, hold_id: int) -> HttpResponse:
    """A lot may be given out again."""
    by = actor_of(request)
    found = the(queries.lot, by.scope, lot_id)
    hold = the(queries.hold_to_end, by.scope, found, hold_id)
    form = common_forms.WithReason(posted(request))
    if request.method == "POST" and form.is_valid():
        why, now = form.cleaned_data["why"], timezone.now()
        if tried(form, holding.end_hold, hold_id=hold.pk, reason=why, by=by, now=now):
            messages.success(request, "The hold has ended.")
            return redirect("supply:lot", lot_id=found.pk)
    back = reverse("supply:lot", args=[found.pk])
    title = f"End: {hold.get_kind_display()}, lot {found.number}"
    return ask(request, form, title=title, button="End hold", back=back)
