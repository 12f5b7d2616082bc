"""What a link worker sees: their team's people, one of them, and those who wait to be taken on."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.environment import macro_of
from junction.core.pages.furniture import link, the
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.sheets import sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, counted, short_day, short_moment
from junction.core.refusals import Refusal
from junction.core.scope import Actor, Scope
from junction.record.queries.keepers import names
from junction.support.operations import linking as operations
from junction.support.queries import linking as queries
from junction.support.queries.linking import LINK
from junction.support.rules.desk import desk_on
from junction.support.rules.linking import link_rules
from junction.support.rules.routing import routing_on

PROTECTED = "Protected: ring the helpline of the council, and say the reference"


def _tag(row: Any, at: datetime) -> SafeString:
    """How it stands, with shape and colour."""
    is_late = row.then_due and row.then_due < local_day(at)
    ended = "Ended" if row.ended_at else "Ended by the helpline"
    said = (
        ("unknown", ended)
        if row.is_over
        else ("red", "Contact is late")
        if is_late
        else ("green", "Supported")
    )
    return SafeString(macro_of("status_tag")(*said))


def _kinds(at: datetime) -> dict[str, str]:
    day = local_day(at)
    return routing_on(day).categories | desk_on(day).matter_titles


def people_table(scope: Scope, at: datetime, told: Any, workers: Any) -> DataTable:
    """Whom a team supports, whose contact is due first."""
    kinds = _kinds(at)

    def who(row: Any) -> str:
        return (
            (told[row.pk].name or "No name told") if row.pk in told else "–" if row.is_over else "Protected"
        )

    return DataTable(
        name="",
        caption="People",
        columns=[
            Column("reference", "Reference",
                   lambda row: link("support:link-case", row.referral.reference, row.pk),
                   sort="referral__reference", export=lambda row: row.referral.reference),
            Column("who", "Who", who, export=lambda row: ""),
            Column("what", "What is needed", lambda row: kinds.get(row.referral.need.category, "Danger")),
            Column("state", "State", lambda row: _tag(row, at),
                   export=lambda row: "ended" if row.is_over else "supported"),
            Column("due", "Speak with them by",
                   lambda row: short_day(row.then_due) if row.then_due and not row.is_over else "–",
                   sort="then_due", export=lambda row: row.then_due),
            Column("worker", "Seen to by", lambda row: workers.get(row.then_worker, "–")),
            Column("since", "Since", lambda row: ago(row.begun_at, at), sort="begun_at",
                   export=lambda row: row.begun_at),
        ],
        filters=[
            Filter("state", "State", [("open", "Supported"), ("over", "Ended")],
                   lambda rows, code: rows.filter(is_over=code == "over")),
            Filter("whose", "Seen to by", [("me", "You")],
                   lambda rows, _: rows.filter(then_worker=workers["me"])),
            Filter("late", "Contact", [("yes", "Late")],
                   lambda rows, _: queries.late(scope, rows, on=local_day(at))),
        ],
        default_sort="due",
        empty="Your team supports nobody yet. Who is referred to it is shown above.",
    )  # fmt: skip


@require_safe
@needs(LINK)
def people(request: HttpRequest) -> HttpResponseBase:
    """The people of one's team, whose contact is due first; above, who waits to be taken on."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.link_cases(by.scope, as_at=moment.as_at, sought=sought(request))
    told: dict[int, Any] = {}
    workers: dict[str, str] = {"me": by.key}

    def prepare(shown: list[Any]) -> list[Any]:
        if moment.is_live and request.GET.get("format") != "csv":  # no file says who they are
            told.update(queries.who_are_supported(by.scope, shown))
        workers.update(names(by.scope, {row.worker for row in shown}, own_key=by.key, now=now))
        return shown

    waits = queries.waiting(by.scope).count()
    ways = (
        [(f"{counted(waits, 'person waits', 'people wait')} to be taken on", reverse("support:link-waiting"))]
        if waits
        else []
    )
    late = queries.late(by.scope, queries.link_cases(by.scope), on=local_day(now)).count()
    figures = [("Contact is late", late, "of your team's people", f"{request.path}?late=yes",
                "red" if late else "green")]  # fmt: skip
    page = Listing(
        "My people", reverse("support:home"), moment, ways, figures=figures if moment.is_live else [],
        said="People who were referred to your team. Nobody else sees who they are here.",
    )  # fmt: skip
    answer = listed(request, people_table(by.scope, moment.at, told, workers), rows, page, prepare=prepare)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@needs(LINK)
