"""Runs of sharing: which there are, a new one, one with its lines and how it compares, publish or give up."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.charts import Bar, bar_chart
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.tilemap import MapArea, MapView, map_view
from junction.core.pages.words import short_moment
from junction.core.scope import Scope
from junction.registry import queries as registry

from ..forms.allocation import ShareStock
from ..forms.catalogue import WithReason
from ..operations import allocation as operations
from ..queries import allocation as queries
from ..queries.allocation import AreaFill
from ..rules.allocation import METHOD_WORDS
from ..rules.demand import limits_on
from .furniture import ask, link, posted, the, tried
from .run_lines import line_table

DECIDE = queries.DECIDE
METHODS = {str(method): words for method, words in METHOD_WORDS.items()}
KINDS = (
    ("places", "To places, by what they lack"),
    ("drop-by-people", "A drop to forums' stores, by people aged 70 and over"),
    ("drop-by-need", "A drop to forums' stores, by what their places lack"),
)
TABLE = DataTable(
    name="",
    caption="Runs",
    columns=[
        Column("name", "Run", lambda run: link("supply:run", run.name, run.pk), sort="name",
               export=lambda run: run.name),
        Column("kind", "To whom", lambda run: run.get_kind_display(), sort="kind"),
        Column("area", "Area", lambda run: run.area.name if run.area else "The nation", sort="area__name"),
        Column("state", "State", lambda run: run.get_state_display(), sort="state"),
        Column("asked_at", "Begun", lambda run: short_moment(run.asked_at), sort="asked_at",
               export=lambda run: run.asked_at),
    ],
    default_sort="-asked_at",
    empty="No stock has been shared in a run yet.",
)  # fmt: skip


@needs("supply.see")
@require_safe
def runs(request: HttpRequest) -> HttpResponseBase:
    """Runs in reach."""
    scope = actor_of(request).scope
    found = queries.runs(scope)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(found, request.GET)
    ways = [("Share stock", reverse("supply:share-stock"))] if scope.may(DECIDE) else []
    if scope.reach(DECIDE).national:
        ways.append(("People aged 70 and over", reverse("supply:older-people")))
    said = "A run shares scarce stock among all who lack it, and says why each gets what it gets."
    context = {
        "title": "Sharing",
        "back": reverse("supply:home"),
        "ways": ways,
        "said": said,
        "table": TABLE.view(found, request.GET),
    }
    return render(request, "core/listing.html", context)


@needs(DECIDE)
def share_stock(request: HttpRequest) -> HttpResponse:
    """A new run."""
    by, now = actor_of(request), timezone.now()
    offers = queries.on_offer(by.scope, now=now)
    stocks = [
        (one.key, f"{one.depot.name}: {one.item.name}, {one.packs:,} x {one.pack.name}") for one in offers
    ]
    is_national = by.scope.reach(DECIDE).national
    kinds = KINDS if is_national else KINDS[:1]
    aim = {"days": limits_on(timezone.localdate()).target_days}
    form = ShareStock(posted(request), kinds=kinds, areas=areas_of(by.scope), stocks=stocks, initial=aim)
    if request.method == "POST" and form.is_valid():
        wish = operations.Wish(**form.said)
        made = tried(form, operations.ask_allocation, wish=wish, by=by, now=now)
        if made:
            return redirect("supply:run", run_id=made.pk)
    context = {"form": form, "offers": offers, "is_national": is_national}
    return render(request, "supply/share_stock.html", context, status=422 if form.errors else 200)


def areas_of(scope: Scope) -> list[tuple[str, str]]:
    """The areas that somebody may share in: for the nation also every region and forum."""
    reach = scope.reach(DECIDE)
    if not reach.national:
        return [(area.code, area.name) for area in registry.topmost(reach.areas)]
    on = timezone.localdate()
    wide = [area for kind in ("region", "lrf") for area in registry.areas(scope, kind=kind, on=on)]
    return [("", "The nation"), *((area.code, area.name) for area in wide)]


@needs("supply.see")
@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """One run: what it shares, how the methods compare, where it falls short, and its lines."""
    scope = actor_of(request).scope
    found = the(queries.run, scope, run_id)
    if found.state in ("waiting", "settling", "failed"):
        return render(request, "supply/run_waiting.html", {"run": found})
    table, lines = line_table(found), queries.lines(scope, found)
    if table.wants_csv(request.GET):
        return table.csv(lines, request.GET)
    decides = scope.reach(DECIDE)
    bands = queries.fill_bands(scope, found)
    context = {
        "run": found,
        "may_decide": found.state == "draft" and (decides.national or found.area_id in decides.areas),
        "method": METHODS[found.method],
        "methods": [(METHODS[line["method"]].partition(":")[0], line) for line in found.summary["methods"]],
        "chart": bar_chart(
            "fills", "Claims by the part that is met", [Bar(words, (count,)) for words, count in bands],
            parts=("Claims",), unit="claims",
        ),
        "map": map_of(queries.area_fills(scope, found), limits_on(found.on)),
        "unserved": queries.unserved(scope, found),
        "stocks": found.stocks.select_related("depot", "item", "pack"),
        "following": queries.following(scope, found) if found.state == "published" else [],
        "table": table.view(lines, request.GET),
        "looked_up": looked_up(scope, found, request.GET.get("find", "")),
    }  # fmt: skip
    return render(request, "supply/run.html", context)


def looked_up(scope: Scope, run: Any, text: str) -> list[tuple[str, str]] | None:
    """The places found by a name, with the addresses that say what they get and why; none where not asked."""
    if not text.strip():
        return None
    found: list[Any] = list(queries.recipients(scope, run, text))
    return [(line.place.name, reverse("supply:run-of-place", args=[run.pk, line.place_id])) for line in found]


def centre(area: Any) -> tuple[float, float] | None:
    """Where an area's tile lies."""
    return None if area.longitude is None or area.latitude is None else (area.longitude, area.latitude)


