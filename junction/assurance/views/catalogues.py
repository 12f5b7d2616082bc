"""Catalogues: the list, one with its requirements and lines, and setting what a plan asks."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.assurance.forms.setting import OpenCatalogue, SetRequirement, Withdraw
from junction.assurance.operations import catalogues as operations
from junction.assurance.queries import catalogues as queries
from junction.assurance.queries.reach import SEE, SET
from junction.assurance.rules.book import AssuranceRules, assurance_rules
from junction.assurance.rules.words import RequirementWords, requirement_words
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day
from junction.core.refusals import Refusal
from junction.record.queries.documents import documents

from .furniture import line_link

MOST = 300
CATALOGUES = DataTable(
    name="",
    caption="Plans and what they ask",
    columns=[
        Column("title", "Plan", lambda row: link("assurance:catalogue", row.title, row.pk), sort="title",
               export=lambda row: row.title),
        Column("version", "Version", lambda row: row.version or "–"),
        Column("from", "In force from", lambda row: short_day(row.in_force_from), sort="in_force_from",
               export=lambda row: row.in_force_from),
        Column("count", "Requirements", lambda row: row.count or 0, numeric=True),
        Column("state", "State",
               lambda row: "Replaced" if row.is_replaced else "Asked" if row.published_at else "Draft"),
        Column("progress", "How far", lambda row: link("assurance:progress", "Who stands where", row.pk),
               export=lambda row: row.pk),
    ],
    default_sort="-from",
    empty="No plan asks anything yet.",
)  # fmt: skip


@require_safe
@needs(SEE)
def catalogues(request: HttpRequest) -> HttpResponseBase:
    """List the plans whose requirements are kept."""
    scope = actor_of(request).scope
    rows = queries.catalogues(scope)
    if CATALOGUES.wants_csv(request.GET):
        return CATALOGUES.csv(rows, request.GET)
    may_set = scope.may(SET)
    context = {
        "title": "Requirements of plans",
        "table": CATALOGUES.view(rows, request.GET),
        "ways": [("Add a plan", reverse("assurance:open-catalogue"))] if may_set else [],
        "back": reverse("assurance:home"),
    }
    return render(request, "core/listing.html", context)


def requirement_table(rules: AssuranceRules, words: RequirementWords) -> DataTable:
    """Declare the table of what a plan asks."""
    actors = {code: one.title for code, one in rules.parties.items()}
    strengths = {code: one.title for code, one in words.strengths.items()}
    kinds = {code: one.title for code, one in words.kinds.items()}
    themes = {code: one.title for code, one in words.themes.items()}
    return DataTable(
        name="",
        caption="What is asked",
        columns=[
            Column("number", "Ref", lambda row: row.ref or row.number, sort="number"),
            Column("text", "What is asked", lambda row: link("assurance:requirement", row.text, row.pk),
                   export=lambda row: row.text),
            Column("actors", "Of whom", lambda row: ", ".join(actors.get(one, one) for one in row.actors)),
            Column("theme", "Theme", lambda row: themes.get(row.theme, row.theme), sort="theme"),
            Column("strength", "Strength", lambda row: strengths.get(row.strength, row.strength),
                   sort="strength"),
            Column("kind", "Kind", lambda row: kinds.get(row.kind, row.kind), sort="kind"),
            Column("due", "By", lambda row: short_day(row.due_on) if row.due_on else row.due_said or "No day",
                   sort="due_on", export=lambda row: row.due_on or row.due_said),
            Column("line", "Line", lambda row: line_link(row) or "Typed by hand",
                   export=lambda row: row.statement.line if row.statement else ""),
        ],
        filters=[
            Filter("theme", "Theme", list(themes.items()), lambda rows, v: rows.filter(theme=v)),
            Filter("strength", "Strength", list(strengths.items()), lambda rows, v: rows.filter(strength=v)),
            Filter("kind", "Kind", list(kinds.items()), lambda rows, v: rows.filter(kind=v)),
            Filter("actor", "Of whom", list(actors.items()),
                   lambda rows, v: rows.filter(actors__contains=[v])),
        ],
        default_sort="number",
        page_size=MOST,
        empty="Nothing is asked yet. Propose requirements from the plan's document, or type one.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def catalogue(request: HttpRequest, catalogue_id: int) -> HttpResponseBase:
    """Show what a plan asks, each with the line it stands in."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules, words = assurance_rules(moment.day), requirement_words(moment.day)
    found = the(queries.catalogue, scope, catalogue_id, as_at=moment.as_at)
    rows = queries.requirements(scope, catalogue_id, as_at=moment.as_at).select_related("statement")
    table = requirement_table(rules, words)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    reach = scope.reach(SET)
    may_set = moment.is_live and (reach.national or found.area_id in reach.areas)
    context = {
        "catalogue": found, "table": table.view(rows, request.GET), "may_set": may_set, "moment": moment,
        "ways": setting_ways(found) if may_set else [],
    }  # fmt: skip
    return render(request, "assurance/catalogue.html", context)


