"""Practice-quality reviews: how councils keep up, one council's weeks, one review, and writing one down."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.practice import ReviewPractice
from junction.assurance.operations.practice import Practice, review_practice
from junction.assurance.queries import easements
from junction.assurance.queries import practice as queries
from junction.assurance.queries.parties import may_answer
from junction.assurance.queries.reach import ANSWER, SEE
from junction.assurance.rules.parties import Party
from junction.assurance.rules.practice import PracticeRules, practice_rules
from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, search_box, sheet, tag
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import moment as moment_words
from junction.core.pages.words import short_day
from junction.core.playbook import NoRuleInForce

from .furniture import refuse_strangers

CORRECTED = "This was corrected since. The newest is the first below."


def rules_on(day: Any) -> PracticeRules:
    """The rules in force; before there were such reviews there is no such page."""
    try:
        return practice_rules(day)
    except NoRuleInForce:
        raise Http404 from None


def overview_table(rules: PracticeRules, moment: Moment) -> DataTable:
    """Councils and how they keep up."""
    query = moment.keep("")
    order = list(rules.states)
    return DataTable(
        name="",
        caption="Councils and their weekly reviews of practice",
        columns=[
            Column("name", "Council",
                   lambda row: link("assurance:practice-of", row.name, row.code, query=query),
                   sort=lambda row: row.name, export=lambda row: row.name),
            Column("state", "How it keeps up", lambda row: tag(rules.states[row.state]),
                   sort=lambda row: order.index(row.state), export=lambda row: rules.states[row.state].title),
            Column("missed", f"Weeks missed, of the last {rules.looks_back}", lambda row: len(row.missed),
                   sort=lambda row: len(row.missed), numeric=True),
            Column("last", "Last reviewed", lambda row: short_day(row.last.reviewed_on) if row.last else "–",
                   sort=lambda row: row.last.reviewed_on if row.last else None,
                   export=lambda row: row.last.reviewed_on if row.last else None),
            Column("signer", "Signed by", lambda row: rules.signers[row.last.signer] if row.last else "–"),
        ],
        filters=[Filter("state", "Show", pairs(rules.states),
                        lambda rows, code: [row for row in rows if row.state == code]),
                 Filter("missed", "Weeks", [("yes", "Some were missed")],
                        lambda rows, code: [row for row in rows if row.missed])],
        default_sort="state",
        empty="There is no council in your reach.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def practice(request: HttpRequest) -> HttpResponseBase:
    """How the councils in reach keep up, those that never reviewed first."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules, search = rules_on(moment.day), search_box(request)
    every = queries.keeping_up(scope, rules, day=moment.day, as_at=moment.as_at)
    sums = {code: sum(row.state == code for row in every) for code in rules.states}
    figures = [
        (word.title, sums[code], f"of {len(every):,}", moment.keep(f"?state={code}"),
         word.colour if sums[code] else "")
        for code, word in rules.states.items()
    ]  # fmt: skip
    words = search["sought"].lower().split()
    rows = [row for row in every if all(word in row.name.lower() for word in words)]
    return sheet(
        request, title="Reviews of practice quality", back=reverse("assurance:home"), moment=moment,
        figures=figures, tables=[(overview_table(rules, moment), rows)], **search,
        said="Each week a council looks at what assures the quality of its practice, so that pressure does "
        "not lower it. A week is missed once it is over.",
    )  # fmt: skip


def weeks_table(rules: PracticeRules, moment: Moment, held: dict[Any, Any]) -> DataTable:
    """One council's weeks, the newest first; `held`: the review of each week that has one."""
    query = moment.keep("")

    def state(row: Any) -> str:
        return "Missed" if row.is_missed else "Reviewed" if row.is_reviewed else "This week"

    def way(row: Any) -> str:
        if one := held.get(row.begins_on):
            return link("assurance:one-practice", short_day(one.reviewed_on), one.pk, query=query)
        return "–"

    return DataTable(
        name="weeks",
        caption="Weeks",
        columns=[
            Column("week", "Week from", lambda row: short_day(row.begins_on),
                   export=lambda row: row.begins_on),
            Column("until", "To", lambda row: short_day(row.begins_on + timedelta(rules.cadence_days - 1)),
                   export=lambda row: row.begins_on + timedelta(rules.cadence_days - 1)),
            Column("state", "State", state),
            Column("review", "Review", way,
                   export=lambda row: getattr(held.get(row.begins_on), "reviewed_on", None)),
        ],
        filters=[Filter("state", "Show", [("missed", "Missed")],
                        lambda rows, _: [row for row in rows if row.is_missed])],
        empty="No week lies before this day.",
    )  # fmt: skip


