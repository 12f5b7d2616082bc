"""The page of what was sought in the directory and not there: by council, need and day."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.sheets import sheet
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import short_day
from junction.support.queries import no_results as queries
from junction.support.queries.keepers import DIRECTORY
from junction.support.rules.directory_book import DirectoryBook, directory_book

UNKNOWN, HIDDEN = "Not known", "Hidden"
SOUGHT = "Searches without a result"


def _area(one: Any) -> str:
    return one.area or UNKNOWN


def _need(one: Any, book: DirectoryBook) -> str:
    return book.needs.get(one.need, one.need) or "In words only"


def _totals(book: DirectoryBook) -> DataTable:
    return DataTable(
        name="all",
        caption=f"The last {book.show_no_result_days} days",
        columns=[
            Column("area", "Council", _area, sort=_area),
            Column("need", "What for", lambda one: _need(one, book), sort=lambda one: _need(one, book)),
            Column("times", SOUGHT, lambda one: one.total if one.is_whole else f"At least {one.total}",
                   numeric=True, sort=lambda one: one.total, export=lambda one: one.total),
        ],
        empty="Whatever was sought was found.",
    )  # fmt: skip


def _days(book: DirectoryBook) -> DataTable:
    return DataTable(
        name="days",
        caption="Day by day",
        columns=[
            Column("day", "Day", lambda row: short_day(row[1]), export=lambda row: row[1]),
            Column("area", "Council", lambda row: _area(row[0])),
            Column("need", "What for", lambda row: _need(row[0], book)),
            Column("times", SOUGHT, lambda row: HIDDEN if row[2] is None else row[2], numeric=True),
        ],
        empty="Nothing to show.",
    )


WORDS = DataTable(
    name="words",
    caption="Words that were sought often",
    columns=[
        Column("area", "Council", _area),
        Column("term", "Words", lambda one: one.term),
        Column("times", "Times, at least", lambda one: one.times, numeric=True),
    ],
    empty="No words were sought often enough to be shown.",
)


@require_safe
@needs(DIRECTORY)
def no_results(request: HttpRequest) -> HttpResponseBase:
    """What is missing, small numbers hidden: totals first, then days, then words."""
    by, today = actor_of(request), local_day(timezone.now())
    book = directory_book(today)
    lines = queries.missing(by.scope, today=today, book=book)
    found = queries.terms(by.scope, today=today, book=book)
    said = (
        f"Numbers below {book.small_numbers_below} are hidden; a sum with hidden days says what it comes to"
        f" at least. Nothing tells who sought. Kept for {book.keep_no_result_days} days."
    )
    return sheet(
        request, title="What was sought and not there", back=reverse("support:kept-services"), said=said,
        tables=[(_totals(book), lines), (_days(book), queries.flat(by.scope, lines)), (WORDS, found)],
    )  # fmt: skip
