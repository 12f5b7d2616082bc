"""Contradictions: the list, and one with both quotes side by side, which a person settles."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.environment import macro_of
from junction.core.pages.furniture import link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day
from junction.core.searching.queries import holding
from junction.record.forms.promises import HowItEnded
from junction.record.operations.contradictions import settle_contradiction
from junction.record.queries import contradictions as queries
from junction.record.queries import documents as documents_of
from junction.record.queries import keepers, reading
from junction.record.queries.documents import SEE
from junction.record.rules.promises import promise_rules
from junction.record.rules.showing import quoted
from junction.record.rules.source import Span

from .statements import line_link

KINDS = {
    "two-dates": "Two dates for one event",
    "in-place-and-pending": "In place, and still to come",
    "sum-does-not-add-up": "A sum that does not add up",
    "number-without-scope": "Two numbers of one thing",
    "withheld-and-named": "Taken out here, named there",
}


def kind_in_words(code: str) -> str:
    """Name a kind of contradiction."""
    return KINDS.get(code, code.replace("-", " ").capitalize())


def state_tag(row: Any) -> Markup:
    """Open, or settled."""
    tag = macro_of("status_tag")
    return tag("amber", "Open") if row.state == "open" else tag("green", "Settled")


def table() -> DataTable:
    """The list of contradictions."""
    return DataTable(
        name="",
        caption="Contradictions",
        columns=[
            Column("why", "What does not agree", lambda row: link("record:contradiction", row.why, row.pk),
                   export=lambda row: row.why),
            Column("kind", "Kind", lambda row: kind_in_words(row.kind), sort="kind"),
            Column("one", "First", lambda row: row.one.document.title),
            Column("one-line", "Line", lambda row: line_link(row.one), numeric=True,
                   export=lambda row: row.one.line),
            Column("other", "Second", lambda row: row.other.document.title),
            Column("other-line", "Line", lambda row: line_link(row.other), numeric=True,
                   export=lambda row: row.other.line),
            Column("state", "State", state_tag, sort="state", export=lambda row: row.state),
            Column("found", "Found", lambda row: short_day(timezone.localdate(row.proposed_at)),
                   sort="proposed_at", export=lambda row: row.proposed_at),
        ],
        filters=[
            Filter("kind", "Kind", list(KINDS.items()), lambda rows, value: rows.filter(kind=value)),
            Filter("state", "State", [("open", "Open"), ("settled", "Settled")],
                   lambda rows, value: rows.filter(state=value)),
        ],
        default_sort="-found",
        empty="No contradiction was found in what you may read.",
    )  # fmt: skip


@needs(SEE)
@require_safe
def contradictions(request: HttpRequest) -> HttpResponseBase:
    """List what was proposed and what was settled."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = holding(queries.contradictions(by.scope, as_at=moment.as_at, now=now), sought(request), "why")
    said = "Rules propose what cannot both be so, few and sure. A person settles each."
    return listed(
        request, table(), rows, Listing("Contradictions", reverse("record:home"), moment, said=said)
    )


@needs(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def contradiction(request: HttpRequest, number: int) -> HttpResponse:
    """Both quotes side by side; and how it is settled."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.contradictions(by.scope, as_at=moment.as_at, now=now).get, pk=number)
    outcomes = promise_rules(timezone.localdate(now)).contradiction_outcomes
    may = queries.may_settle(by.scope, one) and moment.is_live and one.state == "open"
    form = HowItEnded(posted(request), outcomes=outcomes)
    if form.is_valid():
        tried(form, lambda: settle_contradiction(number, **form.cleaned_data, by=by, now=now))
        if not form.errors:
            messages.success(request, "It is settled. Both documents stay as they are.")
            return redirect("record:contradiction", number)
    context = {
        "one": one, "kind": kind_in_words(one.kind), "state": state_tag(one), "moment": moment,
        "outcomes": outcomes, "form": form if may else None,
        "sides": [_side(by.scope, one.one, one.one_start, one.one_end),
                  _side(by.scope, one.other, one.other_start, one.other_end)],
        "names": keepers.names(by.scope, {one.settled_by}, own_key=by.key, now=now),
    }  # fmt: skip
    return render(request, "record/contradiction.html", context, status=422 if form.errors else 200)


def _side(scope: Any, statement: Any, start: int, end: int) -> dict[str, Any]:
    document = the(documents_of.document, scope, statement.document_id)
    lines = quoted(reading.source_of(document), (Span(start, end),))
    return {"statement": statement, "document": document, "lines": lines}
