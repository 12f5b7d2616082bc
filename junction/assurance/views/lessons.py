"""Lessons to read: those that reach whoever asks, one with whom it was shared, what a forum hears next."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.assurance.queries import learning, lessons
from junction.assurance.queries.learning_reach import Hearing, hearing
from junction.assurance.queries.reach import SEE
from junction.assurance.rules.learning import LearningRules, learning_rules
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, the
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, search_box, sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted, short_day
from junction.core.pages.words import moment as moment_words
from junction.core.scope import Scope

from .furniture import day_or
from .learning import council_of

NOWHERE = "Nowhere yet"


def where_learned(row: Any) -> str:
    """Where it was learned: the place for who reaches it, otherwise its council only."""
    review = row.lesson.review
    council = council_of(review)
    return f"{review.place.name}, {council}" if row.may_name else f"A provider in {council}"


def how_far(row: Any, rules: LearningRules) -> str:
    """The farthest level at which it was shared."""
    return [NOWHERE, *rules.levels.values()][row.rank]


def action_state(row: Any, *, day: date) -> str:
    """How the action stands: none, done, late, or by when."""
    if not row.action:
        return "–"
    if row.done_on and row.done_on <= day:
        return f"Done on {short_day(row.done_on)}"
    if row.due_on is None:
        return "No day"
    return f"Late since {short_day(row.due_on)}" if row.due_on < day else f"By {short_day(row.due_on)}"


def lessons_table(rules: LearningRules, moment: Moment) -> DataTable:
    """Lessons, the newest first."""
    query = moment.keep("")
    ranks = [("0", NOWHERE), *((str(rank), title) for rank, title in enumerate(rules.levels.values(), 1))]
    return DataTable(
        name="",
        caption="Lessons of outbreaks",
        columns=[
            Column("text", "What was learned",
                   lambda row: link("assurance:lesson", row.text, row.lesson_id, query=query),
                   export=lambda row: row.text),
            Column("theme", "About", lambda row: rules.themes[row.theme], sort="theme"),
            Column("whom", "For whom", lambda row: ", ".join(rules.audiences[one] for one in row.for_whom)),
            Column("where", "Where", where_learned),
            Column("kind", "Outbreak", lambda row: rules.kinds[row.lesson.review.stood[0].kind]),
            Column("far", "Shared", lambda row: how_far(row, rules), sort="rank"),
            Column("action", "Action", lambda row: action_state(row, day=moment.day)),
            Column("at", "Worded", lambda row: short_day(row.recorded_at.date()), sort="recorded_at",
                   export=lambda row: row.recorded_at),
        ],
        filters=[
            Filter("theme", "About", pairs(rules.themes), lambda rows, code: rows.filter(theme=code)),
            Filter("whom", "For whom", pairs(rules.audiences),
                   lambda rows, code: rows.filter(for_whom__contains=[code])),
            Filter("far", "Shared", ranks, lambda rows, code: rows.filter(rank=int(code))),
        ],
        default_sort="-at",
        empty="No lesson has been shared with you, or none is like that.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def all_lessons(request: HttpRequest) -> HttpResponseBase:
    """The lessons that reach whoever asks."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules, search = learning_rules(moment.day), search_box(request)
    rows = lessons.searched(lessons.lessons(scope, as_at=moment.as_at), search["sought"])
    ways = [("Learning reviews", moment.keep(reverse("assurance:learning"))),
            ("Standing items", moment.keep(reverse("assurance:standing-items")))]  # fmt: skip
    return sheet(
        request, title="Lessons of outbreaks", back=reverse("assurance:home"), moment=moment, ways=ways,
        tables=[(lessons_table(rules, moment), rows)], **search,
    )  # fmt: skip


def shares_table(rules: LearningRules, seat: Hearing | None) -> DataTable:
    """With whom a lesson was shared; `seat`: where one may say that it was discussed (none: nowhere)."""

    def came(row: Any) -> str:
        if row.discussed_on:
            return f"{short_day(row.discussed_on)}: {row.discussed_said or 'discussed'}"
        if not rules.means[row.means].is_item:
            return "–"
        council = row.lesson.review.place.council_id
        if seat and seat.may_hear(row.level, council):
            return link("assurance:discuss-lesson", "Say that it was discussed", row.pk)
        return "Not yet"

    return DataTable(
        name="shares",
        caption="With whom it was shared",
        columns=[
            Column("level", "Level", lambda row: rules.levels[row.level]),
            Column("means", "How", lambda row: rules.means[row.means].title),
            Column("where", "Where", lambda row: row.where),
            Column("who", "By whom", lambda row: row.who),
            Column("on", "On", lambda row: short_day(row.shared_on), export=lambda row: row.shared_on),
            Column("came", "Discussed", came, export=lambda row: row.discussed_on),
        ],
        empty="It was not shared yet.",
    )  # fmt: skip


WORDINGS = DataTable(
    name="wordings",
    caption="How it was worded, and when",
    columns=[
        Column("at", "Written down", lambda row: moment_words(row.recorded_at),
               export=lambda row: row.recorded_at),
        Column("text", "What was learned", lambda row: row.text),
        Column("action", "Action", lambda row: row.action or "–", export=lambda row: row.action),
        Column("why", "Why it was corrected", lambda row: row.why or "–", export=lambda row: row.why),
    ],
)  # fmt: skip


