"""Learning reviews to read: the list, one with its lessons and what is missing, figures of each council."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.assurance.queries import learning as queries
from junction.assurance.queries.learning_reach import circle
from junction.assurance.queries.lessons import lessons_of
from junction.assurance.queries.reach import ANSWER, REVIEW, SEE
from junction.assurance.rules.learning import LearningRules, learning_rules, state_of
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, the
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, search_box, sheet, tag
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import moment as moment_words
from junction.core.pages.words import short_day
from junction.core.scope import Scope

from .furniture import day_or

LISTED = ("running", "due", "overdue", "no-lessons", "kept", "shared")
MISSING = [("overdue", "With an overdue review"), ("none", "With no outbreak")]


def council_of(review: Any) -> str:
    """The name of the council of a review's place."""
    return str(review.place.council.name) if review.place.council else "–"


def reviews_table(scope: Scope, rules: LearningRules, moment: Moment) -> DataTable:
    """Learning reviews, what is due first."""
    return DataTable(
        name="",
        caption="Outbreaks and what was learned",
        columns=_review_columns(rules, moment),
        filters=[
            Filter("state", "How far", pairs(rules.states),
                   lambda rows, code: queries.in_state(rows, code, day=moment.day)),
            Filter("kind", "Outbreak", pairs(rules.kinds), lambda rows, code: rows.filter(kind=code)),
        ],
        default_sort="due",
        empty="No outbreak is written down here, or none is like that.",
    )  # fmt: skip


def _review_columns(rules: LearningRules, moment: Moment) -> list[Column]:
    query = moment.keep("")

    def name(row: Any) -> str:
        return str(row.review.place.name)

    def word(row: Any) -> Any:
        return rules.states[state_of(row, day=moment.day)]

    return [
        Column("place", "Place",
               lambda row: link("assurance:one-learning", name(row), row.review_id, query=query),
               sort="review__place__name", export=name),
        Column("kind", "Outbreak", lambda row: rules.kinds[row.kind], sort="kind"),
        _day_column("began", "Began", "began_on"),
        _day_column("over", "Over", "over_on"),
        Column("state", "How far", lambda row: tag(word(row)), export=lambda row: word(row).title),
        _day_column("due", "Review due", "due_on"),
        _day_column("held", "Held", "held_on"),
        Column("lessons", "Lessons", lambda row: row.lessons, sort="lessons", numeric=True),
        Column("kept", "Not shared beyond local", lambda row: row.kept, sort="kept", numeric=True),
    ]  # fmt: skip


def _day_column(key: str, heading: str, field: str) -> Column:
    return Column(key, heading, lambda row: day_or(getattr(row, field)), sort=field,
                  export=lambda row: getattr(row, field))  # fmt: skip


@require_safe
@needs(SEE)
def learning(request: HttpRequest) -> HttpResponseBase:
    """Outbreaks of one's place or council, with what is missing first."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules, search = learning_rules(moment.day), search_box(request)
    rows = queries.searched(queries.reviews(scope, as_at=moment.as_at), search["sought"])
    counts = queries.counted_by_state(scope, day=moment.day, as_at=moment.as_at)
    figures = [
        (rules.states[code].title, counts.get(code, 0), "", moment.keep(f"?state={code}"),
         rules.states[code].colour if counts.get(code) else "")
        for code in LISTED
    ]  # fmt: skip
    return sheet(
        request, title="Learning reviews", back=reverse("assurance:home"), moment=moment, figures=figures,
        ways=_ways(scope, moment), tables=[(reviews_table(scope, rules, moment), rows)],
        said="A review is due after each outbreak. The place and its council see it; others see lessons once "
        "they are shared with their level.", **search,
    )  # fmt: skip


def _ways(scope: Scope, moment: Moment) -> list[tuple[str, str]]:
    found = [("Lessons", moment.keep(reverse("assurance:lessons"))),
             ("Standing items", moment.keep(reverse("assurance:standing-items")))]  # fmt: skip
    if scope.may(REVIEW):
        found.append(("Councils", moment.keep(reverse("assurance:learning-by-council"))))
    if moment.is_live and queries.may_write(scope):
        found.insert(0, ("Write down an outbreak", reverse("assurance:choose-place")))
    return found


def lessons_of_one(rules: LearningRules, moment: Moment) -> DataTable:
    """The lessons of one review."""
    query = moment.keep("")
    far = ["Nowhere yet", *rules.levels.values()]
    return DataTable(
        name="lessons",
        caption="Lessons",
        columns=[
            Column("text", "What was learned",
                   lambda row: link("assurance:lesson", row.text, row.lesson_id, query=query),
                   export=lambda row: row.text),
            Column("theme", "About", lambda row: rules.themes[row.theme]),
            Column("far", "Shared", lambda row: far[row.rank]),
            Column("action", "Action", lambda row: row.action or "–", export=lambda row: row.action),
            Column("owner", "Owner", lambda row: row.owner or "–", export=lambda row: row.owner),
            Column("due", "By", lambda row: day_or(row.due_on), export=lambda row: row.due_on),
        ],
        empty="No lesson is written down yet.",
    )  # fmt: skip


def entries_table(rules: LearningRules) -> DataTable:
    """What stood of a review, entry by entry."""
    return DataTable(
        name="entries",
        caption="What was written down, and when",
        columns=[
            Column("at", "Written down", lambda row: moment_words(row.recorded_at),
                   export=lambda row: row.recorded_at),
            Column("kind", "Outbreak", lambda row: rules.kinds[row.kind]),
            Column("began", "Began", lambda row: short_day(row.began_on), export=lambda row: row.began_on),
            Column("over", "Over", lambda row: day_or(row.over_on), export=lambda row: row.over_on),
            Column("held", "Held", lambda row: day_or(row.held_on), export=lambda row: row.held_on),
            Column("why", "Why it was corrected", lambda row: row.why or "–", export=lambda row: row.why),
        ],
    )  # fmt: skip


@require_safe
@needs(SEE)
def one_learning(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """One outbreak and its review: what happened, what is missing, its lessons, what stood before."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    one: Any = the(queries.review, scope, review_id, as_at=moment.as_at)
    rules = learning_rules(moment.day)
    state = rules.states[state_of(one, day=moment.day)]
    lines = [
        ("How far", tag(state)), ("Council", council_of(one.review)),
        ("Began", short_day(one.began_on)), ("Declared over", day_or(one.over_on)),
        ("Review due", short_day(one.due_on) if one.due_on else ""), ("What happened", one.happened),
        ("Led by", one.lead), *_held_lines(scope, one, rules, moment),
    ]  # fmt: skip
    rows = lessons_of(scope, review_id, as_at=moment.as_at)
    return sheet(
        request, title=f"{rules.kinds[one.kind]} at {one.review.place.name}", caption="Learning review",
        lines=lines, moment=moment, back=moment.keep(reverse("assurance:learning")),
        ways=_onward(scope, one) if moment.is_live else [],
        tables=[(lessons_of_one(rules, moment), rows),
                (entries_table(rules), queries.earlier(scope, review_id, as_at=moment.as_at))],
    )  # fmt: skip


