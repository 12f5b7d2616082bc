"""Pages where stock comes in: begin a delivery, then take in lot after lot by barcode or by choice."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import short_day
from junction.supply.forms import stock as forms
from junction.supply.operations import receiving
from junction.supply.queries import catalogue, depots, stock
from junction.supply.rules.receiving import Choice, NotUnderstood, Typed, understand

from .furniture import ask, link, posted, the, tried, units

STOCK = "supply.stock"
TABLE = DataTable(
    name="receipts",
    caption="Deliveries that came in",
    columns=[
        Column("on", "Came on", lambda one: short_day(one.received_on), sort="received_on"),
        Column("supplier", "Supplier", lambda one: one.supplier.name, sort="supplier__name"),
        Column("paper", "Delivery note", lambda one: one.paper or "–"),
        Column("see", "See", lambda one: link("supply:receive", f"Delivery {one.pk}", one.pk),
               export=lambda one: one.pk),
    ],
    page_size=20,
    empty="None has come in yet.",
)  # fmt: skip


@needs(STOCK)
def begin_receipt(request: HttpRequest, code: str) -> HttpResponseBase:
    """A delivery begins; those before it below."""
    by, now = actor_of(request), timezone.now()
    depot = the(depots.depot, by.scope, code, permission=STOCK)
    before = stock.receipts_of(by.scope, depot)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(before, request.GET)
    form = forms.BeginReceipt(posted(request), initial={"received_on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        about = {"depot_code": code, "by": by, "now": now, **form.cleaned_data}
        begun = tried(form, receiving.begin_receipt, at="paper", **about)
        if begun:
            return redirect("supply:receive", receipt_id=begun.pk)
    context = {
        "form": form,
        "depot": depot,
        "suppliers": depots.supplier_names(by.scope),
        "table": TABLE.view(before, request.GET),
    }
    return render(request, "supply/begin_receipt.html", context, status=422 if form.errors else 200)


def _packs(scope: Any) -> dict[str, tuple[str, Choice]]:
    """What can be counted: each item one by one, and each of its packs; by the value of the choice."""
    found: dict[str, tuple[str, Choice]] = {}
    for item in catalogue.items(scope).prefetch_related("packs"):
        found[item.code] = (f"{item.name}: single {item.plural_unit}", Choice(item.code, 1))
        for pack in item.packs.all():
            words = f"{item.name}: {pack.name} ({pack.quantity:,})"
            found[f"{item.code}/{pack.pk}"] = (words, Choice(item.code, pack.quantity))
    return found


@needs(STOCK)
def receive(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """What has come with a delivery, and the next lot."""
    by, now = actor_of(request), timezone.now()
    receipt = the(stock.receipt, by.scope, receipt_id)
    packs = _packs(by.scope)
    choices = [(value, words) for value, (words, _) in packs.items()]
    form = forms.Receive(posted(request), packs=choices)
    if request.method == "POST" and form.is_valid() and _take(form, receipt, packs, by=by, now=now):
        messages.success(request, f"Taken in: {form.cleaned_data['said']}. Scan the next, or leave the page.")
        return redirect("supply:receive", receipt_id=receipt.pk)
    context = {
        "form": form,
        "receipt": receipt,
        "lines": [(move, units(move.quantity, move.item)) for move in stock.received(by.scope, receipt)],
    }
    return render(request, "supply/receive.html", context, status=422 if form.errors else 200)


def _take(form: Any, receipt: Any, packs: dict[str, tuple[str, Choice]], *, by: Any, now: Any) -> bool:
    """Take one lot in, or say at the fields why not."""
    given = form.cleaned_data
    what = packs[given["what"]][1] if given["what"] else None
    typed = Typed(given["barcode"], what, given["lot"], given["expires_on"], given["count"])

    def pack_of(gtin: str) -> Choice | None:
        pack = catalogue.pack_of_gtin(by.scope, gtin)
        return Choice(pack.item.code, pack.quantity) if pack else None

    try:
        came = understand(typed, pack_of=pack_of, on=timezone.localdate(now))
    except NotUnderstood as wrong:
        for name, message in wrong.errors.items():
            form.add_error(name, message)
        return False
    item = catalogue.item(by.scope, came.item_code)
    line = receiving.Came(item, came.lot, came.expires_on, came.quantity)
    lot = tried(form, receiving.receive, at="expires_on", receipt_id=receipt.pk, came=line, by=by, now=now)
    given["said"] = f"{units(came.quantity, item)}, lot {came.lot}"
    return lot is not None


@needs(STOCK)
def extend_lot(request: HttpRequest, lot_id: int) -> HttpResponse:
    """A lot may be used for longer."""
    by = actor_of(request)
    lot = the(depots.lot, by.scope, lot_id)
    form = forms.ExtendLot(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        about = {"expires_on": given["expires_on"], "reason": given["why"], "source": given["source"]}
        if tried(form, receiving.extend_lot, lot_id=lot.pk, by=by, now=timezone.now(), **about):
            messages.success(request, "The extension is kept. Depots may give the lot out until the new day.")
            return redirect("supply:lot", lot_id=lot.pk)
    back = reverse("supply:lot", args=[lot.pk])
    title = f"Extend lot {lot.number} of {lot.item.name}"
    return ask(request, form, title=title, button="Keep extension", back=back)
