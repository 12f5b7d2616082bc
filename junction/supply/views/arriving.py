"""Pages of what arrives: what is on its way, a consignment with its proof, what differed and the answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day, short_moment
from junction.supply.forms import sending as forms
from junction.supply.operations import arriving as operations
from junction.supply.operations import correcting
from junction.supply.queries import picking as queries
from junction.supply.rules.stock_book import stock_book

from .furniture import ask, link, posted, the, tried, units

STOCK = "supply.stock"
COLOURS = {"dispatched": "blue", "delivered": "green", "disputed": "amber"}


def _receiver(order: Any) -> str:
    return str((order.place or order.organisation or order.to_depot).name)


def _number(one: Any) -> str:
    return link("supply:consignment", f"Consignment {one.pk}", one.pk)


def _to_answer(one: Any) -> str:
    return link("supply:answer_discrepancy", f"Consignment {one.line.consignment_id}", one.pk)


TABLE = DataTable(
    name="",
    caption="What is on its way, and what came",
    columns=[
        Column("number", "Consignment", _number, sort="pk", export=lambda one: one.pk),
        Column("state", "State", lambda one: one.get_state_display(), sort="state"),
        Column("promised", "Promised by", lambda one: short_day(one.promised_on) if one.promised_on else "–",
               sort="promised_on"),
        Column("to", "For", lambda one: _receiver(one.order)),
        Column("from", "From", lambda one: one.from_depot.name, sort="from_depot__name"),
        Column("came", "Came", lambda one: short_moment(one.delivered_at) if one.delivered_at else "–",
               sort="delivered_at"),
    ],
    filters=[Filter("state", "State", queries.ARRIVING, lambda rows, value: rows.filter(state=value))],
    empty="Nothing is on its way to you.",
)  # fmt: skip


@needs("supply.see")
def arrivals(request: HttpRequest) -> HttpResponseBase:
    """What is on its way to whoever looks, and what came."""
    found = queries.arrivals(actor_of(request).scope)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(found, request.GET)
    context = {"title": "Deliveries", "back": reverse("supply:home"), "table": TABLE.view(found, request.GET)}
    return render(request, "core/listing.html", context)


@needs("supply.see")
def consignment(request: HttpRequest, consignment_id: int) -> HttpResponse:
    """One consignment, for who sends it and who awaits it."""
    scope = actor_of(request).scope
    found = the(queries.consignment, scope, consignment_id)
    book = stock_book(timezone.localdate())
    lines: list[Any] = queries.lines_of(scope, found)
    for line in lines:
        line.words = units(line.quantity, line.item)
        line.came = None if line.received is None else units(line.received, line.item)
        line.differing = [
            (one, book.title(one.reason), book.title(one.outcome)) for one in line.discrepancies.all()
        ]
    may_send = queries.consignments(scope, permission=STOCK).filter(
        pk=found.pk, from_depot__in=queries.depots(scope, permission=STOCK)
    )  # fmt: skip
    context = {
        "consignment": found,
        "receiver": _receiver(found.order),
        "lines": lines,
        "colour": COLOURS.get(found.state, "unknown"),
        "received_by": queries.who_took_in(found),
        "may_send": may_send.exists(),
        "may_confirm": found.state == "dispatched" and queries.may_confirm(scope, found),
        "may_correct": queries.may_correct(scope, found, on=timezone.localdate()),
    }
    return render(request, "supply/consignment.html", context)


@needs("supply.see")
def confirm_arrival(request: HttpRequest, consignment_id: int) -> HttpResponse:
    """Say what arrived, line by line."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.consignment, by.scope, consignment_id)
    if not queries.may_confirm(by.scope, found):
        raise Http404
    lines = queries.lines_of(by.scope, found)
    reasons = stock_book(timezone.localdate(now)).arrival_reasons.values()
    choices = [(one.code, one.title) for one in reasons]
    form = forms.ConfirmArrival(posted(request), lines=lines, reasons=choices)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form, operations.confirm_arrival, consignment_id=found.pk, said=_said(form, lines),
            received_by=form.cleaned_data["received_by"], by=by, now=now,
        )  # fmt: skip
        if done:
            messages.success(request, _thanks(done, found))
            return redirect("supply:consignment", consignment_id=found.pk)
    context = {"form": form, "consignment": found, "lines": lines}
    return render(request, "supply/confirm_arrival.html", context, status=422 if form.errors else 200)


