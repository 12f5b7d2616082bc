"""National issues: the list with where each stands, one with all that was said of it, raising and joining."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.national import JoinIssue, RaiseIssue
from junction.assurance.operations import national as operations
from junction.assurance.operations.national import Raised
from junction.assurance.operations.raising_refusals import RaisedAlready
from junction.assurance.queries import national as queries
from junction.assurance.queries.national import SUBJECT
from junction.assurance.queries.owners import of_owner
from junction.assurance.queries.reach import RAISE, SEE
from junction.assurance.rules.national import NationalRules, days_over, national_rules
from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted, short_day, short_moment
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from .for_whom import areas_to_raise_for, for_whom, whose_of
from .furniture import day_or
from .owning import owner_cell, owners_shown, ways_of_owning, who_has, with_homes

OWNERS = [("me", "Me"), ("nobody", "Nobody"), ("somebody", "Somebody")]
LATE = [("yes", "Late"), ("no", "In time")]


def age_of(row: Any, moment: Moment) -> int:
    """For how many days it has been raised."""
    return (moment.day - local_day(row.raised_at)).days


def days_ago(days: int) -> str:
    """How long ago a day was, in whole days."""
    return f"{counted(days, 'day')} ago" if days else "today"


def waits(row: Any, moment: Moment) -> str:
    """What a reader must know of how long: a promise's age, or by how much it is late."""
    if row.state == "undated":
        return f"Promised without a day {days_ago((moment.day - row.said_on).days)}"
    last_on = {"promised": row.promised_for, "to-decide": row.decide_by, "waiting": row.answer_by}
    late = days_over(last_on.get(row.state), today=moment.day)
    if late:
        return f"{counted(late, 'day')} late"
    due = last_on.get(row.state)
    return f"By {short_day(due)}" if due else "–"


def issues_table(rules: NationalRules, moment: Moment, by: Actor) -> DataTable:
    """The list of national issues; each row has its `home`."""
    return DataTable(
        name="",
        caption="National issues",
        columns=[
            Column("title", "Issue", lambda row: link("assurance:national-issue", row.title, row.pk,
                                                             query=moment.keep("")),
                   sort="title", export=lambda row: row.title),
            Column("theme", "Theme", lambda row: rules.themes.get(row.theme, row.theme), sort="theme"),
            Column("state", "Where it stands", lambda row: tag_of(rules.states, row.state), sort="state",
                   export=lambda row: rules.states[row.state].title),
            Column("waits", "How long", lambda row: waits(row, moment)),
            Column("age", "Days since raised", lambda row: age_of(row, moment), sort="raised_at",
                   numeric=True),
            Column("times", "Raised by", lambda row: row.raised_times, sort="raised_times", numeric=True),
            Column("owner", "Who has it", lambda row: owner_cell(row.home)),
        ],
        filters=[
            Filter("state", "Where it stands", [("open", "Not yet answered"), *pairs(rules.states)],
                   lambda rows, code: rows.filter(state__in=queries.OPEN if code == "open" else [code])),
            Filter("late", "In time", LATE, lambda rows, code: rows.filter(is_late=code == "yes")),
            Filter("theme", "Theme", pairs(rules.themes), lambda rows, code: rows.filter(theme=code)),
            Filter("owner", "Who has it", OWNERS,
                   lambda rows, code: of_owner(rows, code, own_key=by.key)),
        ],
        default_sort="age",
        empty="No national issue is raised, as far as you may see.",
    )  # fmt: skip


def _held(by: Actor, moment: Moment, rows: Sequence[Any]) -> list[Any]:
    """The issues of a page, each with who has it as `home`."""
    finder = national_rules(moment.day).finder
    return with_homes(by, moment, rows, kind=SUBJECT, finder=finder)


@require_safe
@needs(SEE)
def national_issues(request: HttpRequest) -> HttpResponseBase:
    """What waits for one national answer, the oldest first."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows = queries.issues(by.scope, as_at=moment.as_at, now=now)
    may = moment.is_live and by.scope.may(RAISE)
    page = Listing(
        "National issues", reverse("assurance:home"), moment,
        said="Questions that many meet and that one answer, given once for the nation, would settle.",
        ways=[("Raise an issue", reverse("assurance:raise-national-issue"))] if may else [],
    )  # fmt: skip
    table = issues_table(national_rules(moment.day), moment, by)
    rows = queries.searched(rows, sought(request))
    return listed(request, table, rows, page, prepare=lambda found: _held(by, moment, found))


@require_safe
@needs(SEE)
def national_issue(request: HttpRequest, number: int) -> HttpResponseBase:
    """One issue: who raised it, what was decided, promised and answered, to whom it was published."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.issue, by.scope, number, as_at=moment.as_at, now=now)
    (one,) = _held(by, moment, [one])
    rules = national_rules(local_day(one.raised_at))
    raised = queries.raisings(by.scope, one.pk, at=moment.at)
    lines = [
        ("What is wrong", one.text), ("Theme", rules.themes.get(one.theme, one.theme)),
        ("Where it stands", tag_of(rules.states, one.state)), ("How long", waits(one, moment)),
        ("Raised", f"{short_moment(one.raised_at)}, {days_ago(age_of(one, moment))}"),
        ("Raised by", _by_how_many(one.raised_times, len(raised))), ("Who has it", who_has(one.home, moment)),
    ]  # fmt: skip
    return sheet(
        request, title=one.title, caption="National issue", lines=lines, moment=moment,
        back=moment.keep(reverse("assurance:national-issues")),
        ways=_ways(by, one) if moment.is_live else [],
        tables=[(said_table(rules), one.said_by_then), (RULINGS, one.ruled_by_then), (RAISINGS, raised),
                owners_shown(one.home)],
    )  # fmt: skip


