"""The lists of cover: one row for each council, or for each place with what runs out first there."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day

from ..queries.demand import AreaLine, Line
from .cover_asked import Asked


def council_table(asked: Asked, names: Mapping[str, Any]) -> DataTable:
    """One row for each council, those with most places about to run out first."""

    def name(row: AreaLine) -> str:
        return names[row.code].name if row.code in names else "Area not known"

    def link(row: AreaLine) -> Any:
        if row.code not in names:
            return name(row)
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>', asked.href(area=row.code, by="place"), name(row)
        )

    limits = asked.figures.limits
    counts = (
        ("soon", f"Out within {limits.soon_words}", lambda row: row.soon),
        ("short", f"Out within {limits.short_words}", lambda row: row.short),
        ("known", "Cover known", lambda row: row.known),
        ("places", "Places", lambda row: row.places),
    )
    columns = (Column(key, heading, cell, sort=cell, numeric=True) for key, heading, cell in counts)
    return DataTable(
        name="", caption="Cover by council", default_sort="-soon", page_size=200,
        columns=(Column("name", "Council", link, sort=name, export=name), *columns),
        empty="There is no place here.",
    )  # fmt: skip


def place_table(asked: Asked) -> DataTable:
    """One row for each place, what runs out first on top."""

    def name(row: Line) -> Any:
        href = asked.moment.keep(reverse("supply:cover-of-place", args=[row.place_id]))
        return format_html('<a class="govuk-link" href="{}">{}</a>', href, row.name)

    limits = asked.figures.limits
    within = {"soon": limits.out_soon_days, "short": limits.short_days}
    spans = [("soon", f"Within {limits.soon_words}"), ("short", f"Within {limits.short_words}"),
             ("unknown", "Not known")]  # fmt: skip
    return DataTable(
        name="",
        caption="Cover by place",
        default_sort="days",
        columns=(
            Column("name", "Place", name, sort=lambda row: row.name, export=lambda row: row.name),
            Column("days", "Days of cover", shown_days, sort=lambda row: row.days, numeric=True, export=days),
            Column("out", "Runs out by", lambda row: row.out_on and short_day(row.out_on),
                   sort=lambda row: row.out_on, export=lambda row: row.out_on),
            Column("item", "Item", lambda row: row.item.name, sort=lambda row: row.item.name),
            Column("stock", "In stock", lambda row: row.stock, sort=lambda row: row.stock, numeric=True),
            Column("use", "Used a day", lambda row: row.use and round(row.use, 1), sort=lambda row: row.use,
                   numeric=True),
            Column("basis", "Use rests on", lambda row: row.use_words, sort=lambda row: row.basis),
            Column("coming", "On its way", lambda row: row.coming, sort=lambda row: row.coming, numeric=True),
            Column("flags", "To look at", lambda row: "; ".join(row.flags) or "Nothing",
                   sort=lambda row: len(row.flags)),
        ),
        filters=(
            Filter("within", "Runs out", spans,
                   lambda rows, value: [row for row in rows if (row.days is None if value == "unknown"
                                        else row.days is not None and row.days < within[value])]),
            Filter("flagged", "To look at", [("yes", "Only what is flagged")],
                   lambda rows, value: [row for row in rows if row.flags]),
        ),
        empty="No place here.",
    )  # fmt: skip


def days(row: Line) -> float | None:
    """Days of cover for a file; empty where nothing is used."""
    return None if row.days is None or row.never_runs_out else round(row.days, 2)


def shown_days(row: Line) -> Any:
    """Days of cover in a cell."""
    return "None is used" if row.never_runs_out else days(row) if row.days is None else round(row.days, 1)
