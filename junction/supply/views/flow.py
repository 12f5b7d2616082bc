"""Pages of the flow: by item, depot, forum and day, as known at any moment; and the movements of a figure."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import short_day, short_moment
from junction.supply.queries import catalogue
from junction.supply.queries import flow as queries
from junction.supply.queries.flow_series import flow_at_each
from junction.supply.rules.flow import FIGURES, HERE, INWARD, LABELS, OUTWARD, Flow

from .furniture import the

DAYS = 14
WAYS = [("item", "By item"), ("depot", "By depot"), ("forum", "By forum"), ("day", "Day by day")]


class Line:
    """One row of a flow: what it is called, whose it is, and its figures."""

    def __init__(self, name: Any, flow: Flow, *, item: Any, where: str, export: str) -> None:
        self.name, self.flow, self.item, self.where, self.export = name, flow, item, where, export


def region_of(scope: Any, where: str, moment: Moment) -> queries.Region:
    """What the address names; for whoever does not reach it, it does not exist."""
    try:
        return queries.region(scope, where, at=moment.at)
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None


@needs("supply.see")
def flow(request: HttpRequest) -> HttpResponseBase:
    """The flow, one way or another."""
    scope = actor_of(request).scope
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    where, way = request.GET.get("where", "")[:60], request.GET.get("by", "item")
    found = region_of(scope, where, moment)
    items = list(catalogue.items(scope))
    item = next((one for one in items if one.code == request.GET.get("item", "")), None)
    if way != "item" and item is None and items:
        item = items[0]
    lines = _lines(scope, found, way, item, where, moment)
    table = _table(lines, way, found, moment)
    if table.wants_csv(request.GET):
        return table.csv(lines, request.GET)
    context = {
        "moment": moment,
        "region": found,
        "where": where,
        "wheres": queries.places_to_look_at(scope),
        "items": items,
        "item": item,
        "way": way,
        "ways": [(name, text, _href({"where": where, "by": name}, item, moment)) for name, text in WAYS],
        "adds_up": all(line.flow.adds_up for line in lines),
        "table": table.view(lines, request.GET),
    }
    return render(request, "supply/flow.html", context)


def _href(said: dict[str, str], item: Any, moment: Moment) -> str:
    chosen = {key: value for key, value in (said | {"item": item.code if item else ""}).items() if value}
    return moment.keep(f"?{urlencode(chosen)}")


def _lines(scope: Any, found: queries.Region, way: str, item: Any, where: str, moment: Moment) -> list[Line]:
    if item is None or way == "item":
        flows = queries.flow(scope, found, as_at=moment.at, item_id=item.pk if item else None)
        rows = queries.items_of(scope, flows).of(flows)
        return [Line(one.name, flows[one.pk], item=one, where=where, export=one.name) for one in rows]
    if way == "day":
        return _days(scope, found, item, where, moment)
    if way == "depot":
        parts = queries.flow_by_depot(scope, item, as_at=moment.at)
    else:
        parts = queries.flow_by_area(scope, item, kind="lrf", as_at=moment.at)
    whole = queries.flow(scope, found, as_at=moment.at, item_id=item.pk).get(item.pk)
    total = [Line(found.label, whole, item=item, where=where, export=found.label)] if whole else []
    return total + [
        Line(part.name, part.flow, item=item, where=part.where, export=part.name) for part in parts
    ]


def _days(scope: Any, found: queries.Region, item: Any, where: str, moment: Moment) -> list[Line]:
    """Each of the last days: what came and went on it, and what lay there at its end."""
    last = local_day(moment.at)
    ends = [_end_of(last - timedelta(days=back), moment) for back in range(DAYS, -1, -1)]
    known = flow_at_each(scope, found, item, ends)
    lines = []
    for (_, before), (at, after) in pairwise(known):
        change = Flow(item.pk)
        for name in FIGURES:
            change.figures[name] = after.figures[name] - before.figures[name]
        day = short_day(local_day(at - timedelta(microseconds=1)))
        lines.append(Line(day, change, item=item, where=where, export=day))
    return lines[::-1]


def _end_of(day: Any, moment: Moment) -> datetime:
    """The end of a local day, or the moment looked at where that comes first."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
    return min(midnight, moment.at)


