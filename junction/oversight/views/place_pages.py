"""The page of a place on the roof: what it said, how it is judged and why, its last weeks, where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.charts import LineChart, Series, line_chart
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.words import short_day
from junction.returns.rules.chasing import call_outcomes
from junction.returns.rules.questions import question_set_on
from junction.supply.queries.portal import orders_of
from junction.support.rules.desk import desk_on
from junction.support.rules.routing import routing_on

from .. import queries
from ..queries.helpline import HelplineCase, helpline_cases
from ..queries.round_places import surroundings
from ..queries.said_round import said_round_place
from ..rules.layout import rating_status
from ..rules.words import age_in_words, days_before
from .furniture import area_href, moment_of
from .places import MEASURES, absence_of
from .said_round import said_lines

CHARTS = (
    ("Beds", "beds", (("Occupied", "occupied"), ("Beds", "beds"))),
    ("New cases", "people", (("Suspected", "suspected_new"), ("Confirmed", "confirmed_new"))),
    ("Staff absent", "people", (("COVID-19", "staff_absent_covid"), ("Other", "staff_absent_other"))),
)
DAYS_SHOWN = 28
ORDERS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Section:
    """One question set of the page."""

    told: queries.Told
    age: str
    declared: str
    computed: str
    figures: list[tuple[str, Any]]
    charts: list[LineChart]


@needs("returns.see")
@require_safe
def place_picture(request: HttpRequest, place_id: int) -> HttpResponseBase:
    """Show what a place said, as known now or at a moment."""
    moment = moment_of(request)
    by = actor_of(request)
    scope = by.scope
    try:
        picture = queries.place_picture(scope, place_id, on=moment.day, as_at=moment.as_at)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    council = picture.place.council
    reachable = council and queries.visible_area(scope, council.code)
    trail = [(council.name, area_href(council.code, moment))] if council and reachable else []
    context = {
        "place": picture.place,
        "moment": moment,
        "breadcrumbs": [("Home", "/"), *trail, (picture.place.name, "")],
        "sections": [section(told, on=moment.day) for told in picture.told],
        "may_file": scope.may("returns.file"),
        "may_chase": scope.may("returns.chase"),
        "around": (around := surroundings(scope, picture.place, at=moment.at)),
        "calls": [(call, call_in_words(call)) for call in around.calls],
        **said_lines(
            said_round_place(scope, picture.place, reader=by.key, as_at=moment.as_at, now=moment.at), moment
        ),
        "cases": case_lines(helpline_cases(scope, place_id, as_at=moment.as_at), moment.day),
        "orders": list(orders_of(scope, place_id)[:ORDERS_SHOWN]) if moment.is_live else None,
    }
    return render(request, "oversight/place_picture.html", context)


def case_lines(found: Sequence[HelplineCase] | None, day: date) -> list[dict[str, Any]] | None:
    """What a place asked of the helpline, and where it was passed on to; None for who may not see it."""
    if found is None:
        return None
    desk = desk_on(day)
    kinds = routing_on(day).categories | desk.matter_titles
    return [{"case": one, "what": kinds.get(one.category, one.category), "passed": passed(one.passed_to, day)}
            for one in found]  # fmt: skip


def passed(about: str, day: date) -> tuple[str, str]:
    """What a case was passed on to, and its address where there is one."""
    if not about:
        return "", ""
    title, address, number = desk_on(day).passed(about)
    return title, reverse(address, args=[number]) if address else ""


def call_in_words(call: Any) -> str:
    """What came of a call, and about which return it was."""
    outcomes = call_outcomes(localdate(call.at))
    said = outcomes[call.outcome].text if call.outcome in outcomes else call.outcome
    _, _, matter = call.about.partition(":")
    name, _, day = matter.partition(":")
    try:
        about_on = date.fromisoformat(day)
        return f"{said} (about {question_set_on(name, about_on).title}, {short_day(about_on)})"
    except (ValueError, LookupError):
        return said


def section(told: queries.Told, *, on: date) -> Section:
    measures = [(heading, getattr(told.newest, measure)) for measure, heading in MEASURES]
    return Section(
        told=told,
        age=age_in_words(told.newest.about_on, on=on),
        declared=rating_status(told.declared),
        computed=rating_status(told.computed),
        figures=[
            *(pair for pair in measures if pair[1] is not None),
            ("Staff absent, %", absence_of(told.newest.staff_employed, told.newest.staff_absent_covid,
                                           told.newest.staff_absent_other)),
        ],
        charts=charts(told, on=on),
    )  # fmt: skip


def charts(told: queries.Told, *, on: date) -> list[LineChart]:
    """The last weeks of what this question set asks for; a day without a return is a gap."""
    days = days_before(on, DAYS_SHOWN)
    drawn = []
    for title, unit, lines in CHARTS:
        series = [
            Series(name, {day: getattr(told.by_day.get(day), measure, None) for day in days})
            for name, measure in lines
        ]
        if any(value is not None for one in series for value in one.values.values()):
            name = f"{told.question_set.name}-{title.lower().replace(' ', '-')}"
            drawn.append(line_chart(name, title, series, unit=unit, days=0))
    return drawn
