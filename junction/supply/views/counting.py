"""Pages of counts: count a depot's shelves, say why what differs does, and see what was counted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import counted as in_words
from junction.core.pages.words import short_day
from junction.supply.forms import stock as forms
from junction.supply.operations import counting
from junction.supply.queries import depots, stock
from junction.supply.rules.stock_book import stock_book

from .furniture import link, posted, the, tried

STOCK = "supply.stock"
COUNTS = DataTable(
    name="counts",
    caption="Counts before",
    columns=[
        Column("on", "Counted on", lambda one: link("supply:stock_count", short_day(one.counted_on), one.pk),
               sort="counted_on", export=lambda one: one.counted_on),
        Column("note", "Note", lambda one: one.note or "–"),
    ],
    page_size=10,
    empty="It was never counted.",
)  # fmt: skip
LINES = DataTable(
    name="",
    caption="What was counted, in base units",
    columns=[
        Column("item", "Item", lambda one: one.item.name, sort="item__name"),
        Column("lot", "Lot", lambda one: one.lot.number, sort="lot__number"),
        Column("expected", "The books said", lambda one: one.expected, numeric=True),
        Column("counted", "Counted", lambda one: one.counted, numeric=True),
        Column("difference", "Difference", lambda one: one.counted - one.expected, numeric=True),
        Column("reason", "Why", lambda one: one.words),
        Column("note", "More about it", lambda one: one.note or "–"),
    ],
    page_size=200,
)


@needs(STOCK)
def count_stock(request: HttpRequest, code: str) -> HttpResponseBase:
    """Count first; then say why what differs does."""
    by, now = actor_of(request), timezone.now()
    depot = the(depots.depot, by.scope, code, permission=STOCK)
    before = stock.counts_of(by.scope, depot)
    if COUNTS.wants_csv(request.GET):
        return COUNTS.csv(before, request.GET)
    lots = [line for line in depots.lots_at(by.scope, depot, at=now) if line.on_shelf]
    form = forms.CountDepot(posted(request), lots=lots, initial={"counted_on": timezone.localdate(now)})
    why = None
    if request.method == "POST" and form.is_valid():
        counted = form.counted()
        if not counted:
            form.add_error(None, "Enter what you counted of at least one lot.")
        elif _moved(lots, counted):
            form.add_error(None, counting.StockMoved.sentence())
        else:
            differing = [line for line in lots if _differs(line, counted)]
            why = _why(request, differing, counted, timezone.localdate(now))
            if not differing or ("confirmed" in request.POST and why.is_valid()):
                done = _count(form, why, depot, lots, counted, by=by, now=now)
                if done:
                    messages.success(
                        request, f"Counted: {in_words(len(counted), 'lot')}. The books are right now."
                    )
                    return redirect("supply:stock_count", count_id=done.pk)
                why = None
    context = {
        "form": form,
        "depot": depot,
        "lots": lots,
        "why": why,
        "table": COUNTS.view(before, request.GET),
    }
    is_wrong = bool(form.errors or (why is not None and why.is_bound and why.errors))
    return render(request, "supply/count_stock.html", context, status=422 if is_wrong else 200)


def _moved(lots: list[Any], counted: dict[int, tuple[int, int]]) -> bool:
    """Tell whether the books have changed since the page was made that somebody counted by."""
    return any(line.lot.pk in counted and counted[line.lot.pk][1] != line.on_shelf for line in lots)


def _differs(line: Any, counted: dict[int, tuple[int, int]]) -> bool:
    return line.lot.pk in counted and counted[line.lot.pk][0] != line.on_shelf


def _why(request: HttpRequest, differing: list[Any], counted: dict[int, tuple[int, int]], day: Any) -> Any:
    """The form that asks why; filled in only once it was shown."""
    book = stock_book(day)
    asked = []
    for line in differing:
        now_there = counted[line.lot.pk][0]
        books = f"{line.on_shelf:,} in the books, {now_there:,} counted"
        words = f"{line.lot.item.name}, lot {line.lot.number}: {books}"
        reasons = book.reasons_for_count(surplus=now_there > line.on_shelf)
        asked.append((line, words, [(reason.code, reason.title) for reason in reasons]))
    return forms.SayWhy(request.POST if "confirmed" in request.POST else None, differing=asked)


def _count(
    form: Any,
    why: Any,
    depot: Any,
    lots: list[Any],
    counted: dict[int, tuple[int, int]],
    *,
    by: Any,
    now: Any,
) -> Any:
    said = why.cleaned_data if why is not None and why.is_bound and why.is_valid() else {}
    lines = [
        counting.Counted(
            lot=line.lot,
            counted=counted[line.lot.pk][0],
            expected=counted[line.lot.pk][1],
            reason=said.get(f"reason-{line.lot.pk}", ""),
            note=said.get(f"note-{line.lot.pk}", ""),
        )
        for line in lots
        if line.lot.pk in counted
    ]
    about = {"counted_on": form.cleaned_data["counted_on"], "note": form.cleaned_data["note"]}
    return tried(form, counting.count_stock, depot_code=depot.code, lines=lines, by=by, now=now, **about)


@needs("supply.see")
def stock_count(request: HttpRequest, count_id: int) -> HttpResponseBase:
    """One count."""
    scope = actor_of(request).scope
    found = the(stock.count, scope, count_id)
    book = stock_book(found.counted_on)
    lines = stock.counted(scope, found)

    def in_reasons(rows: list[Any]) -> list[Any]:
        for row in rows:
            row.words = book.title(row.reason) if row.reason else "–"
        return rows

    if LINES.wants_csv(request.GET):
        return LINES.csv(lines, request.GET, prepare=in_reasons)
    context = {
        "title": f"Count of {found.depot.name} on {short_day(found.counted_on)}",
        "back": reverse("supply:depot", args=[found.depot.code]),
        "said": found.note,
        "table": LINES.view(lines, request.GET, prepare=in_reasons),
    }
    return render(request, "core/listing.html", context)
