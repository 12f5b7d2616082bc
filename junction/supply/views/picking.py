"""Pages of picking: what a depot has to pick, one order lot by lot, many as proposed; sending them off."""

from collections import defaultdict
from dataclasses import dataclass
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
from junction.core.pages.words import counted, short_day, short_moment
from junction.supply.forms import sending as forms
from junction.supply.operations import picking as operations
from junction.supply.operations import supplying
from junction.supply.queries import depots
from junction.supply.queries import picking as queries
from junction.supply.rules.lots import LotState

from .furniture import ask, link, posted, the, tried

STOCK = "supply.stock"


def receiver_of(order: Any) -> str:
    return str((order.place or order.organisation or order.to_depot).name)


TABLE = DataTable(
    name="",
    caption="To be picked, the oldest first",
    columns=[
        Column("order", "Order", lambda one: link("supply:pick_order", f"Order {one.pk}", one.pk), sort="pk",
               export=lambda one: one.pk),
        Column("at", "Made", lambda one: short_moment(one.ordered_at), sort="ordered_at"),
        Column("to", "For", receiver_of),
        Column("route", "Route", lambda one: one.get_route_display(), sort="route"),
        Column("state", "State", lambda one: one.get_state_display(), sort="state"),
    ],
    filters=[Filter("route", "Route", queries.ROUTES, lambda rows, value: rows.filter(route=value))],
    default_sort="at",
    empty="There is nothing to pick.",
)  # fmt: skip


