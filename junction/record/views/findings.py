"""What the check of an extract found, as a table: both places, and how each finding is mended or left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from junction.core.pages.furniture import link
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.scope import Scope
from junction.record.queries.leaving import titles_of

MENDS = {  # how a kind of finding is mended everywhere: what a link says, and what its form then has
    "left-elsewhere": lambda words: (f"Take “{words}” out everywhere", {"words": words}),
    "inside-a-word": lambda words: (
        f"Take “{words}” out inside words too", {"words": words, "inside_words": "on"}
    ),
    "initials": lambda words: (f"Take the initials of “{words}” out", {"words": words, "initials": "on"}),
    "part-of-name": lambda words: (
        f"Take “{words.split()[-1]}” out everywhere", {"words": words.split()[-1]}
    ),
    "email": lambda words: ("Take all e-mail addresses out", {"pattern": "email"}),
}  # fmt: skip
OPEN = [("open", "Open"), ("left", "Left as they are")]


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as a row: what its kind is in words, and its documents' titles as they will leave."""

    one: Any
    kind: str
    titles: Mapping[int, str]


def table(extract: Any, kinds: Mapping[str, str], *, may_change: bool, is_checked: bool) -> DataTable:
    """Return the table of findings; `kinds` says each in words."""

    def ways(row: Shown) -> Any:
        return _ways(row.one, may_change=may_change, is_checked=is_checked)

    return DataTable(
        name="findings",
        caption="What the check found",
        columns=[
            Column("kind", "What does not fit", lambda row: row.kind),
            Column("one", "Here", lambda row: _spot(row, row.one.one), export=lambda row: _said(row.one.one)),
            Column("other", "And there", lambda row: _spot(row, row.one.other) if row.one.other else "",
                   export=lambda row: _said(row.one.other) if row.one.other else ""),
            Column("many", "Times", lambda row: row.one.many, numeric=True),
            Column("state", "What is done", ways, export=lambda row: _state(row.one)),
        ],
        filters=[
            Filter("kind", "Kind", list(kinds.items()), lambda rows, value: rows.filter(kind=value)),
            Filter("state", "Which", OPEN,
                   lambda rows, value: rows.filter(accepted_at__isnull=value == "open")),
        ],
        page_size=20,
        empty="Nothing.",
    )  # fmt: skip


def shown(scope: Scope, extract: Any, kinds: Mapping[str, str], rows: list[Any]) -> list[Shown]:
    """Return findings as rows: what they quote is read with its documents."""
    spots = [spot for one in rows for spot in (one.one, one.other) if spot]
    titles = titles_of(scope, extract, {spot["paper"] for spot in spots})
    return [Shown(one, kinds[one.kind], titles) for one in rows]


def _spot(row: Shown, spot: Any) -> SafeString:
    number, line = spot["paper"], spot["line"]
    to = link(
        "record:extract-document", f"Document {number}", row.one.extract_id, number,
        query=f"?line={line}" if line else "",
    )  # fmt: skip
    said = format_html('<span class="junction-anywhere">“{}”</span>', spot["quote"])
    return format_html("{}, {}, {}: {}", to, row.titles.get(number, ""), _where(spot), said)


def _where(spot: Any) -> str:
    return f"line {spot['line']}" if spot["line"] else str(spot["where"])


def _said(spot: Any) -> str:
    return f"Document {spot['paper']}, {_where(spot)}: {spot['quote']}"


def _state(one: Any) -> str:
    return f"Left as it is: {one.because}" if one.accepted_at else "Open"


def _ways(one: Any, *, may_change: bool, is_checked: bool) -> Any:
    if one.accepted_at or not may_change:
        return _state(one)
    mend, ways = MENDS.get(one.kind), []
    if mend:
        said, given = mend(one.words)
        ways.append(link("record:add-redaction", said, one.extract_id, query=f"?{urlencode(given)}"))
    if is_checked:
        ways.append(link("record:accept-finding", "Leave it as it is", one.pk))
    return SafeString("<br>".join(ways)) if ways else _state(one)
