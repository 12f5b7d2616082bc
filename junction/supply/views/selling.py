"""Pages of wholesalers: release stock to one, write down what it sold on and to whom, also by file."""

from collections.abc import Mapping
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
from junction.core.uploads import views as uploads
from junction.core.uploads.operations import send
from junction.supply.files import sales_template
from junction.supply.forms import pushing as forms
from junction.supply.operations import selling as operations
from junction.supply.queries import catalogue, depots
from junction.supply.queries import selling as queries
from junction.supply.rules.sales import ListedSale
from junction.supply.rules.uploads import SALES

from .furniture import ask, posted, the, tried, units
from .importing import rows_counted

STOCK = "supply.stock"
TABLE = DataTable(
    name="",
    caption="Sold on",
    columns=[
        Column("on", "Sold on", lambda one: short_day(one.sold_on), sort="sold_on",
               export=lambda one: one.sold_on),
        Column("place", "To", lambda one: one.place.name, sort="place__name"),
        Column("item", "Item", lambda one: one.item.name, sort="item__name"),
        Column("quantity", "Base units", lambda one: one.quantity, sort="quantity", numeric=True),
        Column("invoice", "Invoice", lambda one: one.invoice, sort="invoice"),
    ],
    default_sort="-on",
    empty="Nothing is on record yet.",
)  # fmt: skip


@needs(STOCK)
def release_stock(request: HttpRequest, code: str) -> HttpResponse:
    """Stock goes to a wholesaler, to be sold on."""
    by = actor_of(request)
    depot = the(depots.depot, by.scope, code, permission=STOCK)
    others = depots.depots(by.scope, permission=STOCK).filter(closed_on=None).exclude(pk=depot.pk)
    items = {one.code: one for one in catalogue.items(by.scope).filter(withdrawn_on=None)}
    form = forms.ReleaseStock(
        posted(request), depots=[(one.code, one.name) for one in others],
        items=[(one.code, one.name) for one in items.values()],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        item = items[given["item"]]
        order = tried(
            form, operations.release_stock, from_code=given["depot"], to_code=code, item=item,
            quantity=given["quantity"], why=given["why"], by=by, now=timezone.now(),
        )  # fmt: skip
        if order:
            granted = units(sum(line.granted for line in order.lines.all()), item)
            said = (
                f"Order {order.pk} is made; {granted} reserved for it. It is picked and sent like any other."
            )
            messages.success(request, said)
            return redirect("supply:depot", code=code)
    back = reverse("supply:depot", args=[code])
    title = f"Release stock to {depot.name}"
    return ask(request, form, title=title, button="Release stock", back=back)


@needs(STOCK)
def sales(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a wholesaler sold on, and to whom."""
    scope = actor_of(request).scope
    depot = the(depots.depot, scope, code, permission=STOCK)
    found = queries.sales(scope, depot)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(found, request.GET)
    context = {
        "title": f"What {depot.name} sold on",
        "back": reverse("supply:depot", args=[code]),
        "ways": [
            ("Add a sale", reverse("supply:record_sale", args=[code])),
            ("Import sales", reverse("supply:import_sales")),
        ],
        "table": TABLE.view(found, request.GET),
    }
    return render(request, "core/listing.html", context)


@needs(STOCK)
def record_sale(request: HttpRequest, code: str) -> HttpResponse:
    """One sale."""
    by = actor_of(request)
    depot = the(depots.depot, by.scope, code, permission=STOCK)
    choices = [(one.code, one.name) for one in catalogue.items(by.scope)]
    form = forms.RecordSale(posted(request), items=choices)
    if request.method == "POST" and form.is_valid():
        said = ListedSale(number=0, **form.cleaned_data)
        if tried(form, operations.record_sale, depot_code=code, said=said, by=by, now=timezone.now()):
            messages.success(request, "The sale is on record.")
            return redirect("supply:sales", code=code)
    back = reverse("supply:sales", args=[code])
    return ask(request, form, title=f"Add a sale by {depot.name}", button="Add sale", back=back)


def _asked(options: Mapping[str, Any]) -> uploads.Lines:
    return [("Wholesaler's depot", str(options.get("depot", "")))]


def _counts(report: Mapping[str, Any]) -> uploads.Lines:
    return rows_counted(report, new="New sales", changed="Sales changed")


PAGE = uploads.Page(
    kind=SALES,
    start="supply:import_sales",
    one="supply:sales_upload",
    onward=("supply:depots", "See the depots"),
    asked=_asked,
    counts=_counts,
    button=lambda report: "Import the sales",
)


@needs(SALES.permission)
def import_sales(request: HttpRequest) -> HttpResponse:
    """Send a file of sales, and see those sent before."""
    by, now = actor_of(request), timezone.now()
    wholesalers = depots.depots(by.scope, permission=STOCK).filter(kind="wholesaler")
    choices = [(one.code, one.name) for one in wholesalers]
    form = forms.ImportSales(posted(request), request.FILES or None, depots=choices)
    if request.method == "POST" and form.is_valid():
        file, options = form.cleaned_data["file"], {"depot": form.cleaned_data["depot"]}
        about: dict[str, Any] = {"name": str(file.name), "media_type": str(file.content_type or "")}
        upload = send(SALES, file.read(), options=options, by=by, now=now, **about)
        return redirect("supply:sales_upload", upload_id=upload.pk)
    context = {"form": form, "sent": uploads.files_sent(request, PAGE)}
    return render(request, "supply/import_sales.html", context, status=422 if form.errors else 200)


@needs(SALES.permission)
def sales_upload(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """One file that was sent."""
    return uploads.answer(request, PAGE, upload_id)


@needs(SALES.permission)
def sales_template_file(request: HttpRequest) -> HttpResponse:
    """The template, as CSV."""
    answer = HttpResponse(sales_template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sales.csv"'
    return answer