@require_safe
@needs(SEE)
def one_lesson(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """One lesson: for whom it is, what follows from it, with whom it was shared."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(lessons.lesson, scope, lesson_id, as_at=moment.as_at)
    rules = learning_rules(moment.day)
    shared = lessons.shares_of(scope, lesson_id, as_at=moment.as_at)
    tables: list[tuple[DataTable, Any]] = [
        (shares_table(rules, hearing(scope) if moment.is_live else None), shared)
    ]
    is_in_circle = lessons.is_in_circle(scope, one)
    if is_in_circle:
        tables.append((WORDINGS, lessons.wordings(scope, lesson_id, as_at=moment.as_at)))
    return sheet(
        request, title=one.text if len(one.text) <= 120 else "A lesson", caption="Lesson of an outbreak",
        lines=_lines(one, rules, moment, is_in_circle=is_in_circle), moment=moment, tables=tables,
        back=moment.keep(reverse("assurance:lessons")), ways=_ways(scope, one) if moment.is_live else [],
    )  # fmt: skip


def _lines(one: Any, rules: LearningRules, moment: Moment, *, is_in_circle: bool) -> list[tuple[str, Any]]:
    outbreak = one.lesson.review.stood[0]
    until = f" to {short_day(outbreak.over_on)}" if outbreak.over_on else ""
    where = where_learned(one)
    if is_in_circle:
        where = link("assurance:one-learning", where, one.lesson.review_id, query=moment.keep(""))
    return [
        ("What was learned", one.text if len(one.text) > 120 else ""), ("About", rules.themes[one.theme]),
        ("For whom", ", ".join(rules.audiences[code] for code in one.for_whom)), ("Where", where),
        ("Outbreak", f"{rules.kinds[outbreak.kind]}, {short_day(outbreak.began_on)}{until}"),
        ("Action", one.action), ("Owner", one.owner),
        ("How it stands", action_state(one, day=moment.day) if one.action else ""),
        ("Shared", how_far(one, rules)),
    ]  # fmt: skip


def _ways(scope: Scope, one: Any) -> list[tuple[str, str]]:
    if not learning.may_write_of(scope, one.lesson.review.place_id):
        return []
    names = [("share-lesson", "Say with whom it was shared"), ("correct-lesson", "Correct it"),
             ("withdraw-lesson", "Take it back")]  # fmt: skip
    return [(text, reverse(f"assurance:{name}", args=[one.lesson_id])) for name, text in names]


def standing_table(scope: Scope, rules: LearningRules, moment: Moment, seat: Hearing | None) -> DataTable:
    """What forums, boards and scrutiny have to hear next, what waits longest first."""

    def words(row: Any) -> str:
        return str(row.lesson.worded[0].text)

    def waits(row: Any) -> int:
        return max((moment.day - row.shared_on).days, 0)

    def mark(row: Any) -> str:
        if seat and seat.may_hear(row.level, row.lesson.review.place.council_id):
            return link("assurance:discuss-lesson", "It was discussed", row.pk)
        return "–"

    return DataTable(
        name="",
        caption="Lessons to be discussed",
        columns=[
            Column("where", "Where", lambda row: row.where, sort="where"),
            Column("level", "Level", lambda row: rules.levels[row.level], sort="level"),
            Column("text", "What was learned",
                   lambda row: link("assurance:lesson", words(row), row.lesson_id, query=moment.keep("")),
                   export=words),
            Column("council", "Council", lambda row: council_of(row.lesson.review)),
            Column("means", "How", lambda row: rules.means[row.means].title),
            Column("on", "Shared on", lambda row: day_or(row.shared_on), sort="shared_on",
                   export=lambda row: row.shared_on),
            Column("waits", "Waits", lambda row: counted(waits(row), "day"), export=waits),
            Column("mark", "Say so", mark, export=lambda row: ""),
        ],
        filters=[
            Filter("seat", "Whose", [("mine", "Waits for us")],
                   lambda rows, code: lessons.heard_by(scope, rows)),
            Filter("level", "Level", pairs(rules.levels), lambda rows, code: rows.filter(level=code)),
            Filter("means", "How", [(code, rules.means[code].title) for code in rules.items],
                   lambda rows, code: rows.filter(means=code)),
        ],
        default_sort="on",
        empty="Nothing that was shared waits to be discussed.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def standing_items(request: HttpRequest) -> HttpResponseBase:
    """What a forum has to hear next: put to it, and not yet discussed."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules, search = learning_rules(moment.day), search_box(request)
    rows = lessons.standing_items(scope, rules, as_at=moment.as_at)
    rows = lessons.searched_where(rows, search["sought"])
    seat = hearing(scope) if moment.is_live else None
    return sheet(
        request, title="Standing items", back=moment.keep(reverse("assurance:lessons")), moment=moment,
        tables=[(standing_table(scope, rules, moment, seat), rows)], **search,
        said="Lessons that were put to a forum, a board or scrutiny and not yet discussed there. Search for "
        "the forum's name to see its next agenda.",
    )  # fmt: skip
