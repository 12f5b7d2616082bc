"""One party and one plan: what is answered, missing, only claimed, contradicting, overdue; who signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.answering import Sign
from junction.assurance.operations.signing import sign_off
from junction.assurance.queries import catalogues as queries
from junction.assurance.queries import chain
from junction.assurance.queries.parties import Named, may_answer
from junction.assurance.queries.standing import standing
from junction.assurance.rules.book import AssuranceRules, assurance_rules
from junction.assurance.rules.rows import Row, rows_of
from junction.assurance.rules.words import requirement_words
from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day

from .furniture import named, problem_list, strength_tag
from .party_sections import WHOLE, is_narrowed, sections_of

MOST, SHOWN = 300, 25  # requirements on a page: all of a plan to print it, and on a screen


def answer_columns(rules: AssuranceRules) -> list[Column]:
    """The four separate things and the problems: the same columns wherever answers are listed."""
    titles = {code: one.title for code, one in rules.problems.items()}
    return [
        Column("problems", "What is wrong", lambda row: problem_list(rules, row.problems),
               sort=lambda row: -len(row.problems),
               export=lambda row: "; ".join(titles[code] for code in row.problems)),
        Column("status", "Status",
               lambda row: rules.statuses[row.status].title if row.status else "No answer",
               sort=lambda row: list(rules.statuses).index(row.status) if row.status else None),
        Column("result", "Result", lambda row: rules.results[row.result].title if row.result else "Not said"),
        Column("strength", "Evidence", lambda row: strength_tag(rules, row.strength),
               sort=lambda row: list(rules.strengths).index(row.strength),
               export=lambda row: rules.strengths[row.strength].title),
        Column("depth", "Depth", lambda row: row.depth if row.depth >= 0 else "–", sort=lambda row: row.depth,
               numeric=True, export=lambda row: row.depth if row.depth >= 0 else None),
    ]  # fmt: skip


def problem_filter(rules: AssuranceRules) -> Filter:
    """Narrow to answers with one problem, or with any that contradicts."""
    choices = [("contradicts", "Contradicts itself")]
    choices += [(code, one.title) for code, one in rules.problems.items()]
    contradictions = set(rules.contradictions)

    def keep(rows: Sequence[Row], value: str) -> list[Row]:
        if value == "contradicts":
            return [row for row in rows if contradictions & set(row.problems)]
        return [row for row in rows if value in row.problems]

    return Filter("problem", "What is wrong", choices, keep)


def party_table(
    catalogue: Any, party: Named, rules: AssuranceRules, moment: Moment, *, page_size: int = MOST
) -> DataTable:
    """What one party answered, requirement by requirement."""
    themes = requirement_words(moment.day).themes
    used = [(code, one.title) for code, one in themes.items()]

    def asked(row: Row) -> str:
        href = moment.keep(reverse("assurance:answer", args=[row.requirement.pk, party.party.key]))
        ref = f"{row.requirement.ref} " if row.requirement.ref else ""
        return format_html('<a class="govuk-link" href="{}">{}{}</a>', href, ref, row.requirement.text)

    return DataTable(
        name="",
        caption=f"What {party.name} answered",
        columns=[
            Column("number", "What is asked", asked, sort=lambda row: row.requirement.number,
                   export=lambda row: row.requirement.text),
            *answer_columns(rules),
            Column("due", "By",
                   lambda row: short_day(row.requirement.due_on) if row.requirement.due_on
                   else row.requirement.due_said or "No day",
                   sort=lambda row: row.requirement.due_on, export=lambda row: row.requirement.due_on),
        ],
        filters=[
            Filter("theme", "Theme", used, lambda rows, v: [r for r in rows if r.requirement.theme == v]),
            problem_filter(rules),
        ],
        default_sort="number",
        page_size=page_size,
        empty="Nothing of this plan is asked here.",
    )  # fmt: skip


@require_safe
@needs(queries.SEE)
def party(request: HttpRequest, catalogue_id: int, key: str) -> HttpResponseBase:
    """Show how one party stands to one plan."""
    actor, now = actor_of(request), timezone.now()
    scope = actor.scope
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = assurance_rules(local_day(moment.at))
    catalogue = the(queries.catalogue, scope, catalogue_id, as_at=moment.as_at)
    one = named(scope, rules, key, on=moment.day)
    asked = list(queries.requirements(scope, catalogue_id, as_at=moment.as_at))
    rows = rows_of(standing(scope, [one], asked, rules, at=moment.at, day=moment.day), rules)
    is_whole = WHOLE in request.GET
    table = party_table(catalogue, one, rules, moment, page_size=MOST if is_whole else SHOWN)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    is_open = moment.is_live and bool(catalogue.published_at) and not catalogue.is_replaced
    counted = figures(rows, rules)
    is_part = is_narrowed(request.GET)
    context = {
        "catalogue": catalogue,
        "sections": [] if is_part else sections_of(rows, counted, rules, moment, is_whole=is_whole),
        "is_whole": is_whole,
        "is_part": is_part,
        "asked": len(rows),
        "whole_href": moment.keep(f"?{WHOLE}=1"),
        "party": one,
        "table": table.view(rows, request.GET),
        "figures": counted,
        "chain": chain_of(request, catalogue_id, one, rules, moment, is_open=is_open),
        "ways": ways(scope, catalogue, one) if is_open else [],
        "moment": moment,
        "rules": rules,
    }
    return render(request, "assurance/party.html", context)


def ways(scope: Any, catalogue: Any, one: Named) -> list[tuple[str, str]]:
    """Where who answers for it may go from its page."""
    if not may_answer(scope, one.party):
        return []
    at = [catalogue.pk, one.party.key]
    return [
        ("Answer many by one file", reverse("assurance:answer-by-file", args=at)),
        ("Take answers from an action plan", reverse("assurance:take-action-plan", args=at)),
    ]


def figures(rows: Sequence[Row], rules: AssuranceRules) -> list[tuple[str, str, int, str]]:
    """Count what is missing, only claimed, contradicting and overdue: code, label, count, status."""
    contradictions = set(rules.contradictions)
    counted = {code: sum(code in row.problems for row in rows) for code in rules.problems}
    contradicting = sum(bool(contradictions & set(row.problems)) for row in rows)
    return [
        ("no-answer", "Missing", counted["no-answer"], "amber"),
        ("only-claimed", "Only claimed", counted["only-claimed"], "amber"),
        ("contradicts", "Contradict themselves", contradicting, "red"),
        ("overdue", "Overdue", counted["overdue"], "red"),
        ("expires-soon", "Evidence expires soon", counted["expires-soon"], "amber"),
    ]


def chain_of(
    request: HttpRequest,
    catalogue_id: int,
    one: Named,
    rules: AssuranceRules,
    moment: Moment,
    *,
    is_open: bool,
) -> list[Mapping[str, Any]]:
    """The levels in turn: who signed, what was said, what changed since, and whether one may sign now."""
    scope = actor_of(request).scope
    signed = chain.newest_of_levels(scope, catalogue_id, one.party, as_at=moment.as_at)
    found: list[Mapping[str, Any]] = []
    for code in rules.parties[one.kind].levels:
        level, last = rules.levels[code], signed.get(code)
        since = last and chain.changes_since(
            scope, catalogue_id, one.party, since=last.signed_at, until=moment.at
        )
        found.append({
            "level": level, "signed": last, "since": since,
            "verdict": rules.verdicts[last.verdict] if last else None,
            "href": reverse("assurance:sign", args=[catalogue_id, one.party.key, code])
            if is_open and chain.may_sign(scope, one.party, level) else "",
        })  # fmt: skip
    return found


@needs(queries.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, catalogue_id: int, key: str, level: str) -> HttpResponse:
    """Put one's name to what is answered, at one level."""
    by, now = actor_of(request), timezone.now()
    rules = assurance_rules(timezone.localdate(now))
    catalogue = the(queries.asked_now(by.scope).get, pk=catalogue_id)
    one = named(by.scope, rules, key, on=timezone.localdate(now))
    if level not in rules.levels or not chain.may_sign(by.scope, one.party, rules.levels[level]):
        raise PermissionDenied("At this level somebody else signs.")
    words = rules.levels[level]
    form = Sign(posted(request), verdicts=rules.verdicts)
    back = reverse("assurance:party", args=[catalogue_id, key])
    if form.is_valid():
        done = tried(form, sign_off, catalogue_id=catalogue.pk, party=one.party, level=level,
                     **form.cleaned_data, by=by, now=now)  # fmt: skip
        if done:
            messages.success(request, "It is signed. What changes after now is shown beside it.")
            return redirect(back)
    return ask(request, form, title=f"Sign for {one.name}: {words.title}", button="Sign", back=back,
               said=f"You put your name to the answers to {catalogue.title} as they stand now.")  # fmt: skip
