"""A table by its address alone: sorting, narrowing, paging, the file of the same rows."""

import csv
import io
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict

from junction.core.pages.tables import Column, DataTable, Filter, numbers_shown


@dataclass
class Town:
    name: str
    beds: int | None
    kind: str


TOWNS = [
    Town(f"Town {n:03}", None if n % 10 == 0 else n % 7, "big" if n % 2 else "small") for n in range(120)
]
TABLE = DataTable(
    name="",
    caption="Towns of the plain",
    columns=[
        Column("name", "Name", lambda row: row.name, sort=lambda row: row.name),
        Column("beds", "Beds", lambda row: row.beds, sort=lambda row: row.beds, numeric=True),
        Column("kind", "Kind", lambda row: row.kind),
    ],
    filters=[
        Filter(
            "kind",
            "Kind",
            [("big", "Big"), ("small", "Small")],
            lambda rows, value: [row for row in rows if row.kind == value],
        )
    ],
    default_sort="name",
)


def names(query: str) -> list[str]:
    return [row[0] for row in TABLE.view(TOWNS, QueryDict(query)).rows]


def test_a_page_of_twenty_five_and_where_it_stands() -> None:
    view = TABLE.view(TOWNS, QueryDict("page=5"))
    assert (view.total, view.first, view.last, view.page, view.pages) == (120, 101, 120, 5, 5)
    assert names("")[0] == "Town 000"


@pytest.mark.parametrize(
    "query", ["page=99", "page=-1", "page=x", "page=999999999999", "sort=password", "kind=none"]
)
def test_what_makes_no_sense_in_the_address_is_ignored(query: str) -> None:
    assert TABLE.view(TOWNS, QueryDict(query)).rows


def test_sorting_is_stable_and_unknown_comes_last_both_ways() -> None:
    up = [row for page in "12345" for row in TABLE.view(TOWNS, QueryDict(f"sort=beds&page={page}")).rows]
    down = [row for page in "12345" for row in TABLE.view(TOWNS, QueryDict(f"sort=-beds&page={page}")).rows]
    assert [row[1] for row in up[-12:]] == [row[1] for row in down[-12:]] == [None] * 12
    assert up[0][0] == "Town 007"
    assert len({row[0] for row in up}) == 120


def test_links_keep_the_rest_of_the_address_and_turn_the_sorting() -> None:
    view = TABLE.view(TOWNS, QueryDict("as_at=2020-04-20T17:00&page=2&sort=beds&kind=big"))
    name, beds, kind = view.headings
    assert (name.sorted, beds.sorted, kind.sorted) == ("none", "ascending", "")
    assert "sort=-beds" in beds.href
    assert "as_at=2020-04-20" in name.href
    assert "page" not in name.href
    assert "format=csv" in view.csv_href
    assert ("as_at", "2020-04-20T17:00") in view.kept
    assert "kind" not in dict(view.kept)
    assert "kind" not in view.clear_href


def test_a_filter_narrows_and_shows_what_is_chosen() -> None:
    view = TABLE.view(TOWNS, QueryDict("kind=big"))
    assert view.total == 60
    assert view.filters[0].is_set
    assert [choice.text for choice in view.filters[0].choices if choice.chosen] == ["Big"]


def test_the_file_has_the_same_rows_in_the_same_order_all_of_them() -> None:
    query = QueryDict("kind=small&sort=-name&format=csv")
    assert TABLE.wants_csv(query)
    response = TABLE.csv(TOWNS, query)
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[arg-type] # bytes, all of them
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["Name", "Beds", "Kind"]
    assert len(lines) == 61
    assert [line[0] for line in lines[1:26]] == names("kind=small&sort=-name")
    assert response.headers["Content-Disposition"] == 'attachment; filename="towns-of-the-plain.csv"'


def test_a_page_can_be_prepared_as_a_whole() -> None:
    seen: list[int] = []

    def prepare(rows: list[Town]) -> list[Town]:
        seen.append(len(rows))
        return rows

    TABLE.view(TOWNS, QueryDict(""), prepare=prepare)
    assert seen == [25]
    assert len(list(TABLE.csv(TOWNS, QueryDict(""), prepare=prepare))) >= 1
    assert seen == [25, 120]


@pytest.mark.parametrize(
    ("page", "pages", "expected"),
    [(1, 3, [1, 2, 3]), (1, 9, [1, 2, 0, 9]), (5, 9, [1, 0, 4, 5, 6, 0, 9]), (3, 9, [1, 2, 3, 4, 0, 9])],
)
def test_which_page_numbers_are_shown(page: int, pages: int, expected: list[int]) -> None:
    assert numbers_shown(page, pages) == expected


def test_one_page_has_no_pagination() -> None:
    assert TABLE.view(TOWNS[:10], QueryDict("")).pagination() is None
    params = TABLE.view(TOWNS, QueryDict("page=2")).pagination()
    assert params is not None
    assert params["previous"]["href"] == "?page=1"


@pytest.mark.django_db
def test_a_queryset_is_counted_once_and_read_once(django_assert_num_queries: Any) -> None:
    table = DataTable(
        name="t",
        caption="Kinds",
        columns=[Column("model", "Model", lambda row: row.model, sort="model")],
        page_size=5,
    )
    with django_assert_num_queries(2):
        view = table.view(ContentType.objects.all(), QueryDict("t-sort=-model&t-page=2"))
    assert len(view.rows) == 5
    assert view.page == 2
    assert len(list(table.csv(ContentType.objects.all(), QueryDict("")))) >= 1
