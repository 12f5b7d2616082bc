"""Pages on which providers count what lies with them: one place, or many by a file."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import counted as in_words
from junction.core.pages.words import short_day
from junction.core.uploads import views as uploads
from junction.core.uploads.operations import send
from junction.supply.files import place_counts_template
from junction.supply.forms import place_counts as forms
from junction.supply.operations import place_counting as operations
from junction.supply.queries import place_counts as queries
from junction.supply.queries.catalogue import countables
from junction.supply.rules.place_counts import PlaceCountBook, place_count_book
from junction.supply.rules.uploads import PLACE_COUNTS

from .furniture import posted, the, tried
from .importing import rows_counted

COUNT = "supply.order"
PAGE = 50


def _lines(book: PlaceCountBook) -> DataTable:
    return DataTable(
        name="",
        caption="Counts before, in base units",
        columns=[
            Column("on", "Counted on", lambda one: short_day(one.count.counted_on),
                   export=lambda one: one.count.counted_on),
            Column("item", "Item", lambda one: one.item.name),
            Column("unit", "Counted in", lambda one: one.item.plural_unit),
            Column("expected", "The books said", lambda one: one.expected, numeric=True),
            Column("counted", "Counted", lambda one: one.counted, numeric=True),
            Column("difference", "Difference", lambda one: one.counted - one.expected, numeric=True),
            Column("reason", "Why", lambda one: book.title(one.reason) if one.reason else "–"),
        ],
        page_size=50,
        empty="Nothing was counted yet.",
    )  # fmt: skip


@needs(COUNT)
def count_places(request: HttpRequest) -> HttpResponse:
    """The places somebody may count for; with one alone, its page."""
    text = request.GET.get("q", "").strip()
    shown = list(queries.countable_places(actor_of(request).scope, text=text)[: PAGE + 1])
    if len(shown) == 1 and not text:
        return redirect("supply:count_place", shown[0].pk)
    context = {"places": shown[:PAGE], "is_more": len(shown) > PAGE, "asked": text, "page": PAGE}
    return render(request, "supply/count_places.html", context)


@needs(COUNT)
def count_place(request: HttpRequest, place_id: int) -> HttpResponseBase:
    """Count what lies at a place, and see what was counted before."""
    by, now = actor_of(request), timezone.now()
    place = the(queries.place_to_count, by.scope, place_id)
    book = place_count_book(timezone.localdate(now))
    table, before = _lines(book), queries.counted_lines(by.scope, place.pk)
    if table.wants_csv(request.GET):
        return table.csv(before, request.GET)
    books = queries.books(by.scope, queries.accounts_at(by.scope, place.pk), on=timezone.localdate(now))
    catalogue = countables(by.scope)
    items = [(code, item.name, books.get(item.pk, 0), how) for code, (item, how) in catalogue.items()]
    items.sort(key=lambda one: (not one[2], one[1]))  # what the books know of comes first
    reasons = [(one.code, one.title) for one in book.reasons.values()]
    form = forms.CountPlace(
        posted(request), items=items, reasons=reasons, initial={"counted_on": timezone.localdate(now)}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        lines = [
            operations.CountedItem(catalogue[code][0], units, reason)
            for code, (units, reason) in given["lines"].items()
        ]
        done = tried(
            form, operations.count_place, place_id=place.pk, lines=lines, counted_on=given["counted_on"],
            channel="web", by=by, now=now,
        )  # fmt: skip
        if done:
            said = f"Thank you. {in_words(len(lines), 'item')} counted; the books are right now."
            messages.success(request, said)
            return redirect("supply:count_place", place_id=place.pk)
    context = {"form": form, "place": place, "items": items, "table": table.view(before, request.GET)}
    return render(request, "supply/count_place.html", context, status=422 if form.errors else 200)


def _asked(options: Mapping[str, Any]) -> uploads.Lines:
    return []


def _counts(report: Mapping[str, Any]) -> uploads.Lines:
    return rows_counted(report, new="Items counted", changed="Counts changed")


UPLOADED = uploads.Page(
    kind=PLACE_COUNTS,
    start="supply:import_place_counts",
    one="supply:place_counts_upload",
    onward=("supply:count_places", "See the places"),
    asked=_asked,
    counts=_counts,
    button=lambda report: "Keep the counts",
)


@needs(PLACE_COUNTS.permission)
def import_place_counts(request: HttpRequest) -> HttpResponse:
    """Send a file of counts, and see those sent before."""
    form = forms.ImportPlaceCounts(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, by, now = form.cleaned_data["file"], actor_of(request), timezone.now()
        about: dict[str, Any] = {"name": str(file.name), "media_type": str(file.content_type or "")}
        upload = send(PLACE_COUNTS, file.read(), options={}, by=by, now=now, **about)
        return redirect("supply:place_counts_upload", upload_id=upload.pk)
    context = {"form": form, "sent": uploads.files_sent(request, UPLOADED)}
    return render(request, "supply/import_place_counts.html", context, status=422 if form.errors else 200)


@needs(PLACE_COUNTS.permission)
def place_counts_upload(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """One file that was sent."""
    return uploads.answer(request, UPLOADED, upload_id)


@needs(PLACE_COUNTS.permission)
def place_counts_template_file(request: HttpRequest) -> HttpResponse:
    """The template, as CSV."""
    answer = HttpResponse(place_counts_template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="counts.csv"'
    return answer
