"""Promises judged by figures: the list with each figure and its age, and binding a promise to one."""

from math import isnan
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.environment import macro_of
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import short_day
from junction.record.operations.promises import bind_commitment
from junction.record.queries.said import kept
from junction.returns.rules.indicators import indicators_on

from ..forms import BindPromise
from ..queries.promises import bound_promises, judged_promises
from ..rules.judging import Judgement

JUDGEMENTS = {
    Judgement.KEPT: ("green", "Kept"),
    Judgement.LATE: ("red", "Late"),
    Judgement.NOT_YET: ("blue", "Not yet"),
    Judgement.CANNOT_BE_KNOWN: ("unknown", "Cannot be known"),
}


def _value(row: Any) -> float | None:
    return None if isnan(row.value) else round(row.value, 1)


def table() -> DataTable:
    """Promises with the figures that judge them."""
    tag = macro_of("status_tag")
    return DataTable(
        name="",
        caption="Promises that a figure judges",
        columns=[
            Column("words", "What was promised",
                   lambda row: link("record:commitment", row.commitment.words[:200], row.commitment.pk),
                   export=lambda row: row.commitment.words),
            Column("who", "Who", lambda row: row.commitment.promised_by),
            Column("says", "The figure says", lambda row: tag(*JUDGEMENTS[row.judgement]),
                   export=lambda row: str(row.judgement)),
            Column("figure", "Figure",
                   lambda row: row.indicator.name if row.indicator else row.commitment.indicator),
            Column("value", "Value", _value, numeric=True),
            Column("target", "Target",
                   lambda row: f"{row.commitment.target_is.replace('-', ' ')} {row.commitment.target:g}"
                   if row.commitment.target is not None else None),
            Column("day", "On", lambda row: short_day(row.day), export=lambda row: row.day),
            Column("age", "Newest return", lambda row: short_day(row.newest) if row.newest else None,
                   export=lambda row: row.newest),
        ],
        empty="No promise here is bound to a figure.",
    )  # fmt: skip


@needs("record.see")
@require_safe
def promises(request: HttpRequest) -> HttpResponseBase:
    """List the promises that figures judge, as they were known at any moment."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows, shown = bound_promises(scope, as_at=moment.as_at, now=now), table()

    def prepare(found: list[Any]) -> list[Any]:
        return judged_promises(scope, found, as_at=moment.as_at, now=now)

    if shown.wants_csv(request.GET):
        return shown.csv(rows, request.GET, prepare=prepare)
    context = {
        "title": "Promises judged by figures", "back": reverse("record:commitments"), "moment": moment,
        "ways": [], "table": shown.view(rows, request.GET, prepare=prepare),
        "said": "Once the last day is over, the figure of that day tells; until then, today's. "
        "A figure that you may not see, or that nobody knows, judges nothing.",
    }  # fmt: skip
    return render(request, "core/listing.html", context)


@needs("record.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def bind_promise(request: HttpRequest, number: int) -> HttpResponse:
    """Say which figure judges a promise, and what it must be."""
    by, now = actor_of(request), timezone.now()
    one = the(kept(by.scope, "commitments").get, pk=number)
    figures = [(code, found.name) for code, found in indicators_on(timezone.localdate(now)).items()]
    initial = {"indicator": one.indicator, "target": one.target, "target_is": one.target_is}
    form = BindPromise(posted(request), figures=figures, initial=initial)
    if form.is_valid():
        tried(form, bind_commitment, number=number, **form.cleaned_data, by=by, now=now)
        if not form.errors:
            messages.success(request, "The figure judges it from now on.")
            return redirect("oversight:judged-promises")
    back = reverse("record:commitment", args=[number])
    return ask(
        request, form, title="Which figure judges this promise?", button="Bind it", back=back, said=one.words
    )
