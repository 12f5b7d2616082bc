"""The plan register: what is known of which plan, and whether it is all of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.plans import RegisterPlan
from junction.assurance.operations.plans import Known, register_plan
from junction.assurance.queries import plans as queries
from junction.assurance.queries import reviews as review_queries
from junction.assurance.queries.reach import ANSWER, REVIEW, SEE, named, reaches
from junction.assurance.rules.parties import Party, party_of
from junction.assurance.rules.plan_book import UNKNOWN, PlanKind, PlanRules, plan_rules
from junction.assurance.rules.reviews import review_rules
from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import moment as moment_words
from junction.core.pages.words import short_day
from junction.record.queries.documents import documents, titles

from .reviews import review_table
from .whose import key_of, whose

MOST_DOCUMENTS = 100


def register_table(rules: PlanRules) -> DataTable:
    """The plans of which something is known."""
    return DataTable(
        name="",
        caption="Plans",
        columns=[
            Column("title", "Plan", lambda row: link("assurance:plan", row.title, row.plan_id), sort="title",
                   export=lambda row: row.title),
            Column("whose", "Of", lambda row: whose(row.plan)),
            Column("level", "Level", lambda row: rules.kinds[row.plan.kind].level, sort="plan__kind"),
            Column("version", "Version", lambda row: row.version or "–", sort="version"),
            Column("state", "State", lambda row: tag_of(rules.states, row.state), sort="state",
                   export=lambda row: row.state),
            Column("on", "Obtained or promised", lambda row: short_day(row.on) if row.on else "–", sort="on",
                   export=lambda row: row.on),
            Column("owner", "Owner", lambda row: row.owner or "–"),
            Column("parent", "Below", lambda row: whose(row.parent) if row.parent else "–"),
        ],
        filters=[
            Filter("kind", "Kind", pairs(rules.kinds), lambda rows, code: rows.filter(plan__kind=code)),
            Filter("state", "State", pairs(rules.states), lambda rows, code: rows.filter(state=code)),
        ],
        default_sort="title",
        empty="Nothing is known of any plan yet.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def plan_register(request: HttpRequest) -> HttpResponseBase:
    """Show how many plans of each kind are held of how many expected, and every plan that is known of."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = plan_rules(moment.day)
    figures = []
    for kind in rules.kinds.values():
        if not kind.can_be_counted:
            continue
        found = queries.counted(scope, kind, day=moment.day, as_at=moment.as_at)
        if found.expected:
            note = f"of {found.expected:,} are held, {found.not_known:,} not known"
            href = moment.keep(reverse("assurance:expected-plans", args=[kind.code]))
            status = "green" if found.is_all else "amber"
            figures.append((kind.title, found.states.get("held", 0), note, href, status))
    rows = queries.entries(scope, as_at=moment.as_at)
    ways = [("Reviews", moment.keep(reverse("assurance:reviews"))),
            ("Plans to learn from", reverse("assurance:model-plans"))]  # fmt: skip
    return sheet(
        request, title="Plan register", back=reverse("assurance:home"), figures=figures, ways=ways,
        moment=moment, tables=[(register_table(rules), rows)],
    )  # fmt: skip


def expected_table(kind: PlanKind, rules: PlanRules, *, may_write: bool) -> DataTable:
    """Who is expected to have a plan of a kind, and what is known of it."""
    words = [*pairs(rules.states), (UNKNOWN, "Not known")]

    def narrowed(rows: Any, code: str) -> Any:
        return rows.filter(state__isnull=True) if code == UNKNOWN else rows.filter(state=code)

    def name(row: Any) -> str:
        return link("assurance:plan", row.name, row.plan_number) if row.plan_number else row.name

    def more(row: Any) -> str:
        return link("assurance:register-plan", "Say what is known", kind.code, _key(row))

    columns = [
        Column("name", kind.level, name, sort="name", export=lambda row: row.name),
        Column("state", "State", lambda row: tag_of(rules.states, row.state) if row.state else None,
               sort="state", export=lambda row: row.state or UNKNOWN),
        Column("version", "Version", lambda row: row.version or "–"),
        Column("on", "Obtained or promised", lambda row: short_day(row.plan_on) if row.plan_on else "–",
               export=lambda row: row.plan_on),
    ]  # fmt: skip
    if may_write:
        columns.append(Column("more", "More", more, export=lambda row: _key(row)))
    return DataTable(
        name="", caption=f"{kind.title}: who has one", columns=columns, default_sort="name",
        filters=[Filter("state", "State", words, narrowed)], empty="Nobody in your reach is expected to.",
    )  # fmt: skip


def _key(row: Any) -> str:
    return row.code if hasattr(row, "code") else f"p{row.pk}"


