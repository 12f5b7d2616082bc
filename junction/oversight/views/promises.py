"""Promises judged by figures: the list with each figure and its moment, what rules propose, binding one."""

from textwrap import shorten
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.environment import macro_of
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import short_day
from junction.record.queries.said import kept

from ..forms import BindPromise
from ..operations import bind_promise as bind
from ..queries.measured import figures
from ..queries.promises import Suggested, bound_promises, judged_promises, suggested
from ..rules.measures import proposed_for
from .judged import JUDGEMENTS, linked_value, must_be, number_of, of_text

SHORT = 200  # characters of a promise in a list
KEEP = "record.keep"


def table(moment: Moment) -> DataTable:
    """Promises with the figures that judge them."""
    tag = macro_of("status_tag")
    return DataTable(
        name="",
        caption="Promises that a figure judges",
        columns=[
            Column("words", "What was promised",
                   lambda row: link("oversight:judged-promise", in_short(row.commitment.words),
                                    row.commitment.pk, query=moment.query),
                   export=lambda row: row.commitment.words),
            Column("who", "Who", lambda row: row.commitment.promised_by),
            Column("says", "The figure says", lambda row: tag(*JUDGEMENTS[row.judgement]),
                   export=lambda row: str(row.judgement)),
            Column("figure", "Figure",
                   lambda row: row.figure.name if row.figure else row.commitment.indicator),
            Column("value", "Value", lambda row: linked_value(row, moment), numeric=True, export=number_of),
            Column("unit", "Unit", lambda row: row.figure.unit if row.figure else ""),
            Column("target", "Must be", lambda row: must_be(row.commitment)),
            Column("day", "On", lambda row: short_day(row.day), export=lambda row: row.day),
            Column("of", "Figure is of", of_text, export=lambda row: row.of),
        ],
        empty="No promise here is bound to a figure.",
    )  # fmt: skip


@needs("record.see")
@require_safe
def promises(request: HttpRequest) -> HttpResponseBase:
    """List the promises that figures judge, as they were known at any moment."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = bound_promises(scope, as_at=moment.as_at, now=now)

    def prepare(found: list[Any]) -> list[Any]:
        return judged_promises(scope, found, as_at=moment.as_at, now=now)

    ways = [("Figures proposed for others", reverse("oversight:suggested-figures"))]
    page = Listing(
        "Promises judged by figures", reverse("record:commitments"), moment,
        ways=ways if scope.may(KEEP) else [],
        said="Once the last day is over, the figure of that day tells; until then, today's. "
        "A figure that you may not see over the whole area, or that nobody knows, judges nothing.",
    )  # fmt: skip
    return listed(request, table(moment), rows, page, prepare=prepare)


def _bind_href(row: Suggested) -> str:
    address = reverse("oversight:bind-promise", args=[row.commitment.pk])
    return f"{address}?proposed={row.proposed.rule}"


def in_short(words: str) -> str:
    """So much of a promise as a cell bears, broken off between two words and marked as broken off."""
    return shorten(words, SHORT, placeholder="…")


def suggestions() -> DataTable:
    """Promises that nothing judges, each with the figure that a rule proposes."""
    return DataTable(
        name="",
        caption="Figures that rules propose",
        columns=[
            Column("words", "What was promised",
                   lambda row: link("record:commitment", in_short(row.commitment.words), row.commitment.pk),
                   export=lambda row: row.commitment.words),
            Column("who", "Who", lambda row: row.commitment.promised_by),
            Column("figure", "Figure", lambda row: row.figure.label),
            Column("target", "Must be",
                   lambda row: f"{row.proposed.target_is.replace('-', ' ')} {row.proposed.target:g}"),
            Column("why", "Why it is proposed", lambda row: row.proposed.why),
            Column("look", "Judge it",
                   lambda row: link("oversight:bind-promise", "Confirm or change", row.commitment.pk,
                                    query=f"?proposed={row.proposed.rule}"), export=_bind_href),
            Column("dismiss", "It does not judge it",
                   lambda row: link("oversight:dismiss-figure", "Dismiss", row.commitment.pk,
                                    row.proposed.rule),
                   export=lambda row: ""),
        ],
        empty="No rule proposes a figure for a promise that has none.",
    )  # fmt: skip


@needs(KEEP)
@require_safe
def suggested_figures(request: HttpRequest) -> HttpResponseBase:
    """List the promises without a figure for which a rule proposes one; a person confirms each."""
    rows = suggested(actor_of(request).scope, now=timezone.now())
    page = Listing(
        "Figures proposed for promises", reverse("oversight:judged-promises"), None,
        ways=[("Figures that were dismissed", reverse("oversight:dismissed-figures"))],
        said="Nothing is bound until a person confirms it. What no figure can tell, people find.",
    )  # fmt: skip
    return listed(request, suggestions(), rows, page)


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def bind_promise(request: HttpRequest, number: int) -> HttpResponse:
    """Say which figure judges a promise, and what it must be; what a rule proposes is filled in."""
    by, now = actor_of(request), timezone.now()
    one = the(kept(by.scope, "commitments").get, pk=number)
    offered = [(code, found.label) for code, found in figures(by.scope, on=local_day(now)).items()]
    initial, said = _initial(one, local_day(now), wanted="proposed" in request.GET)
    form = BindPromise(posted(request), figures=offered, initial=initial)
    if form.is_valid():
        tried(form, bind, number=number, **form.cleaned_data, by=by, now=now)
        if not form.errors:
            messages.success(request, "The figure judges it from now on.")
            return redirect("oversight:judged-promises")
    back = reverse("record:commitment", args=[number])
    return ask(
        request, form, title="Which figure judges this promise?", button="Bind it", back=back, said=said
    )


def _initial(one: Any, day: Any, *, wanted: bool) -> tuple[dict[str, Any], str]:
    """What a rule proposes for a promise without a figure, when asked; else what it is bound to."""
    proposed = proposed_for(one.words, day=day) if wanted and not one.indicator else None
    if proposed is None:
        return {"figure": one.indicator, "target": one.target, "target_is": one.target_is}, one.words
    filled = {"figure": proposed.figure, "target": f"{proposed.target:g}", "target_is": proposed.target_is}
    return filled, f"{one.words} — Proposed: {proposed.why}."
