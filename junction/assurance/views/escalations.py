"""Emergency needs: the list, one with its ladder, asking for help, passing up, what came of it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.escalations import Escalate, PassUp, SayOutcome
from junction.assurance.operations import escalations as operations
from junction.assurance.operations.escalations import Needed
from junction.assurance.operations.raising_refusals import NotYoursToRaise
from junction.assurance.queries import escalations as queries
from junction.assurance.queries.escalations import SUBJECT
from junction.assurance.queries.owners import of_owner
from junction.assurance.queries.reach import ANSWER, RAISE, SEE
from junction.assurance.rules.escalations import EscalationRules, escalation_rules, hours_late
from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted, short_moment
from junction.core.scope import Actor
from junction.registry.queries import place_by_identifier

from .national import LATE, OWNERS
from .owning import owner_cell, owners_shown, ways_of_owning, who_has, with_homes


def table(rules: EscalationRules, moment: Moment, by: Actor) -> DataTable:
    """The list of escalations; each row has its `home`."""
    return DataTable(
        name="",
        caption="Emergency needs",
        columns=[
            Column("place", "Who needs it", lambda row: link("assurance:escalation", row.place.name, row.pk,
                                                                   query=moment.keep("")),
                   sort="place__name", export=lambda row: row.place.name),
            Column("need", "What", lambda row: rules.needs.get(row.need, row.need), sort="need"),
            Column("by", "Needed by", lambda row: short_moment(row.needed_by), sort="needed_by",
                   export=lambda row: row.needed_by),
            Column("rung", "Where it is", lambda row: rules.rungs[row.rung].title, sort="rung"),
            Column("state", "How it stands", lambda row: tag_of(rules.states, row.state), sort="state",
                   export=lambda row: rules.states[row.state].title),
            Column("late", "In time", lambda row: time_of(row, moment),
                   export=lambda row: "late" if row.is_late else "in time"),
            Column("council", "Council", lambda row: row.council.name, sort="council__name"),
            Column("owner", "Who has it", lambda row: owner_cell(row.home)),
        ],
        filters=[
            Filter("desk", "Whose", [("mine", "Waits for me")],
                   lambda rows, code: queries.waiting_here(by.scope, rows)),
            Filter("state", "How it stands", pairs(rules.states),
                   lambda rows, code: rows.filter(state=code)),
            Filter("rung", "Where it is", pairs(rules.rungs), lambda rows, code: rows.filter(rung=code)),
            Filter("late", "In time", LATE, lambda rows, code: rows.filter(is_late=code == "yes")),
            Filter("need", "What", pairs(rules.needs), lambda rows, code: rows.filter(need=code)),
            Filter("owner", "Who has it", OWNERS,
                   lambda rows, code: of_owner(rows, code, own_key=by.key)),
        ],
        default_sort="by",
        empty="No emergency need has reached you.",
    )  # fmt: skip


def time_of(row: Any, moment: Moment) -> str:
    """By when the rung answers, or by how much it is late; what is met or unmet waits for nobody."""
    if row.state in ("met", "unmet"):
        return "–"
    late = hours_late(row.answer_by, answered_at=None, now=moment.at) if row.state != "answered" else 0
    if late:
        return f"{counted(late, 'hour')} late"
    if row.is_late:
        return "Needed earlier"
    return f"By {short_moment(row.answer_by if row.state != 'answered' else row.needed_by)}"


def _held(by: Actor, moment: Moment, rows: Sequence[Any]) -> list[Any]:
    """The escalations of a page, each with who has it as `home`."""
    finder = escalation_rules(moment.day).finder
    return with_homes(by, moment, rows, kind=SUBJECT, finder=finder)


@require_safe
@needs(SEE)
def escalations(request: HttpRequest) -> HttpResponseBase:
    """The emergency needs that have reached one, by when they are needed."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = escalation_rules(moment.day)
    rows = queries.escalations(by.scope, as_at=moment.as_at, now=now)
    may = moment.is_live and (by.scope.may(ANSWER) or by.scope.may(RAISE))
    page = Listing(
        "Emergency needs", reverse("assurance:home"), moment, said=rules.promise,
        ways=[("Ask for help", reverse("assurance:escalate"))] if may else [],
    )  # fmt: skip
    rows = queries.searched(rows, sought(request))
    return listed(request, table(rules, moment, by), rows, page,
                  prepare=lambda found: _held(by, moment, found))  # fmt: skip