def reviews_table(rules: PracticeRules, moment: Moment) -> DataTable:
    """What was found, week by week."""

    def way(row: Any) -> str:
        return link("assurance:one-practice", short_day(row.reviewed_on), row.pk, query=moment.keep(""))

    return DataTable(
        name="",
        caption="What was found",
        columns=[
            Column("on", "Reviewed on", way, sort="reviewed_on", export=lambda row: row.reviewed_on),
            Column("looked", "Looked at",
                   lambda row: ", ".join(rules.frameworks[one] for one in row.frameworks)),
            Column("found", "Found", lambda row: row.found),
            Column("changes", "What changes", lambda row: row.changes or "–", export=lambda row: row.changes),
            Column("signer", "Signed by", lambda row: rules.signers[row.signer], sort="signer"),
        ],
        filters=[Filter("looked", "Looked at", pairs(rules.frameworks),
                        lambda rows, code: rows.filter(frameworks__contains=[code]))],
        default_sort="-on",
        empty="No review is written down.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def practice_of(request: HttpRequest, area: str) -> HttpResponseBase:
    """One council: which weeks were missed, what was found."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = rules_on(moment.day)
    council: Any = the(easements.councils(scope, day=moment.day).get, pk=area)
    rows = queries.practice_reviews(scope, as_at=moment.as_at).filter(area=area)
    row = queries.keeping_up_of(scope, rules, council, day=moment.day, as_at=moment.as_at)
    since = row.weeks[-1].begins_on if row.weeks else moment.day
    held = {one.week_on: one for one in rows.filter(week_on__gte=since)}
    ways = []
    if moment.is_live and may_answer(scope, Party(area=area)):
        ways = [("Write down a review", reverse("assurance:review-practice", args=[area]))]
    lines = [("How it keeps up", tag(rules.states[row.state])),
             (f"Weeks missed, of the last {rules.looks_back}", str(len(row.missed)))]  # fmt: skip
    return sheet(
        request, title=council.name, caption="Reviews of practice quality", lines=lines, moment=moment,
        ways=ways, back=moment.keep(reverse("assurance:practice")),
        tables=[(weeks_table(rules, moment, held), row.weeks), (reviews_table(rules, moment), rows)],
    )  # fmt: skip


@require_safe
@needs(SEE)
def one_practice(request: HttpRequest, practice_id: int) -> HttpResponseBase:
    """One review: what was looked at and found, what changes, who signs, and what stood before."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.practice_review, scope, practice_id, as_at=moment.as_at)
    rules = practice_rules(one.reviewed_on)
    is_corrected = one.superseded_at is not None and one.superseded_at <= moment.at
    lines = [
        ("Reviewed on", short_day(one.reviewed_on)), ("Week from", short_day(one.week_on)),
        ("Looked at", "; ".join(rules.frameworks[code] for code in one.frameworks)), ("Found", one.found),
        ("What changes", one.changes), ("Next", one.next_steps), ("Signed by", rules.signers[one.signer]),
        ("Written down", moment_words(one.recorded_at)), ("Why it was corrected", one.why),
    ]  # fmt: skip
    others = queries.written(scope, as_at=moment.as_at).filter(area=one.area_id, week_on=one.week_on)
    return sheet(
        request, title=f"Practice in the week of {short_day(one.week_on)}", caption=one.area.name,
        lines=lines, moment=moment, said=CORRECTED if is_corrected else "",
        back=moment.keep(reverse("assurance:practice-of", args=[one.area_id])),
        tables=[(written_table(rules, moment), others)],
    )  # fmt: skip


def written_table(rules: PracticeRules, moment: Moment) -> DataTable:
    """All that was written down of a week, the newest first."""

    def way(row: Any) -> str:
        return link("assurance:one-practice", moment_words(row.recorded_at), row.pk, query=moment.keep(""))

    return DataTable(
        name="written",
        caption="What was written down of this week, and when",
        columns=[
            Column("at", "Written down", way, export=lambda row: row.recorded_at),
            Column("found", "Found", lambda row: row.found),
            Column("signer", "Signed by", lambda row: rules.signers[row.signer]),
            Column("why", "Why it was corrected", lambda row: row.why or "–", export=lambda row: row.why),
        ],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def write_practice(request: HttpRequest, area: str) -> HttpResponseBase:
    """Write down one's council's review of a week."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    council: Any = the(easements.councils(by.scope, day=today, permission=ANSWER).get, pk=area)
    refuse_strangers(by.scope, Party(area=area))
    rules = rules_on(today)
    choices = {"frameworks": pairs(rules.frameworks), "signer": pairs(rules.signers)}
    form, back = (
        ReviewPractice(posted(request), choices=choices),
        reverse("assurance:practice-of", args=[area]),
    )
    if form.is_valid():
        typed = dict(form.cleaned_data)
        why = typed.pop("why")
        said = Practice(area=area, **typed)
        if made := tried(form, review_practice, said=said, why=why, by=by, now=now):
            messages.success(request, "Written down.")
            return redirect("assurance:one-practice", made.pk)
    title = f"{council.name}: how is the quality of practice?"
    return ask(request, form, title=title, button="Write it down", back=back)
