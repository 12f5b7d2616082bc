"""A party's own action plan as its answers: choose it, see what each row answers, confirm."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.assurance.operations.taking import RowTaken, take_rows
from junction.assurance.queries import catalogues as queries
from junction.assurance.queries.action_plans import RowProposed, action_plans, rows_proposed
from junction.assurance.queries.reach import ANSWER
from junction.assurance.rules.book import AssuranceRules, assurance_rules
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import the
from junction.core.pages.words import counted
from junction.core.refusals import Refusal

from .furniture import named, refuse_strangers

OWNER = "Whoever leads the action plan"


@needs(ANSWER)
@require_http_methods(["GET", "HEAD"])
def take_action_plan(request: HttpRequest, catalogue_id: int, key: str) -> HttpResponse:
    """Choose one's action plan, among those that are kept."""
    scope, today = actor_of(request).scope, timezone.localdate()
    catalogue = the(queries.asked_now(scope).get, pk=catalogue_id)
    one = named(scope, assurance_rules(today), key, on=today)
    refuse_strangers(scope, one.party)
    context = {"catalogue": catalogue, "party": one, "documents": list(action_plans(scope, one.party))}
    return render(request, "assurance/take_action_plan.html", context)


@needs(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def take_rows_of(request: HttpRequest, catalogue_id: int, key: str, document_id: int) -> HttpResponse:
    """Show what each row answers, and take what a person confirms."""
    by, now = actor_of(request), timezone.now()
    rules = assurance_rules(timezone.localdate(now))
    catalogue = the(queries.asked_now(by.scope).get, pk=catalogue_id)
    one = named(by.scope, rules, key, on=timezone.localdate(now))
    refuse_strangers(by.scope, one.party)
    document = the(action_plans(by.scope, one.party).get, pk=document_id)
    asked = [row for row in queries.requirements(by.scope, catalogue_id) if one.kind in row.actors]
    rows = rows_proposed(by.scope, document.pk, asked, rules)
    wrong: list[str] = []
    if request.method == "POST":
        taken, wrong = read_taken(request.POST, rows, {row.number: row.pk for row in asked}, rules)
    if request.method == "POST" and not wrong:
        try:
            made = take_rows(catalogue.pk, one.party, document.pk, taken, owner=OWNER, by=by, now=now)
        except Refusal as refused:
            messages.error(request, str(refused))
        else:
            words = (counted(made.answers, "answer"), counted(made.evidence, "piece", "pieces"))
            messages.success(
                request, f"{words[0]} kept, {words[1]} of evidence, {counted(made.issues, 'open issue')}."
            )
            return redirect(reverse("assurance:party", args=[catalogue.pk, key]))
    context = {
        "catalogue": catalogue, "party": one, "document": document, "rows": rows, "rules": rules,
        "wrong": wrong,
    }  # fmt: skip
    return render(request, "assurance/take_rows.html", context, status=422 if wrong else 200)


def read_taken(
    sent: Any, rows: Sequence[RowProposed], numbers: dict[int, int], rules: AssuranceRules
) -> tuple[list[RowTaken], list[str]]:
    """Return the rows that were ticked, and what is wrong with some; a requirement is named by its number."""
    taken, wrong = [], []
    for row in rows:
        at = row.statement.pk
        if f"take-{at}" not in sent:
            continue
        number, status = str(sent.get(f"number-{at}", "")).strip(), str(sent.get(f"status-{at}", ""))
        requirement = numbers.get(int(number)) if number.isdecimal() and len(number) < 7 else None
        named_row = row.statement.ref or f"line {row.statement.line}"
        if requirement is None:
            wrong.append(f"{named_row}: write the number of a requirement that is asked of you, or untick it")
        elif status not in rules.statuses:
            wrong.append(f"{named_row}: select how far it is, or untick it")
        else:
            taken.append(RowTaken(at, requirement, status, row.evidence, row.issue))
    return taken, wrong