def _held_lines(scope: Scope, one: Any, rules: LearningRules, moment: Moment) -> list[tuple[str, Any]]:
    if one.held_on is None:
        return []
    names = ""
    if one.took_part and moment.is_live and queries.reviews(scope).filter(
        circle(scope, ANSWER, at="review__place__"), pk=one.pk
    ).exists():  # fmt: skip
        names = link("assurance:learning-names", "Show their names (this is logged)", one.review_id)
    return [
        ("Held on", short_day(one.held_on)),
        ("Took part", "; ".join(rules.parts[code].title for code in one.parts)),
        ("Did not take part", "; ".join(rules.absent(one.parts))), ("Names", names),
    ]  # fmt: skip


def _onward(scope: Scope, one: Any) -> list[tuple[str, str]]:
    if not queries.may_write_of(scope, one.review.place_id):
        return []
    held = "Correct how it was held" if one.held_on else "Say that the review was held"
    found = [("correct-learning", "Say more of the outbreak, or that it is over"), ("hold-learning", held)]
    if one.held_on:
        found.insert(0, ("add-lesson", "Add a lesson"))
    found.append(("withdraw-learning", "Take it back"))
    return [(text, reverse(f"assurance:{name}", args=[one.review_id])) for name, text in found]


def councils_table(rules: LearningRules) -> DataTable:
    """Figures of each council."""
    return DataTable(
        name="",
        caption="Outbreaks and learning reviews by council",
        columns=[
            Column("name", "Council", lambda row: row.name, sort=lambda row: row.name),
            Column("outbreaks", "Outbreaks", lambda row: row.outbreaks, sort=lambda row: row.outbreaks,
                   numeric=True),
            *(_state_column(code, rules.states[code].title) for code in LISTED),
        ],
        filters=[Filter("missing", "Show", MISSING, _missing)],
        default_sort="-overdue",
        page_size=20,
        empty="There is no such council in your reach.",
    )  # fmt: skip


def _missing(rows: Any, code: str) -> list[Any]:
    return [row for row in rows if (row.states.get("overdue") if code == "overdue" else not row.outbreaks)]


def _state_column(code: str, title: str) -> Column:
    def count(row: Any) -> int:
        return int(row.states.get(code, 0))

    return Column(code, title, count, sort=count, numeric=True)


@require_safe
@needs(REVIEW)
def learning_by_council(request: HttpRequest) -> HttpResponseBase:
    """For regions and the nation: figures of each council, nothing of what happened and where."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = learning_rules(moment.day)
    rows = queries.by_council(scope, day=moment.day, as_at=moment.as_at)
    words = {code: rules.states[code] for code in LISTED}
    sums = {code: sum(row.states.get(code, 0) for row in rows) for code in LISTED}
    figures = [
        (one.title, sums[code], "", "", one.colour if sums[code] else "") for code, one in words.items()
    ]
    return sheet(
        request, title="Learning reviews by council", moment=moment, figures=figures,
        back=moment.keep(reverse("assurance:learning")), tables=[(councils_table(rules), rows)],
        said="Figures only: what happened, and where, stays with the place and its council.",
    )  # fmt: skip