@needs(STOCK)
def pick_list(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a depot has to pick; many orders at once as proposed."""
    by = actor_of(request)
    depot = the(depots.depot, by.scope, code, permission=STOCK)
    waiting = queries.pick_list(by.scope, depot)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(waiting, request.GET)
    first = TABLE.narrowed(waiting, request.GET)[: forms.PICKED_AT_ONCE]
    form = forms.PickMany(posted(request), initial={"shown": ",".join(str(one.pk) for one in first)})
    if request.method == "POST" and form.is_valid():
        numbers = forms.numbers_in(form.cleaned_data["shown"])[: form.cleaned_data["number"]]
        about = {"depot_code": code, "by": by, "now": timezone.now()}
        made = tried(form, operations.pick, at="number", order_ids=numbers, **about)
        if made:
            messages.success(
                request, f"Picked: {counted(len(made), 'order')}. Send them off when they are packed."
            )
            return redirect("supply:consignments", code=code)
    short = queries.waiting_for_stock(by.scope, depot).count()
    context = {"depot": depot, "form": form, "short": short, "table": TABLE.view(waiting, request.GET)}
    return render(request, "supply/pick_list.html", context, status=422 if form.errors else 200)


@needs(STOCK)
def reserve_waiting(request: HttpRequest, code: str) -> HttpResponse:
    """What has come in is reserved for what was asked for while there was none."""
    by = actor_of(request)
    depot = the(depots.depot, by.scope, code, permission=STOCK)
    form = forms.Form(posted(request))
    if request.method == "POST":
        form.full_clean()
        served = tried(form, supplying.reserve_waiting, depot_code=code, by=by, now=timezone.now())
        if served is not None:
            messages.success(request, f"Reserved more for {counted(served, 'order')}.")
            return redirect("supply:pick_list", code=code)
    back = reverse("supply:pick_list", args=[code])
    waiting = counted(queries.waiting_for_stock(by.scope, depot).count(), "line waits", "lines wait")
    said = f"{waiting} for stock. What is available now is reserved for them, the oldest first."
    title = f"Reserve what has come in at {depot.name}"
    return ask(request, form, title=title, button="Reserve it", back=back, said=said)


@dataclass(frozen=True, slots=True)
class PickRow:
    """One lot that may serve one line."""

    line_id: int
    lot_id: int
    words: str
    hint: str
    proposed: int

    @property
    def field(self) -> str:
        return f"take-{self.line_id}-{self.lot_id}"


def _rows(by: Any, order: Any, now: Any) -> list[PickRow]:
    """Every lot on the shelf for every line of an order, with what is proposed of it."""
    lines = queries.lines_to_pick(by.scope, [order.pk])
    taken = operations.propose(lines, order.from_depot, by=by, now=now)
    proposed = {(line, lot): quantity for line, lot, quantity in taken}
    usable: dict[int, list[Any]] = defaultdict(list)
    for one in depots.lots_at(by.scope, order.from_depot, at=now):
        if one.on_shelf and one.standing.state is LotState.USABLE:
            usable[one.lot.item_id].append(one)
    return [
        _row(line, one, proposed.get((line.line_id, one.lot.pk), 0))
        for line in lines
        for one in usable[line.item_id]
    ]


def _row(line: queries.ToPick, one: Any, proposed: int) -> PickRow:
    item, until = one.lot.item, one.standing.expires_on
    day = f"use by {until:%d/%m/%Y}" if until else "does not expire"
    hint = f"{line.left:,} {item.plural_unit} to pick; {one.on_shelf:,} on the shelf, {day}"
    return PickRow(line.line_id, one.lot.pk, f"{item.name}, lot {one.lot.number}", hint, proposed)


@needs(STOCK)
def pick_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order: the lots proposed, or others with a reason."""
    by, now = actor_of(request), timezone.now()
    order: Any = the(queries.order_to_pick, by.scope, order_id)
    rows = _rows(by, order, now)
    form = forms.PickOrder(posted(request), rows=rows)
    code = order.from_depot.code
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = [operations.Chosen(row.line_id, row.lot_id, given[row.field] or 0) for row in rows]
        made = tried(
            form, operations.pick, at="why", order_ids=[order.pk], depot_code=code, chosen=chosen,
            why=given["why"], express=given["express"], by=by, now=now,
        )  # fmt: skip
        if made:
            messages.success(request, "Picked. Send it off when it is packed.")
            return redirect("supply:consignment", consignment_id=made[0].pk)
    context = {"order": order, "form": form, "rows": rows, "receiver": receiver_of(order)}
    return render(request, "supply/pick_order.html", context, status=422 if form.errors else 200)


def _number(one: Any) -> str:
    return link("supply:consignment", str(one.pk), one.pk)


def _promised(one: Any) -> str:
    return short_day(one.promised_on) if one.promised_on else "–"


SENT = DataTable(
    name="",
    caption="Consignments, the newest first",
    columns=[
        Column("number", "Consignment", _number, sort="pk", export=lambda one: one.pk),
        Column("to", "For", lambda one: receiver_of(one.order)),
        Column("state", "State", lambda one: one.get_state_display(), sort="state"),
        Column("made", "Made", lambda one: short_moment(one.made_at), sort="made_at"),
        Column("promised", "Promised by", _promised, sort="promised_on"),
        Column("carrier", "Carrier", lambda one: one.carrier or "–", sort="carrier"),
        Column("tracking", "Tracking", lambda one: one.tracking or "–"),
    ],
    filters=[Filter("state", "State", queries.STATES, lambda rows, value: rows.filter(state=value))],
    default_sort="-made",
    empty="Nothing was picked here yet.",
)  # fmt: skip


@needs(STOCK)
def consignments(request: HttpRequest, code: str) -> HttpResponseBase:
    """The consignments of a depot; those that are picked can be sent off together."""
    by, now = actor_of(request), timezone.now()
    depot = the(depots.depot, by.scope, code, permission=STOCK)
    found = queries.sent_from(by.scope, depot)
    if SENT.wants_csv(request.GET):
        return SENT.csv(found, request.GET)
    picked = list(found.filter(state="picked").values_list("pk", flat=True)[: forms.PICKED_AT_ONCE])
    form = forms.Dispatch(posted(request), initial={"shown": ",".join(map(str, picked))})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        numbers = forms.numbers_in(given.pop("shown"))
        about = {"depot_code": code, "by": by, "now": now, **given}
        sent = tried(form, operations.dispatch, consignment_ids=numbers, **about)
        if sent:
            messages.success(request, f"Sent off: {counted(len(sent), 'consignment')}.")
            return redirect("supply:consignments", code=code)
    context = {
        "depot": depot,
        "form": form,
        "picked": len(picked),
        "behind": queries.left_behind(by.scope, depot, at=now).count(),
        "late": queries.lateness(by.scope, depot, on=timezone.localdate(now)),
        "table": SENT.view(found, request.GET),
    }
    return render(request, "supply/consignments.html", context, status=422 if form.errors else 200)


@needs(STOCK)
def dispatch(request: HttpRequest, consignment_id: int) -> HttpResponse:
    """One consignment goes off."""
    by = actor_of(request)
    found = the(queries.consignment, by.scope, consignment_id, permission=STOCK)
    form = forms.Dispatch(posted(request))
    del form.fields["shown"]  # it is this one
    if request.method == "POST" and form.is_valid():
        about = {"depot_code": found.from_depot.code, "by": by, "now": timezone.now(), **form.cleaned_data}
        if tried(form, operations.dispatch, consignment_ids=[found.pk], **about):
            messages.success(request, f"Consignment {found.pk} is on its way.")
            return redirect("supply:consignment", consignment_id=found.pk)
    back = reverse("supply:consignment", args=[found.pk])
    title = f"Send off consignment {found.pk} for {receiver_of(found.order)}"
    return ask(request, form, title=title, button="Send off", back=back)
