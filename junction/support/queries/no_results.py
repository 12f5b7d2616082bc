"""What was sought in the directory and not there, by council, need and day; small numbers are hidden.

The days shown move with today, so a sum over them less that of yesterday would give a hidden day away: a sum
says what it comes to at least, as far as its days are shown (`core.small_numbers`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from junction.core.scope import Scope
from junction.core.small_numbers import at_least, in_steps, is_small

from ..models import SearchWithoutResult
from ..rules.directory_book import DirectoryBook
from .keepers import DIRECTORY

MOST_TERMS = 100


@dataclass(frozen=True, slots=True)
class Missing:
    """Searches of one council and need without a result: by day (None is hidden), and of all at least."""

    area: str
    need: str
    total: int  # at least
    days: dict[date, int | None]

    @property
    def is_whole(self) -> bool:
        """Whether the total is of days that are all shown."""
        return None not in self.days.values()


@dataclass(frozen=True, slots=True)
class Term:
    """Words that were sought in one council as often as may be shown: in steps, at least."""

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
    return sorted(found, key=lambda one: (-one.total, one.area, one.need))


def _line(area: str, need: str, cells: dict[date, int], below: int) -> Missing:
    days = {day: None if is_small(times, below=below) else times for day, times in cells.items()}
    return Missing(area, need, at_least(days.values()), days)


def terms(scope: Scope, *, today: date, book: DirectoryBook) -> list[Term]:
    """Return the words that were sought often enough to be shown, most sought first."""
    rows = _since(scope, today, book).exclude(term="").values_list("area__name", "term")
    counted = rows.annotate(all=Sum("times")).filter(all__gte=(step := book.small_numbers_below))
    found = [Term(area or "", term, in_steps(times, step=step)) for area, term, times in counted.order_by()]
    return sorted(found, key=lambda one: (-one.times, one.term, one.area))[:MOST_TERMS]


def flat(scope: Scope, lines: Iterable[Missing]) -> list[tuple[Missing, date, int | None]]:
    """Return lines that were read within a scope day by day, the newest first."""
    rows = [(one, day, times) for one in lines for day, times in one.days.items()]
    return sorted(rows, key=lambda row: (-row[1].toordinal(), row[0].area, row[0].need))


def _since(scope: Scope, today: date, book: DirectoryBook) -> QuerySet[SearchWithoutResult]:
    reach = scope.reach(DIRECTORY)
    since = today - timedelta(days=book.show_no_result_days)
    rows = SearchWithoutResult.objects.filter(day__gt=since, day__lt=today)  # today is not over
    return rows if reach.national else rows.filter(area__in=reach.areas)
