"""One promise and the figure that judges it: what it says, of when, of what it is made, where it is shown."""

from datetime import date, datetime
from math import isnan
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import the
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.words import short_day, short_moment

from ..queries.promises import NATION, Judged, bound_promises, judged_promises
from ..rules.judging import Judgement
from .furniture import area_path, picture_href

JUDGEMENTS = {
    Judgement.KEPT: ("green", "Kept"),
    Judgement.LATE: ("red", "Late"),
    Judgement.NOT_YET: ("blue", "Not yet"),
    Judgement.CANNOT_BE_KNOWN: ("unknown", "Cannot be known"),
}
WITH_PART = ("series", "series-measure", "request", "plan-kind")  # whose page is that of the part


def number_of(row: Judged) -> float | None:
    return None if isnan(row.value) else round(row.value, 1)


def value_text(row: Judged) -> str:
    number = number_of(row)
    return "Not known" if number is None else f"{number:,g}" if abs(number) < 1e6 else f"{number:,.0f}"


def of_text(row: Judged) -> str | None:
    """The moment a figure was read at, or the day it is of."""
    if isinstance(row.of, datetime):
        return short_moment(row.of)
    return short_day(row.of) if isinstance(row.of, date) else None


def must_be(one: Any) -> str | None:
    return f"{one.target_is.replace('-', ' ')} {one.target:,g}" if one.target is not None else None


def figure_href(row: Judged, moment: Moment) -> str:
    """Where the figure is shown, in the same moment; empty where there is no such page for whoever looks."""
    figure = row.figure
    if figure is None:
        return ""
    if figure.measure is None:
        if not row.question_set:
            return ""
        path = area_path(row.commitment.whose or NATION)
        return picture_href(path, moment, set=row.question_set)
    part = [figure.part.partition(":")[0]] if figure.measure.each in WITH_PART else []
    return moment.keep(reverse(figure.measure.page, args=part))


def linked_value(row: Judged, moment: Moment) -> str | None:
    """The value, leading to where it is shown."""
    if isnan(row.value):
        return None
    href, value = figure_href(row, moment), value_text(row)
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, value) if href else value


@needs("record.see")
@require_safe
def judged_promise(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the figure says of one promise, as it was known at any moment."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET.dict(), now=now, path=request.path)
    one = the(bound_promises(by.scope, as_at=moment.as_at, now=now).get, pk=number)
    (row,) = judged_promises(by.scope, [one], as_at=moment.as_at, now=now)
    context = {
        "row": row, "one": one, "moment": moment, "tag": JUDGEMENTS[row.judgement], "value": value_text(row),
        "of": of_text(row), "must_be": must_be(one), "href": figure_href(row, moment),
        "may_keep": by.scope.may("record.keep"), "back": reverse("oversight:judged-promises"),
    }  # fmt: skip
    return render(request, "oversight/judged_promise.html", context)
