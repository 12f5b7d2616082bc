"""Every component with made-up content: for those who build pages, and for the test in a browser.

Shown only when debugging. The content belongs to no field: towns, boats and weather.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.charts import Bar, Series, bar_chart, line_chart, sparkline
from junction.core.pages.environment import macro_of
from junction.core.pages.forms import DayField, Form
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.tilemap import STATUSES, MapArea, map_view

NOW = datetime(2020, 4, 30, 12, 0, tzinfo=UTC)
FIRST = date(2020, 4, 1)
TOWNS = [
    "Aldport",
    "Bexmouth",
    "Crowhithe",
    "Dunmere",
    "East Fallow",
    "Fenwick-on-Sea",
    "Gorsley",
    "Harrowby",
]


@dataclass(frozen=True, slots=True)
class Boat:
    name: str
    town: str
    berths: int | None
    status: str


BOATS = [
    Boat(f"Boat {n:03}", TOWNS[n % 8], None if n % 9 == 4 else n * 7 % 23, STATUSES[n % 5])
    for n in range(130)
]


class Example(Form):
    boats = forms.IntegerField(help_text="Count those on the water too.")
    afloat = forms.ChoiceField(
        label="Is the harbour open?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Why is it closed", required=False)
    kinds = forms.MultipleChoiceField(
        label="Which boats may enter",
        choices=[("sail", "Sailing boats"), ("row", "Rowing boats"), ("ferry", "Ferries")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    town = forms.ChoiceField(choices=[("", "Choose a town"), *((town, town) for town in TOWNS)])
    seen = DayField(label="Day you saw it", help_text="For example, 27 3 2020")
    note = forms.CharField(widget=forms.Textarea, max_length=200, required=False)
    chart = forms.FileField(label="Chart of the harbour", required=False)
    word = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    agree = forms.BooleanField(label="I have looked at the sky")
    furniture = {
        "boats": {"width": 4, "suffix": "boats"},
        "afloat": {"inline": False},
        "note": {"optional": True},
    }


def status_cell(boat: Boat) -> Any:
    return macro_of("status_tag")(boat.status)


def _keeper(boat: Boat) -> str:
    """Some have none: their cell is empty, and on a phone it is not there."""
    return "" if boat.status == "unknown" else f"Keeper of {boat.town}"


TABLE = DataTable(
    name="boats",
    caption="Boats in the harbour",
    columns=[
        Column("name", "Boat", lambda boat: boat.name, sort=lambda boat: boat.name),
        Column("town", "Town", lambda boat: boat.town, sort=lambda boat: boat.town),
        Column("berths", "Berths", lambda boat: boat.berths, sort=lambda boat: boat.berths, numeric=True),
        Column(
            "status", "Weather", status_cell, sort=lambda boat: boat.status, export=lambda boat: boat.status
        ),
        Column("spark", "Last 14 days", lambda boat: boat.name[-1] + " knots"),
        Column("keeper", "Harbour master", lambda boat: _keeper(boat)),
    ],
    filters=[
        Filter(
            "town",
            "Town",
            [(town, town) for town in TOWNS],
            lambda rows, value: [row for row in rows if row.town == value],
        ),
        Filter(
            "status",
            "Weather",
            [(status, status.capitalize()) for status in STATUSES],
            lambda rows, value: [row for row in rows if row.status == value],
        ),
    ],
    default_sort="name",
    page_size=12,
)


def wave(number: int, level: float, blanks: range = range(0)) -> dict[date, float | None]:
    """A made-up row of 30 days with a weekly rhythm."""
    return {
        FIRST + timedelta(days=day): None
        if day in blanks
        else round(level + number * 3 * math.sin(day / 5 + number) + (day % 7) * 2)
        for day in range(30)
    }


def charts() -> dict[str, Any]:
    series = [Series("Sailing", wave(3, 60, range(11, 16))), Series("Rowing", wave(2, 24, range(11, 16)))]
    bars = [
        Bar(town, [12 + n * 5 % 17, 4 + n * 3 % 7, None if n == 3 else n]) for n, town in enumerate(TOWNS[:5])
    ]
    bars.append(Bar("Harrowby", [None, None, None]))
    parts = ["In harbour", "At sea", "Under repair"]
    return {
        "line": line_chart("boats-by-day", "Boats at sea each day", series, unit="boats"),
        "bars": bar_chart("boats-by-town", "Boats by town", bars, parts=parts, unit="boats"),
        "spark": sparkline([3, 4, 6, None, 5, 7, 9, 8, 12, 10], unit="boats"),
    }


def tile_areas(count: int = 153) -> list[MapArea]:
    """Made-up areas spread over a country with a crowded corner."""
    areas = []
    for n in range(count):
        x, y = (n * 0.618) % 1, (n * 0.414) % 1
        place = (-0.4 + 0.4 * x, 51.4 + 0.3 * y) if n % 4 == 0 else (-5 + 6.5 * x, 50.2 + 5.2 * y)
        name = f"{TOWNS[n % 8]} {chr(65 + n % 26)}{chr(97 + n * 7 % 26)}ley"
        status = STATUSES[n * 5 % 7 % 5]
        value = "Not known" if status == "unknown" else f"{n * 13 % 100}%"
        areas.append(MapArea(f"A{n:03}", name, place, value, status, f"?area=A{n:03}"))
    return areas


@require_safe
def style_guide(request: HttpRequest) -> HttpResponseBase:
    """Show every component; only when debugging."""
    if not settings.DEBUG:
        raise Http404
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(BOATS, request.GET)
    return shown(request)


def shown(request: HttpRequest) -> HttpResponse:
    wrong = {"afloat": "no", "seen-day": "31", "seen-month": "2", "seen-year": "2020"}
    if "notice" in request.GET:
        messages.success(request, "The chart was saved.")
    context = {
        "form": Example(wrong if "errors" in request.GET else None, initial={"boats": 12, "afloat": "no"}),
        "moment": read_moment(request.GET.dict(), now=NOW, path=request.path),
        "table": TABLE.view(BOATS, request.GET),
        "map": map_view("towns", "Weather by town", tile_areas(), measure="Boats at sea"),
        "small_map": map_view("few", "Weather of one shore", tile_areas(12), measure="Boats at sea"),
        "statuses": STATUSES,
    }
    return render(request, "core/style_guide.html", context | charts())
