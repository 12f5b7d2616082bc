"""Tables that pages of programmes share: what is offered or enabled, links, how an end is said."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from junction.core.pages.furniture import link
from junction.core.pages.moment import Moment
from junction.core.pages.sheets import pairs, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day
from junction.support.rules.programme_book import ProgrammeRules

NATION = "The whole nation"


def until(row: Any) -> str:
    """The end of a span, which is the first day without it."""
    return short_day(row.ends_on) if row.ends_on else "No end is known"


def where(row: Any) -> str:
    """The area of a row; none is the nation."""
    return row.area.name if row.area else NATION


def bare(table: DataTable) -> DataTable:
    """A table without its filters, for a page on which it is short."""
    return replace(table, filters=())


def provisions_table(
    rules: ProgrammeRules, needs: Mapping[str, str], moment: Moment, *, may_withdraw: bool
) -> DataTable:
    """What one programme offers or enables."""

    def whom(row: Any) -> str:
        title = rules.audiences.get(row.audience, row.audience)
        return f"{title}: {row.for_whom}" if row.for_whom else title

    columns = [
        Column("need", "Need", lambda row: needs.get(row.category, row.category), sort="category"),
        Column("kind", "What it does", lambda row: rules.kinds[row.kind].title, sort="kind"),
        Column("where", "Where", where, sort="area__name"),
        Column("whom", "For whom", whom, sort="audience"),
        Column("channel", "How", lambda row: rules.channels.get(row.channel, row.channel), sort="channel"),
        Column("from", "From", lambda row: short_day(row.begins_on), sort="begins_on",
               export=lambda row: row.begins_on),
        Column("until", "Until", until, sort="ends_on", export=lambda row: row.ends_on),
    ]  # fmt: skip
    if may_withdraw:
        columns.append(
            Column("take", "Withdraw", lambda row: link("support:withdraw-provision", "Withdraw", row.pk),
                   export=lambda row: row.pk)
        )  # fmt: skip
    return DataTable(
        name="provides",
        caption="What it offers and enables",
        columns=columns,
        default_sort="need",
        empty="Nothing is written down that it offers or enables.",
    )


def links_table(rules: ProgrammeRules, names: Mapping[int, str], moment: Moment) -> DataTable:
    """Links between programmes, the newest first."""

    def title(row: Any) -> str:
        return f"{names.get(row.one_id, '–')} and {names.get(row.other_id, '–')}"

    return DataTable(
        name="links",
        caption="Links between programmes",
        columns=[
            Column("which", "Which", lambda row: link("support:programme-link", title(row), row.pk,
                                                      query=moment.keep("")), export=title),
            Column("purpose", "What for", lambda row: row.purpose),
            Column("by", "Brought together by", lambda row: row.made_by, sort="made_by"),
            Column("on", "On", lambda row: short_day(row.made_on), sort="made_on",
                   export=lambda row: row.made_on),
            Column("result", "What came of it", lambda row: tag_of(rules.results, row.result), sort="result",
                   export=lambda row: rules.results[row.result].title),
        ],
        filters=[Filter("result", "What came of it", pairs(rules.results),
                        lambda rows, code: rows.filter(result=code))],
        default_sort="-on",
        empty="No link is written down.",
    )  # fmt: skip
