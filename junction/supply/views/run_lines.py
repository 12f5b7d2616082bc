"""Lines of a run: the table, one line with its reason and its changes, and what a run gave one place."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter

from ..forms.allocation import ChangeLine
from ..operations import allocation as operations
from ..queries import allocation as queries
from ..rules.allocation import BOUND_WORDS, METHOD_WORDS, why_line, why_nothing
from ..rules.demand import BASIS_WORDS, Basis
from .furniture import link, posted, the, tried, units


def recipient(line: Any) -> str:
    """The name of whoever the line is for."""
    return str((line.place or line.to_depot).name)


def area(line: Any) -> str | None:
    """Where that is."""
    where = line.to_depot.area if line.to_depot else line.place.area or line.place.council
    return where.name if where else None


def why(line: Any) -> str:
    """Why the line is as it is, in a few words."""
    if line.edited is not None:
        return "Changed by hand"
    return why_nothing(line.nothing) if line.nothing else BOUND_WORDS[line.bound]


def sentence(line: Any) -> str:
    """Why the line is as it is, in full."""
    if line.nothing == "unknown":
        return f"{why_nothing(line.nothing)}, so it made no claim."
    said = why_line(
        claim=line.claim, weight=line.weight, floor=line.floor, cap=line.cap, given=line.given,
        bound=line.bound, level=float("inf") if line.level is None else line.level,
    )  # fmt: skip
    return f"{said} {why_nothing(line.nothing)}." if line.nothing else said


def line_table(run: Any) -> DataTable:
    """All lines of a run."""
    items = sorted({(stock.item.code, stock.item.name) for stock in run.stocks.select_related("item")})
    given = [("nothing", "Nothing"), ("some", "Something"), ("changed", "Changed by hand")]
    of_given: dict[str, dict[str, Any]] = {
        "nothing": {"packs": 0}, "some": {"packs__gt": 0}, "changed": {"edited__isnull": False},
    }  # fmt: skip
    by_place = run.kind == "places"

    def name(line: Any) -> str:
        return link("supply:run-line", recipient(line), run.pk, line.number)

    def cover(line: Any) -> float | None:
        return None if line.cover is None else round(line.cover, 1)

    return DataTable(
        name="",
        caption="Lines, in packs",
        columns=[
            Column("name", "Recipient", name, sort="place__name" if by_place else "to_depot__name",
                   export=recipient),
            Column("area", "Area", area),
            Column("item", "Item", lambda line: line.item.name, sort="item__name"),
            Column("cover", "Days of cover", cover, sort="cover", numeric=True),
            Column("claim", "Claim", lambda line: line.claim, sort="claim", numeric=True),
            Column("packs", "Given", lambda line: line.packs, sort="packs", numeric=True),
            Column("why", "Why", why),
        ],
        filters=[
            Filter("item", "Item", items, lambda rows, value: rows.filter(item__code=value)),
            Filter("given", "Given", given, lambda rows, value: rows.filter(**of_given[value])),
        ],
        default_sort="packs",
        empty="Nobody is short of any of this, or nobody's use is known.",
    )  # fmt: skip


@needs("supply.see")
def run_line(request: HttpRequest, run_id: int, number: int) -> HttpResponse:
    """One line: why it is as it is; on a draft, whoever decides may change it."""
    by = actor_of(request)
    run = the(queries.run, by.scope, run_id)
    line: Any = the(queries.line, by.scope, run, number)
    decides = by.scope.reach(queries.DECIDE)
    may_change = run.state == "draft" and (decides.national or run.area_id in decides.areas)
    form = ChangeLine(posted(request), initial={"packs": line.packs}) if may_change else None
    if request.method == "POST" and form is None:
        raise Http404
    if form and request.method == "POST" and form.is_valid():
        about = {"run_id": run_id, "number": number, "by": by, "now": timezone.now()}
        if tried(form, operations.edit_allocation_line, at="packs", **about, **form.cleaned_data):
            messages.success(request, f"{recipient(line)} is changed.")
            return redirect("supply:run-line", run_id=run_id, number=number)
    context = {
        "run": run,
        "line": line,
        "recipient": recipient(line),
        "sentence": sentence(line),
        "basis": BASIS_WORDS[Basis(line.basis)],
        "sources": sources(run, line),
        "by_method": by_method(line),
        "in_all": in_units(line, line.packs),
        "edits": line.edits.all(),
        "form": form,
    }
    return render(request, "supply/run_line.html", context, status=422 if form and form.errors else 200)


def by_method(line: Any) -> list[tuple[str, int]]:
    """What each method would give, in the order of the methods; none for a line without a claim."""
    names = {str(method): words.partition(":")[0] for method, words in METHOD_WORDS.items()}
    return [(words, line.by_method[name]) for name, words in names.items() if name in line.by_method]


def in_units(line: Any, packs: int) -> str:
    """So many packs of the item with the pack's name, and what they are in base units."""
    pack = next(one.pack for one in line.run.stocks.all() if one.item_id == line.item_id)
    return f"{packs:,} x {pack.name} ({units(packs * pack.quantity, line.item)})"


def sources(run: Any, line: Any) -> list[tuple[str, int]]:
    """Which depot sends how many packs."""
    names = {stock.depot_id: stock.depot.name for stock in run.stocks.select_related("depot")}
    return [(names[depot], packs) for depot, packs in line.sources]


@needs("supply.see")
@require_safe
def run_of_place(request: HttpRequest, run_id: int, place_id: int) -> HttpResponse:
    """What a run gave one place and why, for the place itself once the run is published."""
    scope = actor_of(request).scope
    lines: list[Any] = queries.lines_of_place(scope, run_id, place_id)
    if not lines:
        raise Http404
    context = {
        "run": lines[0].run,
        "place": lines[0].place,
        "lines": [
            (line, sentence(line), by_method(line), in_units(line, line.packs)) for line in lines
        ],
        "breadcrumbs": [
            ("Home", "/"), ("Supplies", reverse("supply:home")),
            (lines[0].place.name, reverse("supply:cover-of-place", args=[place_id])), (lines[0].run.name, ""),
        ],
    }  # fmt: skip
    return render(request, "supply/run_of_place.html", context)
