"""Care Act easements: where each council stands, what its decision lacks, who was told."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.easements import DecideStage, EndStage, TellOf
from junction.assurance.operations import easements as operations
from junction.assurance.operations.easements import Decision
from junction.assurance.queries import easements as queries
from junction.assurance.queries.parties import may_answer
from junction.assurance.queries.reach import ANSWER, SEE
from junction.assurance.rules.easements import EasementRules, easement_rules
from junction.assurance.rules.easing import EASED, LACKING, NONE_USED, SILENT, gaps_of, has_ended, stands
from junction.assurance.rules.parties import Party
from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import moment as moment_words
from junction.core.pages.words import short_day
from junction.core.playbook import NoRuleInForce
from junction.record.queries.documents import documents, titles
from junction.record.rules.promises import promise_rules

STANDS = {
    SILENT: "Nothing said", NONE_USED: "Says none are used", EASED: "Duties are eased",
    LACKING: "Eased, and something is missing",
}  # fmt: skip
MOST, MOST_DOCUMENTS = 400, 100


def rules_on(day: date) -> EasementRules:
    """The rules in force; before there were easements there is no such page."""
    try:
        return easement_rules(day)
    except NoRuleInForce:
        raise Http404 from None


@dataclass(frozen=True, slots=True)
class Row:
    """One council, its current decision (none: silence), and what follows from it."""

    code: str
    name: str
    one: Any
    stands: str
    stage: str = "–"
    lacks: str = "–"


def row_of(council: Any, one: Any, rules: EasementRules, moment: Moment) -> Row:
    """Return the line of a council."""
    where = stands(one, at=moment.at, day=moment.day)
    if one is None:
        return Row(council.code, council.name, None, where)
    stage = easement_rules(one.decided_on).stages[one.stage].title
    if has_ended(one, at=moment.at, day=moment.day):
        stage += f" (ended {short_day(one.ended_on)})"
    missing = [] if where == NONE_USED else [rules.gaps[code] for code in gaps_of(one, day=moment.day)]
    lacks = "–" if where == NONE_USED else "; ".join(missing) or "Nothing"
    return Row(council.code, council.name, one, where, stage, lacks)


OVERVIEW = DataTable(
    name="",
    caption="Councils and the stage they work at",
    columns=[
        Column("name", "Council",
               lambda row: link("assurance:easement", row.name, row.one.pk) if row.one else row.name,
               sort=lambda row: row.name, export=lambda row: row.name),
        Column("stands", "Where it stands", lambda row: STANDS[row.stands],
               sort=lambda row: list(STANDS).index(row.stands)),
        Column("stage", "Stage", lambda row: row.stage),
        Column("since", "Decided on", lambda row: short_day(row.one.decided_on) if row.one else "–",
               export=lambda row: row.one.decided_on if row.one else None),
        Column("review", "Looked at again",
               lambda row: short_day(row.one.review_on) if row.one and row.one.review_on else "–",
               export=lambda row: row.one.review_on if row.one else None),
        Column("lacks", "Missing", lambda row: row.lacks),
    ],
    filters=[Filter("stands", "Show", list(STANDS.items()),
                    lambda rows, code: [row for row in rows if row.stands == code])],
    default_sort="name",
    empty="There is no council in your reach.",
)  # fmt: skip


@require_safe
@needs(SEE)
def easements(request: HttpRequest) -> HttpResponseBase:
    """The overview: how many ease duties, how many say none, how many say nothing; and each council."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = rules_on(moment.day)
    councils = queries.overview(scope, day=moment.day, as_at=moment.as_at)
    found = {one.pk: one for one in queries.current(scope, as_at=moment.as_at)}
    rows = [row_of(one, found.get(one.easement_number), rules, moment) for one in councils]
    counts = {code: sum(row.stands == code for row in rows) for code in STANDS}
    figures = [(STANDS[code], count, f"of {len(rows):,}", f"?stands={code}", "")
               for code, count in counts.items()]  # fmt: skip
    own = [row for row in rows[:MOST] if len(rows) < 20 and may_answer(scope, Party(area=row.code))]
    ways = [(f"Say at which stage {row.name} works", reverse("assurance:decide-stage", args=[row.code]))
            for row in own] if moment.is_live else []  # fmt: skip
    return sheet(
        request, title="Care Act easements", back=reverse("assurance:home"), figures=figures, moment=moment,
        tables=[(OVERVIEW, rows)], ways=ways,
    )  # fmt: skip


TOLD = DataTable(
    name="told",
    caption="Who was told",
    columns=[
        Column("who", "Who", lambda row: row.title),
        Column("on", "On", lambda row: short_day(row.told_on), export=lambda row: row.told_on),
        Column("how", "How", lambda row: row.how),
        Column("accessible", "In an accessible form", lambda row: "Yes" if row.is_accessible else "No"),
    ],
    empty="Nobody was told, as far as is written down.",
)


