"""Help of other kinds as counted for the page of an area: short breaks of carers, people of link workers.

Nobody is named; small numbers are hidden unless the area is one's own.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from junction.core.pages.tables import Column, DataTable
from junction.support.queries.carers import short_breaks
from junction.support.queries.linking import HELPLINE, link_figures
from junction.support.rules.carers import BREAK, carer_rules
from junction.support.rules.linking import link_rules
from junction.support.rules.unmet_figures import Cell, hidden

from .unmet_asked import Asked
from .unmet_tables import shown

STATES = {
    "supported": "Supported now",
    "ended": "Support has ended",
    "contacts": "Contacts of the last weeks",
}
BY_HELPLINE = {HELPLINE: "Ended by the helpline"}
CONTACTS = {"remote": "At a distance: telephone, video, message", "face-to-face": "Face to face"}


class HelpRow(NamedTuple):
    """So many stand so, for this reason; None is hidden."""

    state: str
    why: str
    number: int | None


def _rows(asked: Asked, leaves: Mapping[Cell, int]) -> list[HelpRow]:
    """All that there are first, then by state and reason, over the councils of the area."""
    if asked.looked.is_exact:
        cells: dict[Cell, int | None] = {}
        for (_, state, why), count in leaves.items():
            cells[Cell("", state, why)] = (cells.get(Cell("", state, why)) or 0) + count
        cells[Cell("", "", "")] = sum(leaves.values())
    else:
        found = hidden(leaves, below=asked.rules.small_below)
        cells = {
            cell: n for cell, n in found.items() if not cell.area and bool(cell.category) == bool(cell.reason)
        }
    return [HelpRow(cell.category, cell.reason, n) for cell, n in sorted(cells.items()) if leaves]


def breaks_rows(asked: Asked) -> list[HelpRow]:
    """Short breaks of an area, all that were asked for first."""
    return _rows(asked, short_breaks(asked.scope, asked.looked))


def breaks_table(day: date) -> DataTable:
    """How short breaks of an area stand, and why."""
    kind = carer_rules(day).kinds[BREAK]
    return DataTable(
        name="breaks",
        caption="Short breaks that carers asked for",
        columns=[
            Column("state", "How it stands",
                   lambda row: kind.states[row.state].title if row.state else "All that were asked for"),
            Column("why", "Why", lambda row: kind.reasons.get(row.why, "–")),
            Column("count", "Carers", lambda row: shown(row.number), numeric=True,
                   export=lambda row: shown(row.number)),
        ],
        empty="No carer asked for a short break.",
    )  # fmt: skip


def linked_rows(asked: Asked) -> list[HelpRow]:
    """People whom link workers support or supported, by outcome, and how they were spoken with."""
    since = asked.looked.at - timedelta(days=asked.rules.trend_days)
    leaves = link_figures(asked.scope, asked.looked, since=since, rules=link_rules(asked.day))
    people = {cell: n for cell, n in leaves.items() if cell.category != "contacts"}
    talks = {cell: n for cell, n in leaves.items() if cell.category == "contacts"}
    return [*_rows(asked, people), *(row for row in _rows(asked, talks) if row.state)]


def linked_table(day: date) -> DataTable:
    """How support by link workers of an area stands."""
    outcomes = {code: one.title for code, one in link_rules(day).outcomes.items()}
    return DataTable(
        name="linked",
        caption="Social prescribing: people supported by link workers",
        columns=[
            Column("state", "How it stands",
                   lambda row: STATES[row.state] if row.state else "All who were taken on"),
            Column("why", "How", lambda row: (outcomes | CONTACTS | BY_HELPLINE).get(row.why, "–")),
            Column("count", "Number", lambda row: shown(row.number), numeric=True,
                   export=lambda row: shown(row.number)),
        ],
        empty="No link worker has taken anybody on here.",
    )  # fmt: skip
