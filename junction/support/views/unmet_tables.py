"""The tables and charts of what is not met: by need and reason, by council, demand, supply, searches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from junction.core.pages.charts import Bar, BarChart, LineChart, Series, bar_chart, line_chart
from junction.core.pages.furniture import link
from junction.core.pages.tables import Column, DataTable, Filter
from junction.support.queries.unmet_demand import Demand, Supplied
from junction.support.rules.directory_book import directory_book
from junction.support.rules.routing import routing_on
from junction.support.rules.unmet import UnmetRules
from junction.support.rules.unmet_figures import by_day, total_by_day

from .unmet_asked import Asked

HIDDEN = "Hidden"
MOST_LINES = 2  # beside all of them: more cannot be told apart on a phone


@dataclass(frozen=True, slots=True)
class CellRow:
    """How many needs of a kind are not met for a reason; None is hidden."""

    category: str
    reason: str
    count: int | None


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """One kind of need: what is asked, what is not met, and what there is."""

    category: str
    stated: int | None
    open: int | None
    unmet: int | None
    supplied: Supplied


def shown(count: int | None) -> str:
    """A number, or that it is hidden."""
    return HIDDEN if count is None else f"{count:,}"


def cells_of(asked: Asked) -> list[CellRow]:
    """A row for each kind of need and reason that is not met, the most first."""
    rows = [
        CellRow(cell.category, cell.reason, count)
        for cell, count in asked.cells.items()
        if not cell.area and cell.category and cell.reason and count != 0
    ]
    return sorted(rows, key=lambda row: (-(row.count or 0), row.category, row.reason))


def cells_table(asked: Asked) -> DataTable:
    """What is not met, by need and reason."""
    titles, reasons = asked.titles, asked.rules.of_needs
    return DataTable(
        name="",
        caption="Not met, by need and reason",
        columns=[
            Column("need", "Need", lambda row: titles.get(row.category, row.category),
                   sort=lambda row: titles.get(row.category, row.category)),
            Column("reason", "Reason", lambda row: reasons[row.reason].title,
                   sort=lambda row: reasons[row.reason].title),
            Column("count", "Not met", lambda row: shown(row.count), sort=lambda row: row.count,
                   numeric=True, export=lambda row: HIDDEN if row.count is None else row.count),
        ],
        filters=[
            Filter("need", "Need", list(titles.items()),
                   lambda rows, code: [row for row in rows if row.category == code]),
            Filter("reason", "Reason", [(code, one.title) for code, one in reasons.items()],
                   lambda rows, code: [row for row in rows if row.reason == code]),
        ],
        page_size=10,
        empty="Nothing is left unmet here.",
    )  # fmt: skip


def councils_table(asked: Asked, names: Mapping[str, str]) -> DataTable:
    """Councils by how much is not met, the most first."""
    query = asked.href("", area="")
    return DataTable(
        name="councils",
        caption="Not met, by council",
        columns=[
            Column("council", "Council",
                   lambda row: link("support:unmet", names.get(row[0], row[0]),
                                    query=f"{query}&area={row[0]}" if "?" in query else f"?area={row[0]}"),
                   sort=lambda row: names.get(row[0], row[0]), export=lambda row: names.get(row[0], row[0])),
            Column("count", "Not met", lambda row: shown(row[1]), sort=lambda row: row[1], numeric=True,
                   export=lambda row: HIDDEN if row[1] is None else row[1]),
        ],
        default_sort="-count",
        page_size=10,
        empty="Nothing is left unmet here.",
    )  # fmt: skip


def classes_table(asked: Asked) -> DataTable:
    """Perceived and actual demand, by the class that was given first."""
    titles = routing_on(asked.day).class_titles

    def actual(row: Any) -> str:
        return "Not known" if row.actual is None else f"{row.actual:,.0f}"

    def found(row: Any) -> str:
        return f"{row.changed} of {row.rung} ({100 * row.changed / row.rung:.0f}%)" if row.rung else "–"

    return DataTable(
        name="classes",
        caption="Perceived and actual demand",
        columns=[
            Column("class", "Class given first", lambda row: titles.get(row.need_class, row.need_class)),
            Column("stated", "Stated", lambda row: row.stated, numeric=True),
            Column("rung", "Rung back", lambda row: row.rung, numeric=True),
            Column("changed", "Classed again", found, numeric=True),
            Column("actual", "Real needs, as far as call-backs tell", actual, numeric=True),
        ],
        empty="Nothing was stated in these days.",
    )


def supply_rows(asked: Asked, demand: Demand | None, found: Mapping[str, Supplied]) -> list[SupplyRow]:
    """A row for each kind of need that is asked for or that there is something for."""
    rows = []
    for category, there_is in found.items():
        unmet = asked.cells_of_category(category)
        stated = demand.stated.get(category, 0) if demand else None
        still = demand.open.get(category, 0) if demand else None
        if stated or still or unmet != 0 or there_is.programmes or (there_is.services and demand is None):
            rows.append(SupplyRow(category, stated, still, unmet, there_is))
    return sorted(rows, key=lambda row: (-(row.unmet or 0), -(row.open or 0), row.category))


def supply_table(asked: Asked) -> DataTable:
    """What is asked beside what there is."""
    titles = asked.titles
    numbers = (("stated", f"Stated in {asked.rules.trend_days} days"), ("open", "Open now"),
               ("unmet", "Not met"))  # fmt: skip
    return DataTable(
        name="supply",
        caption="Supply against demand",
        columns=[
            Column("need", "Need", lambda row: titles.get(row.category, row.category)),
            *(Column(key, title, _number_of(key), numeric=True) for key, title in numbers),
            Column("services", "Services", lambda row: row.supplied.services, numeric=True),
            Column("programmes", "Programmes that offer it", lambda row: row.supplied.programmes,
                   numeric=True),
        ],
        page_size=10,
        empty="Nothing is asked for here.",
    )  # fmt: skip


def _number_of(key: str) -> Callable[[Any], str]:
    return lambda row: shown(getattr(row, key))


def searches_table(asked: Asked) -> DataTable:
    """What was sought in the directory and not there."""
    needs, reasons = directory_book(asked.day).needs, asked.rules.reasons
    return DataTable(
        name="searches",
        caption="Searches without result",
        columns=[
            Column("need", "Sought", lambda row: needs.get(row[0], "By words alone")),
            Column("reason", "Why nothing was found", lambda row: reasons[row[1]].title),
            Column("times", "Searches", lambda row: row[2], numeric=True),
        ],
        empty="Every search found something.",
    )


def trend_of(asked: Asked) -> LineChart:
    """How many were not met at the end of each day: all that could be mended, and the reasons with the
    most.
    """
    days = by_day(asked.read.spans, first_on=asked.first_on, last_on=asked.day)
    gaps, reasons = asked.rules.gaps, asked.rules.reasons
    most = sorted((code for code in days if code in gaps), key=lambda code: -max(days[code].values()))
    drawn = [series("All", total_by_day(days, gaps), asked)] if len(most) != 1 else []
    drawn += [series(reasons[code].title, days[code], asked) for code in most[:MOST_LINES]]
    return line_chart("trend", "Needs not met at the end of each day", drawn, unit="needs", days=0)


def series(name: str, days: Mapping[date, int], asked: Asked) -> Series:
    """A line of days, from the first looked back."""
    if not days:
        return Series(name, {asked.first_on: 0, asked.day: 0})
    return Series(name, {day: float(count) for day, count in days.items()})


def reasons_chart(asked: Asked) -> BarChart | None:
    """How many are not met by reason; a hidden number is shown as not known."""
    rows = [(one.title, asked.reason(code)) for code, one in asked.rules.of_needs.items()]
    bars = [Bar(title, (count,)) for title, count in sorted(rows, key=lambda row: -(row[1] or 0))
            if count != 0]  # fmt: skip
    return (
        bar_chart("reasons", "Not met now, by reason", bars, parts=("Needs",), unit="needs") if bars else None
    )


def searches_rows(found: Mapping[tuple[str, str], int]) -> Sequence[tuple[str, str, int]]:
    """Searches, the most first."""
    return sorted(((*key, times) for key, times in found.items()), key=lambda row: (-row[2], row[:2]))


def hidden_note(below: int) -> str:
    """What is not shown of areas that are not one's own, and of what may be shared."""
    return (
        f"Numbers below {below} are hidden, and so is every sum that such a number is part of. Others are "
        f"rounded down to steps of {below}, so that the change of a day tells of nobody."
    )


def rules_note(rules: UnmetRules) -> str:
    """What counts, in one sentence."""
    return (
        f"Needs left unmet count for {rules.counts_days} days. Open needs count when what was tried "
        f"last came to nothing, or past their limit. Rules: {rules.reference}."
    )
