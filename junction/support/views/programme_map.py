"""The map: each kind of need in each area, which programmes offer or enable it, gaps and overlaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.support.queries import programme_map as queries
from junction.support.queries.programme_map import MapRead
from junction.support.queries.programme_reach import SEE
from junction.support.rules.programme_book import ProgrammeRules, needs_on, programme_rules
from junction.support.rules.programme_map import Cell

ASKED = [("yes", "Somebody asked for it"), ("no", "Nobody asked for it")]


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell with the names that a row shows, and what is asked there."""

    cell: Cell
    need: str
    area: str
    stated: int
    calls: int
    worst: int

    @property
    def asked(self) -> int:
        """How often it is asked for: the first of those that are equally bad."""
        return self.stated + self.calls


def rows_of(read: MapRead, wanted: Mapping[str, str], rules: ProgrammeRules) -> list[CellRow]:
    """A row for each cell, with names."""
    areas, order = {one.pk: one.name for one in read.areas}, list(rules.cells)
    return [
        CellRow(
            cell, wanted[cell.category], areas[cell.area],
            read.stated.get((cell.category, cell.area), 0), read.calls.get((cell.category, cell.area), 0),
            order.index(cell.word),
        )
        for cell in read.cells
    ]  # fmt: skip


def map_table(read: MapRead, wanted: Mapping[str, str], rules: ProgrammeRules, moment: Moment) -> DataTable:
    """One row for each kind of need in each area, the worst first."""

    def linked(numbers: tuple[int, ...]) -> Any:
        cells = ((link("support:programme", read.programmes[one], one, query=moment.keep("")),)
                 for one in numbers if one in read.programmes)  # fmt: skip
        return format_html_join(", ", "{}", cells) or "–"

    def named(numbers: tuple[int, ...]) -> str:
        return "; ".join(read.programmes[one] for one in numbers if one in read.programmes)

    return DataTable(
        name="",
        caption="Needs, areas and programmes",
        columns=[
            Column("need", "Need", lambda row: row.need, sort=lambda row: row.need),
            Column("area", "Area", lambda row: row.area, sort=lambda row: row.area),
            Column("word", "What there is", lambda row: tag_of(rules.cells, row.cell.word),
                   sort=lambda row: (row.worst, -row.asked),
                   export=lambda row: rules.cells[row.cell.word].title),
            Column("offers", "Offered by", lambda row: linked(row.cell.offers),
                   export=lambda row: named(row.cell.offers)),
            Column("parts", "Offered in parts by", lambda row: linked(row.cell.in_parts),
                   export=lambda row: named(row.cell.in_parts)),
            Column("enables", "Enabled by", lambda row: linked(row.cell.enables),
                   export=lambda row: named(row.cell.enables)),
            Column("stated", "Needs stated", lambda row: row.stated, sort=lambda row: row.stated,
                   numeric=True),
            Column("calls", "Calls of the front line", lambda row: row.calls, sort=lambda row: row.calls,
                   numeric=True),
        ],
        filters=_filters(read, wanted, rules),
        default_sort="word",
        empty="No area of this kind is in your reach. Choose another above.",
    )  # fmt: skip


def _filters(read: MapRead, wanted: Mapping[str, str], rules: ProgrammeRules) -> list[Filter]:
    return [
        Filter(
            "word",
            "What there is",
            pairs(rules.cells),
            lambda rows, code: [row for row in rows if row.cell.word == code],
        ),
        Filter(
            "need",
            "Need",
            list(wanted.items()),
            lambda rows, code: [row for row in rows if row.cell.category == code],
        ),
        Filter(
            "area",
            "Area",
            [(one.pk, one.name) for one in read.areas],
            lambda rows, code: [row for row in rows if row.cell.area == code],
        ),
        Filter(
            "asked",
            "Asked for",
            ASKED,
            lambda rows, code: [row for row in rows if bool(row.asked) == (code == "yes")],
        ),
    ]


@require_safe
@needs(SEE)
def programme_map(request: HttpRequest) -> HttpResponseBase:
    """The matrix of need, area and programme, of a day (one to come: as planned), as it was known."""
    by, now = actor_of(request), timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path, future_days=True)
    rules, wanted = programme_rules(moment.day), needs_on(moment.day)
    asked = request.GET.get("grain", "")
    grains = [code for code in rules.grains if queries.grain_areas(by.scope, rules, code, on=moment.day)]
    usual = rules.usual_grain if rules.usual_grain in grains or not grains else grains[-1]
    grain = asked if asked in rules.grains else usual
    read = queries.programme_map(by.scope, grain, day=moment.day, as_at=moment.as_at, now=now)
    rows, table = rows_of(read, wanted, rules), map_table(read, wanted, rules, moment)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    context = {
        "title": "Needs, areas and programmes", "moment": moment, "table": table.view(rows, request.GET),
        "back": moment.keep(reverse("support:programmes")), "figures": tiles(rows, rules, grain, moment),
        "grains": [(moment.keep(f"?grain={code}"), rules.grains[code].title, code == grain)
                   for code in grains],
        "grid": grid(read, wanted, rules), "areas": [one.name for one in read.areas],
        "look_back": rules.look_back_days,
    }  # fmt: skip
    return render(request, "support/programme_map.html", context)


def tiles(
    rows: list[CellRow], rules: ProgrammeRules, grain: str, moment: Moment
) -> list[tuple[str, int, str, str, str]]:
    """How many cells say what, as figures that lead to them."""
    return [
        (one.title, sum(row.cell.word == code for row in rows), f"of {len(rows):,}",
         moment.keep(f"?grain={grain}&word={code}"), one.colour)
        for code, one in rules.cells.items()
    ]  # fmt: skip


MOST_ACROSS = 12  # wider than this nobody reads it on a desk; the list below holds all


def grid(
    read: MapRead, wanted: Mapping[str, str], rules: ProgrammeRules
) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """The matrix to look at: for each need the word, colour and number of programmes in each area."""
    across = len(read.areas)
    if not 0 < across <= MOST_ACROSS:
        return []
    cells = [
        (rules.cells[one.word].title, rules.cells[one.word].colour, len(one.offers) + len(one.in_parts))
        for one in read.cells
    ]
    return [(title, cells[at * across : (at + 1) * across]) for at, title in enumerate(wanted.values())]