def waiting(request: HttpRequest) -> HttpResponseBase:
    """Who was referred to one's team, or accepted by it, and nobody sees to yet."""
    by, now = actor_of(request), timezone.now()
    kinds = _kinds(now)
    table = DataTable(
        name="",
        caption="Wait to be taken on",
        columns=[
            Column("reference", "Referral", lambda row: link("support:referral", row.reference, row.pk),
                   export=lambda row: row.reference),
            Column("what", "What is needed", lambda row: kinds.get(row.need.category, "Danger")),
            Column("area", "Council", lambda row: row.need.area.name),
            Column("service", "Service", lambda row: row.service.name),
            Column("sent", "Sent", lambda row: ago(row.sent_at, now), export=lambda row: row.sent_at),
            Column("limit", "Answer by",
                   lambda row: short_moment(row.limit_at) if row.state == "sent" else "Accepted",
                   export=lambda row: row.limit_at),
        ],
        empty="Nobody waits.",
    )  # fmt: skip
    page = Listing("Wait to be taken on", reverse("support:link-people"), None,
                   said="Open a referral to read who it is about, and to take them on.")  # fmt: skip
    return listed(request, table, queries.waiting(by.scope, sought=sought(request)), page)


@require_POST
@needs(LINK)
def begin(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Take somebody on who was referred to one's team."""
    by, now = actor_of(request), timezone.now()
    try:
        made = the(operations.begin_link, referral_id, by=by, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("support:link-waiting")
    due = short_day(made.contact_due_on) if made.contact_due_on else ""
    messages.success(request, f"You see to them. Speak with them by {due}.")
    return redirect("support:link-case", made.pk)


def _steps_table(by: Actor, told: Any, at: datetime) -> DataTable:
    rules = link_rules(local_day(at))

    def what(row: Any) -> str:
        said = [row.step.get_kind_display()]
        if row.step.way in rules.ways:
            said.append(rules.ways[row.step.way].title.lower())
        if row.step.reached is False:
            said.append("not reached")
        if row.step.service:
            said.append(row.step.service.name)
        if row.step.outcome in rules.outcomes:
            said.append(rules.outcomes[row.step.outcome].title.lower())
        return ", ".join(said)

    return DataTable(
        name="steps",
        caption="What happened",
        columns=[
            Column("at", "When", lambda row: short_moment(row.step.at), export=lambda row: row.step.at),
            Column("what", "What", what),
            Column("words", "What was said", lambda row: row.words or "–", export=lambda row: ""),
            Column("by", "Written down by", lambda row: told.get(row.step.by, "–")),
        ],
    )  # fmt: skip


@require_safe
@needs(LINK)
def one_person(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """One of one's team's people: who they are, what matters to them, what happened, what may be done."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.link_cases(by.scope, as_at=moment.as_at).get, pk=case_id)
    happened = queries.steps_of(by.scope, one, as_at=moment.as_at)
    told = queries.who_are_supported(by.scope, [one]).get(one.pk) if moment.is_live else None
    keys = {row.step.by for row in happened} | {one.then_worker}
    people_named = names(by.scope, keys, own_key=by.key, now=now)
    is_hidden = moment.is_live and told is None and not one.is_over
    plan = next((row.words for row in happened if row.step.kind == "plan"), "")
    lines = [
        ("Who", PROTECTED if is_hidden else told.name if told else ""),
        ("Telephone", told.phone if told else ""), ("Address", told.address if told else ""),
        ("State", _tag(one, moment.at)),
        ("What is needed", _kinds(moment.at).get(one.referral.need.category, "Danger")),
        ("What matters to them", plan),
        ("Referral", link("support:referral", one.referral.reference, one.referral_id)),
        ("Seen to by", people_named.get(one.then_worker, "")), ("Team", one.team.name),
        ("Speak with them by", short_day(one.then_due) if one.then_due and not one.is_over else ""),
        ("Look at it together by", short_day(one.review_due_on) if one.review_due_on else ""),
        ("Rules", one.playbook),
    ]  # fmt: skip
    answer = sheet(
        request, title=f"Support {one.referral.reference}", back=moment.keep(reverse("support:link-people")),
        lines=lines, tables=[(_steps_table(by, people_named, moment.at), happened)], moment=moment,
        ways=_ways(one, by) if moment.is_live and not one.is_over else [],
    )  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer


def _ways(one: Any, by: Actor) -> list[tuple[str, str]]:
    ways = [
        ("Write down a contact", "link-contact"), ("Write down what matters to them", "link-plan"),
        ("Link them to a service", "link-find"), ("Look at it together", "link-review"),
        ("End the support", "link-end"),
    ]  # fmt: skip
    if one.worker != by.key:
        ways.append(("See to them yourself", "link-take-over"))
    return [(words, reverse(f"support:{name}", args=[one.pk])) for words, name in ways]