def _said(form: Any, lines: list[Any]) -> dict[int, operations.Said]:
    given = form.cleaned_data
    return {
        line.pk: operations.Said(
            given[f"received-{line.pk}"], given[f"reason-{line.pk}"], given[f"note-{line.pk}"]
        )
        for line in lines
    }


@needs("supply.see")
def correct_arrival(request: HttpRequest, consignment_id: int) -> HttpResponse:
    """Correct what was said to have arrived, as long as it may be."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.consignment, by.scope, consignment_id)
    if not queries.may_correct(by.scope, found, on=timezone.localdate(now)):
        raise Http404
    lines = queries.lines_of(by.scope, found)
    choices = [(one.code, one.title) for one in stock_book(timezone.localdate(now)).arrival_reasons.values()]
    form = forms.CorrectArrival(posted(request), lines=lines, reasons=choices)
    if request.method == "POST" and form.is_valid():
        done = tried(
            form, correcting.correct_arrival, consignment_id=found.pk, said=_said(form, lines),
            why=form.cleaned_data["why"], by=by, now=now,
        )  # fmt: skip
        if done:
            messages.success(request, "It is corrected. What was said before stands on this page too.")
            return redirect("supply:consignment", consignment_id=found.pk)
    context = {"form": form, "consignment": found, "lines": lines, "corrects": True}
    return render(request, "supply/confirm_arrival.html", context, status=422 if form.errors else 200)


def _thanks(done: Any, found: Any) -> str:
    if done.state == "delivered":
        return "Thank you. The delivery is confirmed."
    return f"Thank you. {found.from_depot.name} looks into what differs, and its answer stands on this page."


DIFFERING = DataTable(
    name="",
    caption="Not what arrived, the oldest first",
    columns=[
        Column("answer", "Consignment", _to_answer, export=lambda one: one.line.consignment_id),
        Column("at", "Reported", lambda one: short_moment(one.reported_at), sort="reported_at"),
        Column("to", "By", lambda one: _receiver(one.line.consignment.order)),
        Column("item", "Item", lambda one: one.line.item.name, sort="line__item__name"),
        Column("missing", "Missing", lambda one: one.missing, sort="missing", numeric=True),
        Column("reason", "Why", lambda one: stock_book(timezone.localdate()).title(one.reason)),
    ],
    empty="Everything that differed is answered.",
)  # fmt: skip


@needs(STOCK)
def discrepancies(request: HttpRequest) -> HttpResponseBase:
    """What arrived otherwise than sent, and waits for an answer."""
    found = queries.open_discrepancies(actor_of(request).scope)
    if DIFFERING.wants_csv(request.GET):
        return DIFFERING.csv(found, request.GET)
    context = {
        "title": "Not what arrived",
        "back": reverse("supply:home"),
        "table": DIFFERING.view(found, request.GET),
    }
    return render(request, "core/listing.html", context)


@needs(STOCK)
def answer_discrepancy(request: HttpRequest, discrepancy_id: int) -> HttpResponse:
    """What was found out about one difference."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.open_discrepancies(by.scope).get, pk=discrepancy_id)
    book = stock_book(timezone.localdate(now))
    fits = [
        one for one in book.outcomes.values()
        if one.is_more == (found.missing < 0) and one.to != "corrected"
    ]  # fmt: skip
    form = forms.AnswerDiscrepancy(posted(request), outcomes=[(one.code, one.title) for one in fits])
    if found.missing < 0:
        del form.fields["replace"]
    if request.method == "POST" and form.is_valid():
        given = {"replace": False, **form.cleaned_data}
        if tried(form, operations.answer_discrepancy, discrepancy_id=found.pk, by=by, now=now, **given):
            messages.success(request, "The answer is kept, and the ledger is set right by it.")
            return redirect("supply:discrepancies")
    words = "more" if found.missing < 0 else "missing"
    said = (
        f"{_receiver(found.line.consignment.order)} reported {units(abs(found.missing), found.line.item)} "
        f"{words} of lot {found.line.lot.number}: {book.title(found.reason).lower()}. {found.note}"
    )
    back = reverse("supply:discrepancies")
    title = f"Answer about consignment {found.line.consignment_id}"
    return ask(request, form, title=title, button="Answer", back=back, said=said)
