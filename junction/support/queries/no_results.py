"""What was sought in the directory and not there, by council, need and day; small numbers are hidden."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from junction.core.scope import Scope

from ..models import SearchWithoutResult
from ..rules.directory_book import DirectoryBook
from ..rules.small_numbers import hidden_in_line
from .keepers import DIRECTORY


@dataclass(frozen=True, slots=True)
class Missing:
    """Searches of one council and need without a result: by day, and of the whole time; None is hidden."""

    area: str
    need: str
    total: int | None
    days: dict[date, int | None]


@dataclass(frozen=True, slots=True)
class Term:
    """Words that were sought in one council as often as may be shown."""

    area: str
    term: str
    times: int


def missing(scope: Scope, *, today: date, book: DirectoryBook) -> list[Missing]:
    """Return what is missing in the councils whose directory one keeps, most sought first."""
    rows = _since(scope, today, book).values_list("area__name", "need", "day").annotate(Sum("times"))
    lines: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    for area, need, day, times in rows.order_by("area__name", "need", "day"):
        lines[area or "", need][day] = times
    found = [_line(area, need, cells, book.small_numbers_below) for (area, need), cells in lines.items()]
    return sorted(found, key=lambda one: (-(one.total or 0), one.area, one.need))


def _line(area: str, need: str, cells: dict[date, int], below: int) -> Missing:
    total = sum(cells.values())
    hidden = hidden_in_line(cells, below=below)
    days = {day: None if day in hidden else times for day, times in cells.items()}
    return Missing(area, need, total if total >= below else None, days)


def terms(scope: Scope, *, today: date, book: DirectoryBook) -> list[Term]:
    """Return the words that were sought often enough to be shown, most sought first."""
    rows = _since(scope, today, book).exclude(term="").values_list("area__name", "term")
    counted = rows.annotate(all=Sum("times")).filter(all__gte=book.small_numbers_below)
    return [Term(area or "", term, times) for area, term, times in counted.order_by("-all", "term")[:100]]


def flat(scope: Scope, lines: Iterable[Missing]) -> list[tuple[Missing, date, int | None]]:
    """Return lines that were read within a scope day by day, the newest first."""
    rows = [(one, day, times) for one in lines for day, times in one.days.items()]
    return sorted(rows, key=lambda row: (-row[1].toordinal(), row[0].area, row[0].need))


def _since(scope: Scope, today: date, book: DirectoryBook) -> QuerySet[SearchWithoutResult]:
    reach = scope.reach(DIRECTORY)
    since = today - timedelta(days=book.show_no_result_days)
    rows = SearchWithoutResult.objects.filter(day__gt=since)
    return rows if reach.national else rows.filter(area__in=reach.areas)
