"""Promises: the list with where each stands, one with its quote and everything that was found of it."""

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
from junction.core.pages.furniture import link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day
from junction.record.forms.promises import FindCommitment
from junction.record.operations import promises as operations
from junction.record.queries import keepers, said
from junction.record.queries import promises as queries
from junction.record.queries.documents import KEEP, SEE
from junction.record.rules.promises import Standing, age_in_days, promise_rules

from .showing import STANDINGS, day_of, last_on, source_cell, source_text, standing_tag, where_said
from .statements import shortened

PAGE = 25  # each is a card of many lines on a phone


def table() -> DataTable:
    """The list of promises."""
    return DataTable(
        name="",
        caption="Commitments",
        columns=[
            Column("words", "What was promised",
                   lambda row: link("record:commitment", shortened(row.commitment.words), row.commitment.pk),
                   export=lambda row: row.commitment.words),
            Column("who", "Who", lambda row: row.commitment.promised_by, sort="promised_by"),
            Column("to", "To whom", lambda row: row.commitment.promised_to or None),
            Column("standing", "Stands", lambda row: standing_tag(row.standing, row.late), sort="standing",
                   export=lambda row: str(row.standing)),
            Column("made", "Made", lambda row: short_day(row.commitment.made_on), sort="made_on",
                   export=lambda row: row.commitment.made_on),
            Column("due", "Last day", day_of, sort="until_on",
                   export=lambda row: last_on(row.commitment)),
            Column("age", "Age in days", lambda row: row.age, sort="made_on", numeric=True),
            Column("indicator", "Figure", lambda row: "Bound" if row.commitment.indicator else "None",
                   export=lambda row: row.commitment.indicator),
            Column("source", "Where it was said", lambda row: source_cell(row.commitment),
                   export=lambda row: source_text(row.commitment)),
        ],
        filters=[
            Filter("standing", "Stands", [(str(code), word) for code, (_, word) in STANDINGS.items()],
                   lambda rows, value: rows.filter(standing=value)),
            Filter("figure", "Figure", [("yes", "Bound to a figure"), ("no", "Bound to none")],
                   lambda rows, v: rows.filter(indicator="") if v == "no" else rows.exclude(indicator="")),
        ],
        default_sort="due",
        page_size=PAGE,
        empty="No promise is confirmed here.",
    )  # fmt: skip


@needs(SEE)
@require_safe
def commitments(request: HttpRequest) -> HttpResponseBase:
    """List the promises that people confirmed."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.commitments(by.scope, as_at=moment.as_at, now=now)
    rows = said.searched(rows, sought(request), now=now)
    ways = [("What was proposed", reverse("record:proposals", args=["commitments"])),
            ("Write one down", reverse("record:write", args=["commitments"]))]  # fmt: skip
    page = Listing("Commitments", reverse("record:home"), moment, ways if by.scope.may(KEEP) else [])
    return listed(
        request, table(), rows, page,
        prepare=lambda found: queries.with_standing(found, at=moment.at),
    )  # fmt: skip


@needs(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, number: int) -> HttpResponse:
    """One promise; and what somebody found of it is added."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.commitment, by.scope, number, as_at=moment.as_at)
    rules, may = promise_rules(timezone.localdate(now)), said.may_keep(by.scope, one)
    form = FindCommitment(posted(request), outcomes=rules.commitment_outcomes,
                          initial={"on": timezone.localdate(now)})  # fmt: skip
    if form.is_valid():
        found = operations.Found(**form.cleaned_data)
        tried(form, lambda: the(operations.find_commitment, number, found, by=by, now=now))
        if not form.errors:
            messages.success(request, "It is written down. What was found before stays.")
            return redirect("record:commitment", number)
    context = _context(by, one, moment) | {
        "form": form if may and moment.is_live and one.confirmed_at and not one.dismissed_at else None,
        "may_keep": may, "outcomes": rules.commitment_outcomes,
    }  # fmt: skip
    return render(request, "record/commitment.html", context, status=422 if form.errors else 200)


def _context(by: Any, one: Any, moment: Any) -> dict[str, Any]:
    found = queries.findings(by.scope, one, at=moment.at)
    keys = {one.recorded_by, one.confirmed_by, one.dismissed_by, *(each.recorded_by for each in found)}
    standing = queries.standing_of(one, found, at=moment.at)
    since = one.from_on or one.made_on if standing == Standing.CONTINUES else None
    return {
        "one": one, "kind": "commitments", "findings": found, "moment": moment,
        "standing": standing_tag(standing), "last_on": last_on(one), "since": since,
        "age": age_in_days(one.made_on, today=timezone.localdate(moment.at)),
        "names": keepers.names(by.scope, keys, own_key=by.key, now=moment.now), **where_said(by.scope, one),
    }  # fmt: skip
