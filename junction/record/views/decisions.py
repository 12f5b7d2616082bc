"""Decisions: the list, one by the steps of the joint decision model with stages and chain, writing."""

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
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day
from junction.core.searching.queries import holding
from junction.record.forms.decisions import AddStage, WriteDecision
from junction.record.operations import decisions as operations
from junction.record.operations.writing import Where
from junction.record.queries import decisions as queries
from junction.record.queries import keepers, said
from junction.record.queries.documents import KEEP, SEE
from junction.record.rules.promises import promise_rules

from .showing import source_cell, source_text, where_said
from .writing import areas_of, statement_of


def state_tag(row: Any) -> Markup:
    """How a decision stands: superseded, decided or only proposed."""
    tag = macro_of("status_tag")
    if row.is_superseded:
        return tag("unknown", "Superseded")
    return tag("green", "Decided") if row.decision else tag("amber", "Proposed")


def table() -> DataTable:
    """The list of decisions."""
    narrow = {
        "decided": lambda rows: rows.filter(is_superseded=False).exclude(decision=""),
        "proposed": lambda rows: rows.filter(is_superseded=False, decision=""),
        "superseded": lambda rows: rows.filter(is_superseded=True),
    }
    return DataTable(
        name="",
        caption="Decisions",
        columns=[
            Column("title", "About", lambda row: link("record:decision", row.title, row.pk), sort="title",
                   export=lambda row: row.title),
            Column("state", "State", state_tag, export=lambda row: "superseded" if row.is_superseded
                   else "decided" if row.decision else "proposed"),
            Column("by", "Who decided", lambda row: row.decided_by or None, sort="decided_by"),
            Column("on", "Decided", lambda row: short_day(row.decided_on) if row.decided_on else None,
                   sort="decided_on", export=lambda row: row.decided_on),
            Column("review", "Review", lambda row: short_day(row.review_on) if row.review_on else "None said",
                   sort="review_on", export=lambda row: row.review_on),
            Column("area", "Of", lambda row: row.area.name if row.area else "The nation"),
            Column("source", "Where it was said", source_cell, export=source_text),
        ],
        filters=[Filter("state", "State", [(code, code.capitalize()) for code in narrow],
                        lambda rows, value: narrow[value](rows))],
        default_sort="-on",
        empty="No decision is written down here.",
    )  # fmt: skip


@needs(SEE)
@require_safe
def decisions(request: HttpRequest) -> HttpResponseBase:
    """List the decisions in reach."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = holding(queries.decisions(by.scope, as_at=moment.as_at, now=now), sought(request), "title")
    ways = [("Write one down", reverse("record:write-decision"))] if by.scope.may(KEEP) else []
    return listed(request, table(), rows, Listing("Decisions", reverse("record:home"), moment, ways))


@needs(SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """One decision; and how far it reaches at a stage is added."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one = the(queries.decisions(by.scope, as_at=moment.as_at, now=now).get, pk=number)
    rules, may = promise_rules(timezone.localdate(now)), said.may_keep(by.scope, one)
    form = AddStage(posted(request), stages=rules.decision_stages, initial={"on": timezone.localdate(now)})
    if form.is_valid():
        reach = operations.Reach(**form.cleaned_data)
        tried(form, lambda: the(operations.add_scope, number, reach, by=by, now=now))
        if not form.errors:
            messages.success(request, "It is added. What was said before stays.")
            return redirect("record:decision", number)
    chain = queries.chain_of(by.scope, one, as_at=moment.as_at, now=now)
    context = {
        "one": one, "moment": moment, "state": state_tag(one), "may_keep": may, "rules": rules,
        "options": list(one.options.all()), "form": form if may and moment.is_live else None,
        "stages": queries.stages_of(by.scope, one, at=moment.at), "chain": chain,
        "names": keepers.names(by.scope, {one.recorded_by}, own_key=by.key, now=now),
        **where_said(by.scope, one),
    }  # fmt: skip
    return render(request, "record/decision.html", context, status=422 if form.errors else 200)


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def write_decision(request: HttpRequest) -> HttpResponse:
    """Write a decision down, or one that supersedes another."""
    by, now = actor_of(request), timezone.now()
    source, earlier = statement_of(request, by), _superseded(request, by, now)
    areas = None if source or earlier else areas_of(by, now)
    form = WriteDecision(
        posted(request), areas=areas, principles=promise_rules(timezone.localdate(now)).principles,
        initial=_initial(earlier),
    )  # fmt: skip
    if form.is_valid():
        area = earlier.whose if earlier else form.cleaned_data.get("area") or None
        where = Where(area, source.pk if source else None)
        kept = tried(form, lambda: operations.write_decision(
            operations.Draft(**form.draft()), where, supersedes=earlier.pk if earlier else None,
            options=[operations.Option(**one) for one in form.options()], by=by, now=now,
        ))  # fmt: skip
        if kept:
            messages.success(request, "It is written down.")
            return redirect("record:decision", kept.pk)
    back = reverse("record:decision", args=[earlier.pk]) if earlier else reverse("record:decisions")
    said = f"It takes the place of “{earlier.title}”, which stays as it is." if earlier else ""
    return ask(request, form, title="Write down a decision", button="Write it down", back=back, said=said)


def _superseded(request: HttpRequest, by: Any, now: Any) -> Any:
    asked = request.GET.get("supersedes", "")
    if not (asked.isdecimal() and len(asked) < 19):
        return None
    return the(queries.decisions(by.scope, permission=KEEP, now=now).get, pk=int(asked))


def _initial(earlier: Any) -> dict[str, Any]:
    if earlier is None:
        return {}
    return {name: getattr(earlier, name) for name in ("title", "information", "powers", "principles")}