def setting_ways(found: Any) -> list[tuple[str, str]]:
    """Where who sets requirements may go from the page of a catalogue."""
    ways = [("Type a requirement", reverse("assurance:add-requirement", args=[found.pk]))]
    if found.document_id:
        ways.insert(0, ("Propose from the document", reverse("assurance:propose", args=[found.pk])))
    return ways


@needs(SET)
@require_http_methods(["GET", "HEAD", "POST"])
def open_catalogue(request: HttpRequest) -> HttpResponse:
    """Begin the catalogue of a plan, or of its next version."""
    by, now = actor_of(request), timezone.now()
    plans = documents(by.scope).filter(kind__in=("plan", "action-plan"))[:MOST]
    form = OpenCatalogue(
        posted(request),
        documents=[(one.pk, f"{one.title} ({short_day(one.received_on)})") for one in plans],
        earlier=[(one.pk, one.title) for one in queries.asked_now(by.scope)],
        initial={"document_id": request.GET.get("document", "")},
    )
    if form.is_valid():
        made = tried(form, operations.open_catalogue, **form.cleaned_data, by=by, now=now)
        if made:
            messages.success(request, "The plan is there. Nobody is asked anything before you publish it.")
            return redirect("assurance:catalogue", catalogue_id=made.pk)
    return ask(request, form, title="Add a plan", button="Add it", back=reverse("assurance:catalogues"))


@needs(SET)
@require_POST
def publish_catalogue(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    """Ask it of everybody it names."""
    try:
        the(operations.publish_catalogue, catalogue_id, by=actor_of(request), now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It is asked now of everybody it names.")
    return redirect("assurance:catalogue", catalogue_id=catalogue_id)


@needs(SET)
@require_http_methods(["GET", "HEAD", "POST"])
def add_requirement(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    """Type a requirement by hand."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.catalogue, by.scope, catalogue_id)
    today = timezone.localdate(now)
    form = SetRequirement(posted(request), rules=assurance_rules(today), words=requirement_words(today))
    back = reverse("assurance:catalogue", args=[found.pk])
    if form.is_valid():
        asked = operations.Asked(**form.asked())
        if tried(form, operations.add_requirements, catalogue_id=found.pk, asked=[asked], by=by, now=now):
            messages.success(request, "The requirement is added.")
            return redirect(back)
    return ask(request, form, title="Type a requirement", button="Add it", back=back)


@needs(SET)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_requirement(request: HttpRequest, requirement_id: int) -> HttpResponse:
    """Put a requirement in other words; the old words stay to be seen."""
    by, now = actor_of(request), timezone.now()
    old = the(queries.requirement, by.scope, requirement_id)
    today = timezone.localdate(now)
    form = SetRequirement(
        posted(request), rules=assurance_rules(today), words=requirement_words(today), with_reason=True,
        initial={name: getattr(old, name) for name in SetRequirement.base_fields if name != "why"},
    )  # fmt: skip
    if form.is_valid():
        made = tried(
            form, operations.correct_requirement, requirement_id=old.pk,
            asked=operations.Asked(**form.asked()), why=form.cleaned_data["why"], by=by, now=now,
        )  # fmt: skip
        if made:
            messages.success(request, "It is corrected. What was answered is carried along.")
            return redirect("assurance:requirement", requirement_id=made.pk)
    return ask(request, form, title="Correct a requirement", button="Correct it",
               back=reverse("assurance:requirement", args=[old.pk]))  # fmt: skip


@needs(SET)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_requirement(request: HttpRequest, requirement_id: int) -> HttpResponse:
    """Ask it of nobody any more."""
    by, now = actor_of(request), timezone.now()
    old = the(queries.requirement, by.scope, requirement_id)
    form = Withdraw(posted(request))
    if form.is_valid():
        tried(form, operations.withdraw_requirement, requirement_id=old.pk, why=form.cleaned_data["why"],
              by=by, now=now)  # fmt: skip
        if not form.errors:
            messages.success(request, format_html("“{}” is asked of nobody any more.", old.text[:80]))
            return redirect("assurance:catalogue", catalogue_id=old.catalogue_id)
    return ask(request, form, title="Withdraw a requirement", button="Withdraw it", said=old.text,
               back=reverse("assurance:requirement", args=[old.pk]), ends_something=True)  # fmt: skip
