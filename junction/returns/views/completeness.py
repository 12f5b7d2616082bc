"""Who reports and in time, from the nation down to a council and its providers: for a day, and day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.charts import LineChart, Series, line_chart
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.tables import Column, DataTable
from junction.core.scope import Scope

from ..queries.asked import AskedHere, asked_here
from ..queries.chase import CHASE
from ..queries.completeness import SEE, By, Completeness
from ..queries.completeness import completeness as completeness_of
from ..queries.reporting import reporting
from ..queries.wholes import Whole, whole_of
from ..rules.drilling import BREAKDOWNS, WORDS, breakdown_of
from ..rules.questions import QuestionSet, question_set_on, question_sets_on
from ..rules.windows import about_on, due_at, period_of

OVER = "oversight.see"  # a manager knows their own
DAYS_SHOWN = 28
COUNTS = (
    Column("asked", "Asked", lambda row: row.asked, sort=lambda row: row.asked, numeric=True),
    Column("filed", "Reported", lambda row: row.filed, sort=lambda row: row.filed, numeric=True),
    Column("late", "Of them late", lambda row: row.late, sort=lambda row: row.late, numeric=True),
    Column("missing", "Missing", lambda row: row.missing, sort=lambda row: row.missing, numeric=True),
    Column(
        "percent", "Reported, %", lambda row: row.percent_filed, sort=lambda row: row.percent_filed,
        numeric=True,
    ),
    Column(
        "in_time", "In time, %", lambda row: row.percent_in_time, sort=lambda row: row.percent_in_time,
        numeric=True,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for."""

    scope: Scope
    moment: Moment
    here: AskedHere
    question_set: QuestionSet
    about_on: date
    whole: Whole
    by: By

    @property
    def due_at(self) -> Any:
        return due_at(self.question_set.window, self.about_on)

    def href(self, **change: str) -> str:
        """The address of this page with something changed, at the same moment."""
        kept = {"set": self.question_set.name, "area": self.whole.code, "by": self.by} | change
        return self.moment.keep("?" + urlencode({key: value for key, value in kept.items() if value}))

    def counted(self, by: By) -> list[Completeness]:
        return completeness_of(
            self.scope,
            question_set=self.question_set,
            about_on=self.about_on,
            by=by,
            among=self.whole.among(on=self.about_on),
            as_at=self.moment.as_at,
            now=self.moment.now,
        )


@needs(OVER)
@require_safe
def completeness(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Count who has reported, by area or by provider, and how that went in the last weeks."""
    asked = asked_for(request)
    rows, table = asked.counted(asked.by), table_of(asked)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    total = Completeness.total(asked.counted("all") if asked.by == "provider" else rows)
    context = {
        "asked": asked,
        "moment": asked.moment,
        "total": total,
        "because": asked.here.because(asked.question_set),
        "table": table.view(rows, request.GET),
        "sets": [
            (one.title, asked.href(set=one.name)) for one in asked.here.sets if one != asked.question_set
        ],
        "breakdowns": [(WORDS[by], asked.href(by=by), by == asked.by) for by in BREAKDOWNS[asked.whole.kind]],
        "trend": trend_of(asked, total),
        "breadcrumbs": list(breadcrumbs(asked)),
        "chase_href": chase_href(asked),
    }
    return render(request, "returns/completeness.html", context)


def asked_for(request: HttpRequest) -> Asked:
    """Read the address; what is not there or out of reach is not found, any other breakdown the first."""
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    scope = actor_of(request).scope
    here = asked_here(scope, permission=SEE, on=moment.day, as_at=moment.as_at)
    try:
        name = request.GET.get("set", "") or question_sets_on(moment.day)[0].name
        question_set = question_set_on(name, moment.day)
    except (LookupError, IndexError) as nothing:
        raise Http404 from nothing
    window = question_set.window
    day = period_of(window, moment.on) if moment.on else about_on(window, moment.at)
    whole = whole_of(scope, request.GET.get("area", ""), on=day)
    if whole is None:
        raise Http404
    by = cast(By, breakdown_of(whole.kind, request.GET.get("by", "")))
    return Asked(scope, moment, here, question_set, day, whole, by)


def table_of(asked: Asked) -> DataTable:
    """The table of a breakdown: a row leads to the same page about its area."""

    def name(row: Completeness) -> Any:
        if asked.by == "provider" or row.key in (None, asked.whole.code):
            return row.name
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>', asked.href(area=str(row.key), by=""), row.name
        )

    first = Column(
        "name", capfirst(WORDS[asked.by]), name, sort=lambda row: row.name, export=lambda row: row.name
    )
    return DataTable(name="", caption="Reporting", columns=(first, *COUNTS))


def trend_of(asked: Asked, total: Completeness) -> LineChart | None:
    """The share that reported, and in time, of the last weeks; none of a return that is not daily."""
    window, last = asked.question_set.window, asked.about_on
    if window.every != "day" or not total.asked:
        return None
    days = reporting(
        asked.scope,
        question_set=asked.question_set.name,
        first_on=last - timedelta(days=DAYS_SHOWN - 1),
        last_on=last,
        area_code=asked.whole.code,
        as_at=asked.moment.as_at,
    ).with_day(last, total)
    not_due = [day for day in days.days if due_at(window, day) > asked.moment.at]
    open_from = min(not_due, default=None)
    series = [
        Series("Reported", dict(zip(days.days, days.percent_filed, strict=True)), open_from),
        Series("In time", dict(zip(days.days, days.percent_in_time, strict=True)), open_from),
    ]
    return line_chart("reporting", "Places that reported", series, unit="per cent of those asked", days=0)


def breadcrumbs(asked: Asked) -> Iterator[tuple[str, str]]:
    """The way down from all that somebody sees to this area."""
    yield "Home", "/"
    yield "Completeness", asked.href(area="", by="") if asked.whole.code else ""
    for area in asked.whole.above:
        if area.kind != "country":
            yield area.name, asked.href(area=area.code, by="")
    if asked.whole.code and asked.whole.area:
        yield asked.whole.area.name, ""


def chase_href(asked: Asked) -> str:
    """Where to ring who has not reported: for who may, and only now, since calls are made now."""
    if not asked.scope.may(CHASE) or asked.moment.as_at:
        return ""
    given = {"set": asked.question_set.name, "area": asked.whole.code, "on": asked.about_on.isoformat()}
    return (
        f"{reverse('returns:chase-list')}?{urlencode({key: value for key, value in given.items() if value})}"
    )