def earlier_table() -> DataTable:
    """A council's decisions."""
    return DataTable(
        name="decisions",
        caption="All decisions of this council",
        columns=[
            Column("on", "Decided on",
                   lambda row: link("assurance:easement", short_day(row.decided_on), row.pk),
                   export=lambda row: row.decided_on),
            Column("stage", "Stage", lambda row: easement_rules(row.decided_on).stages[row.stage].title),
            Column("at", "Written down", lambda row: moment_words(row.recorded_at),
                   export=lambda row: row.recorded_at),
            Column("ended", "Ended", lambda row: short_day(row.ended_on) if row.ended_on else "–",
                   export=lambda row: row.ended_on),
        ],
    )  # fmt: skip


@require_safe
@needs(SEE)
def easement(request: HttpRequest, easement_id: int) -> HttpResponseBase:
    """One decision: what was decided and why, what is missing, who was told, what came before."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.easement, scope, easement_id, as_at=moment.as_at)
    rules, ended = easement_rules(one.decided_on), has_ended(one, at=moment.at, day=moment.day)
    missing = [] if ended else gaps_of(one, day=moment.day)
    for each in one.told_by_then:
        each.title = rules.audiences[each.audience].title
    rows = queries.easements(scope, as_at=moment.as_at).filter(area=one.area_id)
    said = "Missing: " + "; ".join(rules.gaps[code] for code in missing) + "." if missing else ""
    return sheet(
        request, title=rules.stages[one.stage].title, caption=one.area.name, said=said,
        lines=_lines(scope, one, rules, ended=ended), moment=moment,
        tables=[(TOLD, one.told_by_then), (earlier_table(), rows)],
        back=moment.keep(reverse("assurance:easements")), ways=_ways(scope, one) if moment.is_live else [],
    )  # fmt: skip


def _lines(scope: Any, one: Any, rules: EasementRules, *, ended: bool) -> list[tuple[str, Any]]:
    principles = promise_rules(one.decided_on).principles
    kept = documents(scope).filter(pk=one.document_id).first() if one.document_id else None
    return [
        ("Decided on", short_day(one.decided_on)), ("Touches", one.duties), ("Why", one.reason),
        ("What changed", one.evidence), ("What it means for people", one.impact),
        ("Who had their part", "; ".join(rules.parts[code].title for code in one.parts)),
        ("Ethical principles", ", ".join(principles[code] for code in one.principles)),
        ("Looked at again", short_day(one.review_on) if one.review_on else ""),
        ("The decision", link("record:document", kept.title, kept.pk) if kept else ""),
        ("Ended", f"{short_day(one.ended_on)}: {one.ended_why}" if ended else ""),
    ]  # fmt: skip


def _ways(scope: Any, one: Any) -> list[tuple[str, str]]:
    if not may_answer(scope, Party(area=one.area_id)):
        return []
    found = [("Say who was told", reverse("assurance:tell-of-easement", args=[one.pk]))]
    if one.superseded_at is None:
        found.append(("Decide on another stage", reverse("assurance:decide-stage", args=[one.area_id])))
        if one.ended_at is None:
            found.append(("Say that it ended", reverse("assurance:end-easement", args=[one.pk])))
    return found


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def decide_stage(request: HttpRequest, area: str) -> HttpResponseBase:
    """Say at which stage one's council works; nothing is refused for what it lacks."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    row = the(queries.councils(by.scope, day=today, permission=ANSWER).get, pk=area)
    rules = rules_on(today)
    kept = titles(by.scope, most=MOST_DOCUMENTS)
    form = DecideStage(
        posted(request),
        choices={"stage": pairs(rules.stages), "parts": pairs(rules.parts), "document": kept,
                 "principles": pairs(promise_rules(today).principles)},
    )  # fmt: skip
    if form.is_valid():
        decision = Decision(area=area, **form.cleaned_data)
        if made := tried(form, operations.decide_stage, decision=decision, by=by, now=now):
            messages.success(request, "Written down. The page says what is still missing.")
            return redirect("assurance:easement", made.pk)
    said = "A council that works as usual says so with stage 1: that is something else than saying nothing."
    back = reverse("assurance:easements")
    title = f"At which stage does {row.name} work?"
    return ask(request, form, title=title, said=said, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def tell(request: HttpRequest, easement_id: int) -> HttpResponseBase:
    """Say who was told of a decision."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.easement, by.scope, easement_id)
    form = TellOf(posted(request), choices={"audience": pairs(easement_rules(one.decided_on).audiences)})
    back = reverse("assurance:easement", args=[one.pk])
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, operations.tell, easement_id=one.pk, **said, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    return ask(request, form, title="Who was told?", said=one.area.name, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def end_stage(request: HttpRequest, easement_id: int) -> HttpResponseBase:
    """Say that a stage ended."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.easement, by.scope, easement_id)
    form = EndStage(posted(request))
    back = reverse("assurance:easement", args=[one.pk])
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, operations.end_stage, easement_id=one.pk, **said, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    title = f"{one.area.name}: say that it ended"
    return ask(request, form, title=title, button="It ended", back=back, ends_something=True)
