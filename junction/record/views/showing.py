"""What pages of promises, actions, asks and decisions share: where it was said, tags, lists with a search."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils.html import format_html

from junction.core.pages.environment import macro_of
from junction.core.pages.furniture import link
from junction.core.pages.words import counted, short_day
from junction.core.scope import Scope
from junction.record.queries import documents as queries
from junction.record.queries import reading
from junction.record.rules.promises import Standing
from junction.record.rules.showing import quoted
from junction.record.rules.source import spans_from

from .statements import line_link, shortened

STANDINGS = {
    Standing.KEPT: ("green", "Kept"),
    Standing.KEPT_LATE: ("amber", "Kept late"),
    Standing.NOT_KEPT: ("red", "Not kept"),
    Standing.GIVEN_UP: ("unknown", "Given up"),
    Standing.CANNOT_BE_KNOWN: ("unknown", "Cannot be known"),
    Standing.LATE: ("red", "Late"),
    Standing.DUE: ("blue", "Due"),
    Standing.TO_COME: ("blue", "To come"),
    Standing.CONTINUES: ("blue", "Continues"),
    Standing.UNDATED: ("amber", "No day said"),
}


def standing_tag(standing: Standing, late: int = 0) -> str:
    """Where a promise stands: a word, a shape and a colour."""
    colour, word = STANDINGS[standing]
    tag: str = macro_of("status_tag")(colour, f"{word}, {counted(late, 'day')}" if late else word)
    return tag


def last_day(one: Any) -> str | None:
    """The last day in which a thing can be done, as a table shows it."""
    return short_day(one.until_on - timedelta(days=1)) if one.until_on else None


def day_of(row: Any) -> str:
    """The last day of a promise with where it stands; for one that goes on, since when."""
    if row.standing == Standing.CONTINUES:
        return f"None: since {short_day(row.commitment.from_on or row.commitment.made_on)}"
    return last_day(row.commitment) or "None said"


def last_on(one: Any) -> date | None:
    """The last day, for a file or a form."""
    return one.until_on - timedelta(days=1) if one.until_on else None


def in_words(length: timedelta) -> str:
    """Write a length as people say it: "3 hours", "2 days"."""
    for unit, word in (
        (timedelta(days=1), "day"),
        (timedelta(hours=1), "hour"),
        (timedelta(minutes=1), "minute"),
    ):
        if length >= unit:
            return counted(length // unit, word)
    return "less than a minute"


def words_link(name: str) -> Callable[[Any], str]:
    """A cell that shows the words of a thing and leads to its page."""
    return lambda row: link(name, shortened(row.words), row.pk)


def source_cell(row: Any) -> str | None:
    """Where a thing was said: the document and the line; typed by hand, nothing."""
    if row.statement_id:
        document = link("record:document", row.document.title, row.document_id)
        return format_html("{}, line {}", document, line_link(row.statement))
    return (
        "Typed by hand"
        if not row.document_id
        else link("record:document", row.document.title, row.document_id)
    )


def source_text(row: Any) -> str:
    """The same, for a file."""
    if not row.document_id:
        return ""
    return f"{row.document.title}, line {row.statement.line}" if row.statement_id else row.document.title


def where_said(scope: Scope, one: Any) -> dict[str, Any]:
    """What a page shows of the place a thing was said at: its lines with the quote marked."""
    if not one.statement_id:
        return {"statement": None, "lines": [], "document": one.document}
    document = queries.document(scope, one.document_id)
    source = reading.source_of(document)
    return {
        "statement": one.statement,
        "document": document,
        "lines": quoted(source, spans_from(one.statement.spans)),
    }