def _table(lines: Sequence[Line], way: str, found: queries.Region, moment: Moment) -> DataTable:
    shown = [name for name in FIGURES if name in ALWAYS or any(line.flow.figures[name] for line in lines)]
    captions = dict(WAYS)
    first = {"depot": "Depot", "forum": "Forum", "day": "Day"}.get(way, "Item")
    unit = "base units" if way == "item" or not lines else lines[0].item.plural_unit
    what = f"changes, in {unit}" if way == "day" else f"in {unit}"
    opens = way != "day"
    return DataTable(
        name="",
        caption=f"{found.label}: {captions.get(way, 'By item').lower()}, {what}",
        columns=[
            Column("name", first, lambda line: line.name, export=lambda line: line.export),
            *(UNIT if way == "item" else ()),
            *(_figure(name, moment, opens=opens) for name in shown if name in INWARD),
            Column("came", "Came", lambda line: line.flow.came, numeric=True),
            *(_figure(name, moment, opens=opens) for name in shown if name in HERE),
            *(_figure(name, moment, opens=opens) for name in shown if name in OUTWARD),
            Column("sum", "There or gone", lambda line: line.flow.is_and_went, numeric=True),
            Column("adds", "Adds up", lambda line: "Yes" if line.flow.adds_up else "No"),
        ],
        page_size=100,
        empty="Nothing has moved yet.",
    )


UNIT = (Column("unit", "Counted in", lambda line: line.item.plural_unit),)
ALWAYS = ("received", "available", "held", "reserved", "in_transit", "delivered", "consumed")


def _figure(name: str, moment: Moment, *, opens: bool) -> Column:
    def number(line: Line) -> int:
        return line.flow.figures[name]

    def cell(line: Line) -> Any:
        value = number(line)
        if not value or not opens:
            return value
        said = {"figure": name, "item": line.item.code, "where": line.where}
        href = moment.keep(f"{reverse('supply:flow_movements')}?{urlencode(said)}")
        hidden = f" {line.export}, {LABELS[name].lower()}"
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">{}</span></a>',
            href, f"{value:,}", hidden,
        )  # fmt: skip

    export: Callable[[Line], int] = number
    return Column(name, LABELS[name], cell, numeric=True, export=export)


def _account(one: Any) -> str:
    kind = one.get_kind_display()
    return f"{kind}, {one.depot.name}" if one.depot else kind


MOVEMENTS = DataTable(
    name="",
    caption="Movements, the newest first",
    columns=[
        Column(
            "at", "Recorded", lambda one: short_moment(one.recorded_at), export=lambda one: one.recorded_at
        ),
        Column("on", "About", lambda one: short_day(one.about_on), export=lambda one: one.about_on),
        Column("act", "What", lambda one: one.get_act_display()),
        Column("change", "Base units", lambda one: one.change, numeric=True),
        Column("from", "From", lambda one: _account(one.from_account)),
        Column("to", "To", lambda one: _account(one.to_account)),
        Column("lot", "Lot", lambda one: one.lot.number if one.lot else "–"),
        Column("for", "For", lambda one: one.reference.replace(":", " ") or "–"),
    ],
    page_size=100,
    empty="No movement made up this figure.",
)


@needs("supply.see")
def flow_movements(request: HttpRequest) -> HttpResponseBase:
    """The movements that one figure is made of; they add up to it."""
    scope = actor_of(request).scope
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    figure, where = request.GET.get("figure", ""), request.GET.get("where", "")[:60]
    item = the(catalogue.item, scope, request.GET.get("item", ""))
    if figure not in FIGURES:
        raise Http404
    found = region_of(scope, where, moment)
    rows = queries.movements(scope, found, figure, item=item, as_at=moment.at)
    if MOVEMENTS.wants_csv(request.GET):
        return MOVEMENTS.csv(rows, request.GET)
    back = _href({"where": where}, item, moment)
    context = {
        "title": f"{LABELS[figure]}: {item.name}",
        "back": reverse("supply:flow") + back,
        "moment": moment,
        "said": f"{found.label}. They add up to {queries.added_up(scope, rows):,} {item.plural_unit}.",
        "table": MOVEMENTS.view(rows, request.GET),
    }
    return render(request, "core/listing.html", context)