@require_safe
@needs(SEE)
def escalation(request: HttpRequest, number: int) -> HttpResponseBase:
    """One emergency need: each rung it reached, what each said, who has it."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.escalation, by.scope, number, as_at=moment.as_at, now=now)
    (one,) = _held(by, moment, [one])
    rules = escalation_rules(local_day(one.raised_at))
    lines = [
        ("What is needed", rules.needs[one.need]), ("In words", one.text),
        ("Needed by", short_moment(one.needed_by)), ("Council", one.council.name),
        ("Contract", f"{rules.contracts[one.contract]}. {rules.promise}"),
        ("Where it is", rules.rungs[one.rung].title), ("How it stands", tag_of(rules.states, one.state)),
        ("In time", time_of(one, moment)), ("Who has it", who_has(one.home, moment)),
    ]  # fmt: skip
    return sheet(
        request, title=one.place.name, caption="Emergency need", lines=lines, moment=moment,
        back=moment.keep(reverse("assurance:escalations")),
        ways=_ways(by, one, rules) if moment.is_live else [],
        tables=[(ladder_table(rules, moment), one.steps_by_then), owners_shown(one.home)],
    )  # fmt: skip


def ladder_table(rules: EscalationRules, moment: Moment) -> DataTable:
    """Each rung it reached, when, and what came of it there."""

    def said(row: Any) -> str:
        return "; ".join(
            f"{short_moment(one.at)}: {rules.outcomes[one.outcome].title} ({one.text})"
            for one in row.said_by_then
        ) or "Nothing"  # fmt: skip

    def late(row: Any) -> str:
        first = row.said_by_then[0].at if row.said_by_then else None
        over = hours_late(row.answer_by, answered_at=first or row.passed_at, now=moment.at)
        return f"{counted(over, 'hour')} late" if over else "In time"

    return DataTable(
        name="ladder",
        caption="The ladder",
        columns=[
            Column("rung", "Rung", lambda row: rules.rungs[row.rung].title),
            Column("desk", "Of", lambda row: row.area.name if row.area else "The nation"),
            Column("at", "Reached it", lambda row: short_moment(row.at), export=lambda row: row.at),
            Column("why", "Why it went up", lambda row: row.why or "–"),
            Column("by", "Answers by", lambda row: short_moment(row.answer_by),
                   export=lambda row: row.answer_by),
            Column("late", "In time", late),
            Column("said", "What came of it", said),
        ],
    )  # fmt: skip


def _ways(by: Actor, one: Any, rules: EscalationRules) -> list[tuple[str, str]]:
    if one.state == "met" or not queries.is_at_desk(by.scope, one.desk):
        return []
    found = [("Say what came of it", reverse("assurance:say-outcome", args=[one.pk]))]
    if above := rules.above(one.rung):
        name = above.title[0].lower() + above.title[1:]
        found.append((f"Pass it up to {name}", reverse("assurance:pass-up", args=[one.pk])))
    return found + ways_of_owning(SUBJECT, one.pk, one.home)


@require_http_methods(["GET", "POST"])
@needs(SEE)
def escalate(request: HttpRequest) -> HttpResponseBase:
    """Ask for help at once: for one's own place, or as its council."""
    by, now = actor_of(request), timezone.now()
    rules = escalation_rules(local_day(now))
    form = Escalate(
        posted(request), initial={"place": request.GET.get("place", "")},
        choices={"need": pairs(rules.needs), "contract": pairs(rules.contracts)},
    )  # fmt: skip

    def work() -> Any:
        typed = dict(form.cleaned_data)
        found = place_by_identifier(by.scope, "cqc-location", typed.pop("place").strip(), permission=SEE)
        if found is None:
            raise NotYoursToRaise
        return operations.escalate(Needed(found.pk, **typed), by=by, now=now)

    if form.is_valid() and (made := tried(form, work)) is not None:
        messages.success(request, "Sent. The council sees it now. Its page says by when somebody answers.")
        return redirect("assurance:escalation", made.pk)
    return ask(request, form, title="What do you need at once?", said=rules.promise, button="Ask for help",
               back=reverse("assurance:escalations"))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def pass_up(request: HttpRequest, number: int) -> HttpResponseBase:
    """Pass it up to the next rung."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.escalations(by.scope, now=now).get, pk=number)
    form, back = PassUp(posted(request)), reverse("assurance:escalation", args=[number])
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, operations.pass_up, number=number, **said, by=by, now=now) is not None:
            messages.success(request, "Passed up.")
            return redirect(back)
    return ask(request, form, title="Pass it up", said=f"{one.place.name}: {one.text}", button="Pass it up",
               back=back)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def say_outcome(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say what came of it at the rung it is at."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.escalations(by.scope, now=now).get, pk=number)
    rules = escalation_rules(local_day(one.raised_at))
    form = SayOutcome(posted(request), choices={"outcome": pairs(rules.outcomes)})
    back = reverse("assurance:escalation", args=[number])
    if form.is_valid():
        said = form.cleaned_data
        if tried(form, operations.say_outcome, number=number, **said, by=by, now=now) is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    return ask(request, form, title="What came of it?", said=f"{one.place.name}: {one.text}",
               button="Write it down", back=back)  # fmt: skip