@require_safe
@needs(SEE)
def expected_plans(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Is it all of them? Of everybody expected to have a plan of a kind: held, heard of, not known."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = plan_rules(moment.day)
    one = rules.kinds.get(kind)
    if one is None or not one.can_be_counted:
        raise Http404
    found = queries.counted(scope, one, day=moment.day, as_at=moment.as_at)
    figures = [("Expected", found.expected, "", "", "")]
    figures += [(state.title, found.states.get(code, 0), "", "", "") for code, state in rules.states.items()]
    figures.append(("Not known", found.not_known, "", "", "red" if found.not_known else "green"))
    rows = queries.expected(scope, one, day=moment.day, as_at=moment.as_at)
    table = expected_table(one, rules, may_write=moment.is_live and (scope.may(ANSWER) or scope.may(REVIEW)))
    return sheet(
        request, title=f"{one.title}: is it all of them?", figures=figures, moment=moment,
        back=moment.keep(reverse("assurance:plan-register")), tables=[(table, rows)],
    )  # fmt: skip


def history_table(rules: PlanRules) -> DataTable:
    """What was known of a plan, version by version."""
    return DataTable(
        name="history",
        caption="What was known when",
        columns=[
            Column("at", "Written down", lambda row: moment_words(row.recorded_at), sort="recorded_at",
                   export=lambda row: row.recorded_at),
            Column("state", "State", lambda row: tag_of(rules.states, row.state),
                   export=lambda row: row.state),
            Column("version", "Version", lambda row: row.version or "–"),
            Column("on", "Obtained or promised", lambda row: short_day(row.on) if row.on else "–",
                   export=lambda row: row.on),
            Column("owner", "Owner", lambda row: row.owner or "–"),
            Column("source", "Said by", lambda row: row.source or "–"),
        ],
        default_sort="-at",
    )  # fmt: skip


@require_safe
@needs(SEE)
def plan(request: HttpRequest, plan_id: int) -> HttpResponseBase:
    """One plan: what is known of it and was, what stands below it, its reviews."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    entry = the(queries.entry, scope, plan_id, as_at=moment.as_at)
    rules = plan_rules(moment.day)
    below = queries.entries(scope, as_at=moment.as_at).filter(parent=plan_id)
    reviews = review_queries.reviews(scope, as_at=moment.as_at).filter(entry__plan=plan_id)
    below_table = replace(
        register_table(rules), name="below", caption="Plans below it", filters=[],
        empty="No plan is known to stand below it.",
    )  # fmt: skip
    lines = [
        ("State", tag_of(rules.states, entry.state)),
        ("Kind", rules.kinds[entry.plan.kind].title), ("Of", whose(entry.plan)), ("Version", entry.version),
        ("Obtained on" if rules.states[entry.state].is_there else "For",
         short_day(entry.on) if entry.on else ""),
        ("Said by", entry.source), ("Owner", entry.owner or "Nobody is named"),
        ("Stands below",
         link("assurance:plan", whose(entry.parent), entry.parent_id) if entry.parent else ""),
        ("Document", _document(scope, entry)),
        ("What it is to say", _asked_of(entry.plan.kind, local_day(now))),
    ]  # fmt: skip
    tables = [(review_table(moment, name="reviews"), reviews), (below_table, below),
              (history_table(rules), queries.history(scope, plan_id, as_at=moment.as_at))]  # fmt: skip
    return sheet(
        request, title=entry.title, caption=whose(entry.plan), lines=lines, tables=tables, moment=moment,
        back=moment.keep(reverse("assurance:plan-register")),
        ways=_ways(scope, entry, rules) if moment.is_live else [],
    )  # fmt: skip


def _asked_of(kind: str, day: date) -> str:
    """What a plan of this kind alone is reviewed by, in sentences."""
    return " ".join(f"{one}." for one in review_rules(day).criteria_of.get(kind, {}).values())


def _document(scope: Any, entry: Any) -> str:
    """A link to the document for who may read it; that there is one for who may not."""
    if entry.document_id is None:
        return "None is kept"
    if documents(scope).filter(pk=entry.document_id).exists():
        return link("record:document", entry.document.title, entry.document_id)
    return "Kept, and not open to you"


def _ways(scope: Any, entry: Any, rules: PlanRules) -> list[tuple[str, str]]:
    party = Party(entry.plan.area_id, entry.plan.organisation_id, entry.plan.place_id)
    to_review = reaches(scope, party, REVIEW)
    found = []
    if to_review or reaches(scope, party, ANSWER):
        args = [entry.plan.kind, key_of(entry.plan)]
        found.append(("Say what is known of it", reverse("assurance:register-plan", args=args)))
    if to_review and rules.states[entry.state].is_there:
        found.append(("Ask for a review", reverse("assurance:ask-review", args=[entry.plan_id])))
        found.append(("Publish it as a model", reverse("assurance:publish-model", args=[entry.plan_id])))
    return found


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def register(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """Say what is known of a party's plan."""
    by, now = actor_of(request), timezone.now()
    rules = plan_rules(local_day(now))
    one = rules.kinds.get(kind)
    try:
        party = party_of(key)
    except ValueError:
        raise Http404 from None
    if one is None or not one.fits(party):
        raise Http404
    of = the(named, by.scope, party, ANSWER)
    current = queries.entries(by.scope).filter(plan__kind=kind, **_plan_of(party)).first()
    kept = titles(by.scope, most=MOST_DOCUMENTS)
    if current and current.document_id and current.document_id not in dict(kept):
        kept.append((current.document_id, "The document it has now"))
    form = RegisterPlan(
        posted(request), initial=_initial(current),
        choices={"state": pairs(rules.states), "document": kept,
                 "parent": queries.parents(by.scope, but=[current.plan_id] if current else [])},
    )  # fmt: skip
    if form.is_valid():
        known = Known(kind, party, **form.cleaned_data)
        if made := tried(form, register_plan, known=known, by=by, now=now):
            messages.success(request, "Written down.")
            return redirect("assurance:plan", made.plan_id)
    back = reverse("assurance:plan", args=[current.plan_id]) if current else _back(one)
    return ask(request, form, title=f"{one.title}: {of.name}", button="Write it down", back=back)


def _plan_of(party: Party) -> dict[str, Any]:
    return {f"plan__{name}": value for name, value in party.columns.items() if value is not None}


def _initial(current: Any) -> dict[str, Any]:
    if current is None:
        return {}
    said = {name: getattr(current, name) for name in ("state", "title", "version", "on", "source", "owner")}
    return said | {"parent": current.parent_id, "document": current.document_id}


def _back(kind: PlanKind) -> str:
    if kind.can_be_counted:
        return reverse("assurance:expected-plans", args=[kind.code])
    return reverse("assurance:plan-register")
