"""Carers' assessments, short breaks, direct payments: the list, one of them, one begun from a case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
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
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.sheets import sheet, tag
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_day, short_moment
from junction.record.queries.keepers import names
from junction.support.forms.carers import OpenCarerHelp
from junction.support.operations import carers as operations
from junction.support.queries import carers as queries
from junction.support.queries.needs import ANSWER, one_need
from junction.support.rules.carers import CarerRules, carer_rules, is_person


def _tag(rules: CarerRules, row: Any, at: datetime) -> Any:
    """How it stands, with shape and colour."""
    state = rules.kinds[row.kind].states[row.then_state]
    is_late = row.then_limit is not None and row.then_limit <= at
    return tag(replace(state, colour="red", title=f"{state.title}, late") if is_late else state)


def _limit(row: Any) -> str:
    return short_moment(row.then_limit) if row.then_limit else "–"


def carers_table(rules: CarerRules, scope: Any, at: datetime, people: Mapping[str, str]) -> DataTable:
    """What is due first; no carer is named. `people`: who has one, by key."""
    kinds = [(code, kind.title) for code, kind in rules.kinds.items()]
    titles = {code: one.title for kind in rules.kinds.values() for code, one in kind.states.items()}
    reasons = {code: words for kind in rules.kinds.values() for code, words in kind.reasons.items()}
    return DataTable(
        name="",
        caption="Assessments, short breaks and direct payments",
        columns=[
            Column("need", "Case", lambda row: link("support:carer-help", row.need.reference, row.pk),
                   export=lambda row: row.need.reference),
            Column("kind", "What", lambda row: rules.kinds[row.kind].title, sort="kind"),
            Column("area", "Council", lambda row: row.need.area.name, sort="need__area__name"),
            Column("state", "State", lambda row: _tag(rules, row, at), sort="then_state",
                   export=lambda row: row.then_state),
            Column("why", "Why", lambda row: reasons.get(row.then_why, "")),
            Column("owner", "With", lambda row: people.get(row.then_owner, row.then_owner)),
            Column("limit", "Next step by", _limit, sort="then_limit", export=lambda row: row.then_limit),
            Column("opened", "Begun", lambda row: ago(row.opened_at, at), sort="opened_at",
                   export=lambda row: row.opened_at),
        ],
        filters=[
            Filter("kind", "What", kinds, lambda rows, code: rows.filter(kind=code)),
            Filter("state", "State", list(titles.items()), lambda rows, code: rows.filter(then_state=code)),
            Filter("late", "Next step", [("yes", "Late")], lambda rows, _: queries.late(scope, rows, now=at)),
        ],
        default_sort="limit",
        empty="Nothing was offered to a carer, and nobody asked for a break or of a direct payment yet.",
    )  # fmt: skip


@require_safe
@needs(ANSWER)
def carers(request: HttpRequest) -> HttpResponseBase:
    """Assessments and short breaks of carers in reach, what is due first."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    rows = queries.carer_help(by.scope, as_at=moment.as_at, sought=sought(request))
    said = "An unpaid carer has a right to an assessment by the council. How a direct payment may be used"
    said += " is decided case by case, and looked at again. Each is begun from a case of the desk."
    page = Listing("Carers and direct payments", reverse("support:desk"), moment, said=said)
    people = names(by.scope, queries.people_who_have(by.scope), own_key=by.key, now=moment.at)
    return listed(request, carers_table(carer_rules(moment.day), by.scope, moment.at, people), rows, page)


def _steps_table(rules: CarerRules, kind: str, told: Any) -> DataTable:
    reasons = rules.kinds[kind].reasons
    return DataTable(
        name="steps",
        caption="What happened",
        columns=[
            Column("at", "When", lambda row: short_moment(row.at), export=lambda row: row.at),
            Column("state", "State", lambda row: rules.title(kind, row.state)),
            Column("why", "Why", lambda row: reasons.get(row.why, "–")),
            Column("owner", "With", lambda row: told.get(row.owner, row.owner) or "–"),
            Column("on", "On", lambda row: short_day(row.on) if row.on else "–"),
            Column("until", "Agreed until", lambda row: short_day(row.until) if row.until else "–"),
            Column("by", "Written down by", lambda row: told.get(row.by, "–")),
        ],
    )


@require_safe
@needs(ANSWER)
def carer_help(request: HttpRequest, help_id: int) -> HttpResponseBase:
    """One of them: how it stands, with whom, by when, and how it came to that."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.carer_help(by.scope, as_at=moment.as_at).get, pk=help_id)
    rules, happened = carer_rules(moment.day), queries.steps(by.scope, one, as_at=moment.as_at)
    kind = rules.kinds[one.kind]
    people = {row.owner for row in happened if is_person(row.owner)}
    told = names(by.scope, {row.by for row in happened} | people, own_key=by.key, now=now)
    lines = [
        ("Case", link("support:case", one.need.reference, one.need_id)), ("Council", one.need.area.name),
        ("State", _tag(rules, one, moment.at)), ("Why", kind.reasons.get(one.then_why, "")),
        ("With", told.get(one.then_owner, one.then_owner) or "Nobody of the council yet"),
        ("Agreed until", short_day(one.then_until) if one.then_until else ""),
        ("Next step by", short_moment(one.then_limit) if one.then_limit else ""),
        ("Rules", one.playbook),
    ]  # fmt: skip
    may_go_on = moment.is_live and kind.states[one.then_state].to
    ways = [("Write down the next step", reverse("support:step-carer-help", args=[one.pk]))]
    return sheet(
        request, title=f"{kind.title} for {one.need.reference}", back=moment.keep(reverse("support:carers")),
        lines=lines, tables=[(_steps_table(rules, one.kind, told), happened)], moment=moment,
        ways=ways if may_go_on else [],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def open_carer_help(request: HttpRequest, need_id: int) -> HttpResponse:
    """Offer whose case it is an assessment, or write down that they ask for a short break."""
    by, now = actor_of(request), timezone.now()
    one: Any = the(one_need, by.scope, need_id, permission=ANSWER)
    kinds = carer_rules(local_day(now)).kinds
    words = [
        (code, f"{kind.title}: {kind.states[kind.begins].title.lower()}") for code, kind in kinds.items()
    ]
    form = OpenCarerHelp(posted(request), kinds=words)
    sent: dict[str, Any] = {"need_id": one.pk, "by": by, "now": now}
    if form.is_valid():
        made: Any = tried(form, operations.open_carer_help, **form.cleaned_data, **sent)
        if made is not None:
            messages.success(request, f"Written down. The next step is due by {short_moment(made.limit_at)}.")
            return redirect("support:carer-help", help_id=made.pk)
    said = "For whoever looks after somebody without being paid, or employs carers. Say that they may refuse."
    return ask(request, form, title=f"A carer's case: {one.reference}", said=said, button="Write it down",
               back=reverse("support:case", args=[one.pk]))  # fmt: skip
