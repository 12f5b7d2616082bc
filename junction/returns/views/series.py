"""Pages of published series: which there are; one as it was published then, and how it was revised."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import localdate

from junction.core.pages import charts, render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import read_on
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import day as long_day
from junction.core.pages.words import short_day
from junction.core.scope import Scope
from junction.returns.queries import series as queries
from junction.returns.rules.series import Said
from junction.returns.rules.series import total as added
from junction.returns.rules.series_book import definition, measure_title, small_numbers_below

HIDDEN = "Not shown"


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day: as published in the issue looked at, and in the first that gave it."""

    day: date
    said: Said
    first: Said

    @property
    def revised_by(self) -> int | None:
        if self.said.value is None or self.first.value is None:
            return None
        return self.said.value - self.first.value


def _cell(said: Said) -> int | str | None:
    return HIDDEN if said.suppressed else said.value


DAYS = DataTable(
    name="days",
    caption="Figures by day",
    columns=(
        Column(
            "day", "Day", lambda row: long_day(row.day), sort=lambda row: row.day, export=lambda row: row.day
        ),
        Column("value", "Figure", lambda row: _cell(row.said), sort=lambda row: row.said.value, numeric=True),
        Column("first", "First published as", lambda row: _cell(row.first), numeric=True),
        Column(
            "revised", "Revised by", lambda row: row.revised_by, sort=lambda row: row.revised_by, numeric=True
        ),
    ),
    default_sort="-day",
    page_size=31,
    empty="Nothing was published for these days by then.",
)


@needs("series.see")
def all_series(request: HttpRequest) -> HttpResponseBase:
    """Every published series."""
    found = queries.all_series(actor_of(request).scope)
    newest = [
        (one, localdate(one.newest_at) if one.newest_at else None)  # type: ignore[attr-defined] # by the query
        for one in found
    ]
    return render(request, "returns/all_series.html", {"all": newest})


@needs("series.see")
def one_series(request: HttpRequest, name: str) -> HttpResponseBase:
    """One line of a series as at a publication, with what was revised."""
    scope, asked = actor_of(request).scope, request.GET
    one = queries.series(scope, name)
    if one is None:
        raise Http404
    issue = _issue(scope, one, asked.get("as_at", ""))
    choices = _Choices(scope, one, measure=asked.get("measure", ""), area=asked.get("area", ""))
    first_on = read_on(asked["from"], today=None) if asked.get("from") else date.min
    last_on = read_on(asked["to"], today=None) if asked.get("to") else date.max
    told = (
        queries.history(scope, choices.line, first_on=first_on, last_on=last_on, upto=issue)
        if issue and choices.line
        else []
    )
    rows = _rows(told)
    if DAYS.wants_csv(asked):
        return DAYS.csv(rows, asked)
    context: dict[str, Any] = {
        "series": one,
        "issue": issue,
        "published_on": localdate(issue.published_at) if issue else None,
        "issues": queries.publications(scope, one),
        "choices": choices,
        "asked": asked,
        "rows": rows,
        "total": HIDDEN
        if (hidden := sum(row.said.suppressed for row in rows))
        else added(r.said for r in rows),
        "hidden": hidden,
        "below": small_numbers_below(one.definition, choices.measure, on=rows[0].day) if rows else None,
        "table": DAYS.view(rows, asked),
    }
    return render(
        request, "returns/one_series.html", context | _charts(rows, told, asked.get("day", ""), choices)
    )


class _Choices:
    """The measures and areas one may choose from, and the line they lead to."""

    def __init__(self, scope: Scope, one: Any, *, measure: str, area: str) -> None:
        lines = list(queries.lines(scope, one))
        self.every = str(one.every)
        self.unit = definition(one.definition).get("unit", "number")
        self.measures = [
            (name, measure_title(one.definition, name)) for name in sorted({line.measure for line in lines})
        ]
        names = [name for name, _ in self.measures]
        self.measure = (
            measure if measure in names else next((n for n in ("covid", "outbreaks") if n in names), "")
        )
        self.measure = self.measure or (names[0] if names else "")
        self.lines = [line for line in lines if line.measure == self.measure]
        by_key = {line.area_key: line for line in self.lines}
        nation = next((line for line in self.lines if line.area and line.area.kind == "country"), None)
        self.line = by_key.get(area) if area else nation or next(iter(self.lines), None)
        if area and self.line is None:
            try:
                self.line = queries.line(scope, one, area=area, measure=self.measure)
            except queries.UnknownLine:
                raise Http404 from None

    @property
    def heading(self) -> str:
        return f"{self.title}: {self.line.area_name if self.line else ''}"

    @property
    def title(self) -> str:
        return dict(self.measures).get(self.measure, self.measure)


def _issue(scope: Scope, one: Any, as_at: str) -> Any:
    try:
        return queries.publication_as_at(scope, one, as_at)
    except queries.UnknownPublication as unknown:
        raise BadRequest(unknown.__doc__) from None


def _rows(told: list[tuple[Any, dict[date, Said]]]) -> list[DayRow]:
    first: dict[date, Said] = {}
    for _, said in told:
        first = said | first
    return [DayRow(day, said, first[day]) for day, said in sorted(told[-1][1].items())] if told else []


def _charts(rows: list[DayRow], told: list[Any], day_text: str, choices: _Choices) -> dict[str, Any]:
    """The figures by day against the first ones, and how one day's figure moved between publications."""
    if not rows:
        return {}
    revised = max(rows, key=lambda row: abs(row.revised_by or 0)).day
    day = read_on(day_text, today=None) if day_text else revised
    by_day = _by_week(rows, choices) if choices.every == "week" else _by_day(rows, choices)
    return {
        "day": day,
        "by_week" if choices.every == "week" else "by_day": by_day,
        "revisions": charts.bar_chart(
            "revisions",
            f"How the figure for {long_day(day)} was revised",
            [charts.Bar(issue.label, (said[day].value if day in said else None,)) for issue, said in told],
            parts=("Published figure",),
            unit=choices.unit,
        ),
    }


def _by_day(rows: list[DayRow], choices: _Choices) -> charts.LineChart:
    then = charts.Series("Then", {row.day: row.said.value for row in rows})
    first = charts.Series("At first", {row.day: row.first.value for row in rows})
    return charts.line_chart("by-day", choices.heading, [then, first], unit=choices.unit, days=0)


def _by_week(rows: list[DayRow], choices: _Choices) -> charts.BarChart:
    bars = [charts.Bar(f"Week of {short_day(row.day)}", (row.said.value,)) for row in rows]
    return charts.bar_chart("by-week", choices.heading, bars, parts=("Published figure",), unit=choices.unit)