def map_of(fills: list[AreaFill], limits: Any) -> MapView | None:
    """Areas by the part of their claims that is met; none for a single area."""
    if len(fills) < 2:
        return None

    def status(fill: float) -> str:
        return "red" if fill < limits.fill_red else "amber" if fill < limits.fill_amber else "green"

    return map_view(
        "map",
        "Part of claims that is met",
        [
            MapArea(
                code=one.area.code,
                name=one.area.name,
                place=centre(one.area),
                value=f"{one.fill:.0%}",
                status=status(one.fill),
            )
            for one in fills
        ],
        measure="Mean part of a claim that is met",
    )


@needs("supply.see")
@require_safe
def solve_again(request: HttpRequest, run_id: int) -> HttpResponse:
    """Solve a run once more from what was frozen, and say whether the bytes are the same."""
    scope = actor_of(request).scope
    found = the(queries.run, scope, run_id)
    if not found.inputs_sha256:
        return redirect("supply:run", run_id=run_id)
    context = {"run": found, "is_same": queries.is_the_same_again(scope, found)}
    return render(request, "supply/run_again.html", context)


@needs(DECIDE)
def publish_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Publish a draft, with a reason."""
    said = "Its orders are made and the stock is reserved for them. It cannot be changed after that."
    return settle(
        request, run_id, operations.approve_allocation, title="Publish",
        button="Publish and reserve the stock", said=said, told="is approved.",
    )  # fmt: skip


@needs(DECIDE)
def give_up_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Give a draft up, with a reason."""
    said = "It stays on record as it is, and nothing follows from it."
    return settle(
        request, run_id, operations.give_up_allocation, title="Give up", button="Give the run up", said=said,
        told="is given up.", ends_something=True,
    )  # fmt: skip


def settle(
    request: HttpRequest, run_id: int, work: Callable[..., Any], *, title: str, button: str, said: str,
    told: str, ends_something: bool = False,
) -> HttpResponse:  # fmt: skip
    """Ask for a reason, then do it."""
    by = actor_of(request)
    found = the(queries.run, by.scope, run_id, permission=DECIDE)
    form = WithReason(posted(request))
    if request.method == "POST" and form.is_valid():
        done = tried(form, work, run_id=run_id, why=form.cleaned_data["why"], by=by, now=timezone.now())
        if done:
            messages.success(request, f"{found.name} {told}")
            return redirect("supply:run", run_id=run_id)
    return ask(
        request, form, title=f"{title}: {found.name}", button=button, said=said,
        back=reverse("supply:run", args=[run_id]), ends_something=ends_something,
    )  # fmt: skip
