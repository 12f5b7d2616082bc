"""A table that sorts, filters, pages and exports by its address alone: no script, nothing kept on the server.

A package declares a `DataTable` once: its columns, which of them sort and by what, its filters, its caption.
A view hands it the rows (a queryset or a list) and the query string, and gets back a `TableView` for the
macro `data_table`, or, for `?format=csv`, the same rows in full as a file. What may be sorted by is a list
of names; anything else in the address is ignored. Equal rows keep one order, so pages do not overlap.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from typing import Any

from django.db.models import F, QuerySet
from django.http import QueryDict, StreamingHttpResponse
from django.utils.text import slugify

from junction.core.tables.writing import CSV_TYPE, write_csv

Rows = QuerySet[Any, Any] | Sequence[Any]
Prepare = Callable[[list[Any]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how a row's cell reads, what it exports, and what it sorts by (None: not at all)."""

    key: str
    heading: str
    cell: Callable[[Any], Any]  # text, number, or Markup; None reads as not known
    sort: str | Callable[[Any], Any] | None = None  # a field path for querysets, a function for lists
    numeric: bool = False
    export: Callable[[Any], Any] | None = None  # for the file, where `cell` is markup


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the rows: a choice, and what choosing it does to them."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    keep: Callable[[Any, str], Any]  # (rows, value) -> rows


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterView:
    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def is_set(self) -> bool:
        return any(choice.chosen and choice.value for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Heading:
    name: str
    text: str
    numeric: bool
    sorted: str  # "ascending", "descending", "none", or "" when the column does not sort
    href: str


@dataclass(frozen=True, slots=True)
class TableView:
    """Everything the macro needs to draw one page of a table."""

    name: str
    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    first: int  # number of the first row shown, from 1; 0 when there is none
    page: int
    pages: int
    filters: tuple[FilterView, ...]
    kept: tuple[tuple[str, str], ...]  # what the filter form must carry along
    empty: str
    csv_href: str
    clear_href: str
    page_href: Callable[[int], str] = field(repr=False)

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    def pagination(self) -> dict[str, Any] | None:
        """What `govukPagination` is given; nothing when one page holds all."""
        if self.pages < 2:
            return None
        items = [
            {"ellipsis": True} if number == 0 else self._item(number)
            for number in numbers_shown(self.page, self.pages)
        ]
        params: dict[str, Any] = {"items": items, "landmarkLabel": f"Pages of {self.caption}"}
        if self.page > 1:
            params["previous"] = {"href": self.page_href(self.page - 1)}
        if self.page < self.pages:
            params["next"] = {"href": self.page_href(self.page + 1)}
        return params

    def _item(self, number: int) -> dict[str, Any]:
        return {"number": number, "href": self.page_href(number), "current": number == self.page}


def numbers_shown(page: int, pages: int) -> list[int]:
    """First, last and the neighbours of this page; 0 stands for what is left out."""
    wanted = sorted({1, page - 1, page, page + 1, pages} & set(range(1, pages + 1)))
    shown: list[int] = []
    for number in wanted:
        if shown and number - shown[-1] == 2:
            shown.append(number - 1)
        elif shown and number - shown[-1] > 2:
            shown.append(0)
        shown.append(number)
    return shown


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table as a package declares it. `name` keeps two tables of one page apart in the address."""

    name: str
    caption: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    default_sort: str = ""  # a column's key, "-" before it for descending
    page_size: int = 25
    empty: str = "There is nothing to show."

    def param(self, word: str) -> str:
        return f"{self.name}-{word}" if self.name else word

    def view(self, rows: Rows, query: QueryDict, *, prepare: Prepare = list) -> TableView:
        """Narrow, sort and cut `rows` as the query string says; one count and one read of a page.

        `prepare` may add to the rows of the page what one query for all of them can tell.
        """
        chosen = self._sort(query)
        narrowed = self._ordered(self.narrowed(rows, query), chosen)
        total = narrowed.count() if isinstance(narrowed, QuerySet) else len(narrowed)
        pages = max(1, ceil(total / self.page_size))
        page = min(max(1, whole_number(query.get(self.param("page"), ""))), pages)
        start = (page - 1) * self.page_size
        shown = prepare(list(narrowed[start : start + self.page_size])) if total else []
        return TableView(
            name=self.name or "table",
            caption=self.caption,
            headings=tuple(self._heading(column, chosen, query) for column in self.columns),
            rows=tuple(tuple(column.cell(row) for column in self.columns) for row in shown),
            total=total,
            first=start + 1 if shown else 0,
            page=page,
            pages=pages,
            filters=tuple(self._filter_view(item, query) for item in self.filters),
            kept=tuple(self._kept(query)),
            empty=self.empty,
            csv_href=self._href(query, {"format": "csv"}, drop=("page",)),
            clear_href=self._href(query, {}, drop=("page", *(item.key for item in self.filters))),
            page_href=lambda number: self._href(query, {"page": str(number)}),
        )

    def csv(self, rows: Rows, query: QueryDict, *, prepare: Prepare = list) -> StreamingHttpResponse:
        """The same rows in the same order, every page of them, as a file."""
        narrowed = self._ordered(self.narrowed(rows, query), self._sort(query))
        every = narrowed.iterator(chunk_size=2000) if isinstance(narrowed, QuerySet) else iter(narrowed)
        exports = [column.export or column.cell for column in self.columns]
        lines = ([export(row) for export in exports] for row in prepared(every, prepare))
        return StreamingHttpResponse(
            write_csv([column.heading for column in self.columns], lines),
            content_type=CSV_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{slugify(self.caption)}.csv"'},
        )

    def wants_csv(self, query: QueryDict) -> bool:
        return query.get(self.param("format")) == "csv"

    def _sort(self, query: QueryDict) -> str:
        asked = query.get(self.param("sort"), "")
        known = {column.key for column in self.columns if column.sort is not None}
        return asked if asked.removeprefix("-") in known else self.default_sort

    def narrowed(self, rows: Rows, query: QueryDict) -> Rows:
        """Return the rows that the filters of an address keep."""
        for item in self.filters:
            value = query.get(self.param(item.key), "")
            if value and value in dict(item.choices):
                rows = item.keep(rows, value)
        return rows

    def _ordered(self, rows: Rows, chosen: str) -> Rows:
        if not chosen:
            return rows
        down = chosen.startswith("-")
        by = next(column.sort for column in self.columns if column.key == chosen.removeprefix("-"))
        if isinstance(rows, QuerySet):
            order = F(str(by)).desc(nulls_last=True) if down else F(str(by)).asc(nulls_last=True)
            return rows.order_by(order, "pk")
        return sorted_with_unknown_last(rows, by, down=down)

    def _heading(self, column: Column, chosen: str, query: QueryDict) -> Heading:
        if column.sort is None:
            return Heading(column.key, column.heading, column.numeric, "", "")
        state = {column.key: "ascending", f"-{column.key}": "descending"}.get(chosen, "none")
        asked = f"-{column.key}" if state == "ascending" else column.key
        href = self._href(query, {"sort": asked}, drop=("page",))
        return Heading(column.key, column.heading, column.numeric, state, href)

    def _filter_view(self, item: Filter, query: QueryDict) -> FilterView:
        value = query.get(self.param(item.key), "")
        choices = [("", "All"), *item.choices]
        return FilterView(
            name=self.param(item.key),
            label=item.label,
            choices=tuple(Choice(code, text, code == value) for code, text in choices),
        )

    def _kept(self, query: QueryDict) -> Iterator[tuple[str, str]]:
        own = {self.param(word) for word in ("page", "format", *(item.key for item in self.filters))}
        for key, values in query.lists():
            if key not in own:
                yield from ((key, str(value)) for value in values)

    def _href(self, query: QueryDict, changes: Mapping[str, str], *, drop: Sequence[str] = ()) -> str:
        changed = query.copy()
        for word in (*drop, "format"):
            changed.pop(self.param(word), None)
        for word, value in changes.items():
            changed[self.param(word)] = value
        return f"?{changed.urlencode()}"


def sorted_with_unknown_last(rows: Sequence[Any], by: Any, *, down: bool) -> list[Any]:
    """Sort a list by a function of the row; rows without a value come last either way."""
    known = [row for row in rows if by(row) is not None]
    unknown = [row for row in rows if by(row) is None]
    return sorted(known, key=by, reverse=down) + unknown


def prepared(rows: Iterator[Any], prepare: Prepare, size: int = 2000) -> Iterator[Any]:
    """Prepare many rows in parts, so that a long file needs little memory."""
    while part := list(islice(rows, size)):
        yield from prepare(part)


def whole_number(text: str) -> int:
    """A number from an address, or 1."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