def _by_how_many(times: int, seen: int) -> str:
    others = times - seen
    return counted(times, "party", "parties") + (f", {others:,} of them outside your reach" if others else "")


def said_table(rules: NationalRules) -> DataTable:
    """Promises and answers, the newest first; the others stay below it."""

    def told(row: Any) -> str:
        names = [f"{rules.audiences[one.audience].title} ({short_day(one.published_on)}, {one.how})"
                 for one in row.told_by_then]  # fmt: skip
        return "; ".join(names) or ("Nobody" if row.is_answer else "–")

    return DataTable(
        name="said",
        caption="What was promised and answered, the newest first",
        columns=[
            Column("on", "On", lambda row: short_day(row.said_on), export=lambda row: row.said_on),
            Column("kind", "What", lambda row: rules.responses[row.kind].title),
            Column("text", "In these words", lambda row: row.text),
            Column("by", "By", lambda row: row.said_by),
            Column("due", "Promised for",
                   lambda row: "–" if row.is_answer else day_or(row.due_on, "No day said"),
                   export=lambda row: row.due_on),
            Column("told", "Published to", told),
        ],
        empty="Nothing was promised or answered.",
    )  # fmt: skip


RULINGS = DataTable(
    name="decided",
    caption="Does it need one national answer?",
    columns=[
        Column("on", "Decided on", lambda row: short_day(row.decided_on), export=lambda row: row.decided_on),
        Column("one", "Needs one answer", lambda row: "Yes" if row.needs_one else "No"),
        Column("by", "By", lambda row: row.decided_by),
        Column("why", "Why", lambda row: row.why),
    ],
    empty="Nobody has decided that yet.",
)
RAISINGS = DataTable(
    name="raised",
    caption="Who raised it, in your reach",
    columns=[
        Column("who", "Who", whose_of),
        Column(
            "at", "When", lambda row: short_day(local_day(row.raised_at)), export=lambda row: row.raised_at
        ),
        Column("note", "How it shows there", lambda row: row.note or "–"),
    ],
    empty="Nobody in your reach has raised it.",
)


def _ways(by: Actor, one: Any) -> list[tuple[str, str]]:
    found = []
    if by.scope.may(RAISE):
        found.append(("We meet this too", reverse("assurance:join-national-issue", args=[one.pk])))
    if not queries.is_centre(by.scope):
        return found
    found.append(("Decide whether it needs one answer", reverse("assurance:rule-on-issue", args=[one.pk])))
    found.append(("Write down a promise or the answer", reverse("assurance:respond-to-issue", args=[one.pk])))
    if one.is_answered:
        found.append(("Say to whom it was published", reverse("assurance:publish-answer", args=[one.pk])))
    is_over = one.state in ("published", "local")
    return found + ([] if is_over else ways_of_owning(SUBJECT, one.pk, one.home))


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def raise_issue(request: HttpRequest) -> HttpResponseBase:
    """Raise an issue; those that look alike are shown before it is made."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    form = RaiseIssue(
        posted(request),
        choices={
            "area": areas_to_raise_for(by.scope, on=today),
            "theme": pairs(national_rules(today).themes),
        },
    )
    alike: list[Any] = []
    if form.is_valid():
        try:
            made = _raise(form.cleaned_data, by=by, now=now)
        except RaisedAlready as refused:
            alike = queries.alike(by.scope, form.cleaned_data["title"], form.cleaned_data["text"], now=now)
            form.add_error("is_new", str(refused))
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Raised. The national team sees it now.")
            return redirect("assurance:national-issue", made.pk)
    context = {
        "form": form, "alike": alike, "title": "Raise an issue that needs one national answer",
        "button": "Raise it", "back": reverse("assurance:national-issues"),
        "is_asked": bool(alike) or "is_new" in form.data,
    }  # fmt: skip
    return render(request, "assurance/raise_issue.html", context, status=422 if form.errors else 200)


def _raise(typed: dict[str, Any], *, by: Actor, now: datetime) -> Any:
    party = for_whom(by.scope, typed["area"], typed["place"])
    said = Raised(party, typed["title"], typed["text"], typed["theme"], typed["is_new"])
    return operations.raise_national_issue(said, by=by, now=now)


@require_http_methods(["GET", "POST"])
@needs(RAISE)
def join_issue(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say who meets it too, rather than raise it twice."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.issues(by.scope, now=now).get, pk=number)
    form = JoinIssue(posted(request), choices={"area": areas_to_raise_for(by.scope, on=local_day(now))})
    back = reverse("assurance:national-issue", args=[number])

    def join() -> Any:
        typed = form.cleaned_data
        party = for_whom(by.scope, typed["area"], typed["place"])
        return operations.join_national_issue(number, party, note=typed["note"], by=by, now=now)

    if form.is_valid() and tried(form, join) is not None:
        messages.success(request, "Added: they meet it too.")
        return redirect(back)
    return ask(request, form, title="Who meets this too?", said=one.title, button="Add them", back=back)
