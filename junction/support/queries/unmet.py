"""What is not met in an area, by need and reason, at a moment and by day: sums over spans of needs."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from junction.core.scope import Scope

from ..rules.unmet import UnmetRules
from ..rules.unmet_figures import Cell, DaySpan, hidden
from .unmet_areas import Looked
from .unmet_spans import span_sums

LEAVES = """
SELECT area_id, category, reason, count(*) FROM {spans}
WHERE reason <> '' AND from_at <= %(at)s AND (until_at IS NULL OR until_at > %(at)s) GROUP BY 1, 2, 3
"""
DAYS = """
SELECT area_id, category, reason, greatest(from_on, %(first_on)s) AS began,
    CASE WHEN until_at <= %(at)s THEN until_on END AS ended, until_at IS NULL OR until_at > %(at)s AS stands
FROM {spans} WHERE reason <> '' AND from_at <= %(at)s
"""
BY_DAY = f"""
SELECT area_id, category, reason, began, ended, count(*) FROM ({DAYS}) days GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608 (no values)
READ = f"""
SELECT area_id, category, reason, began, ended, count(*), count(*) FILTER (WHERE stands) FROM ({DAYS}) days
GROUP BY GROUPING SETS ((area_id, category, reason), (reason, began, ended))
"""  # noqa: S608 (no values)


@dataclass(frozen=True, slots=True)
class UnmetRead:
    """What is not met at a moment by kind of need and reason, by council (gaps alone), and spans of days."""

    cells: dict[tuple[str, str], int]
    councils: dict[str, int]
    spans: list[DaySpan]


def unmet_read(scope: Scope, looked: Looked, *, rules: UnmetRules, first_on: date) -> UnmetRead:
    """Return what is not met in an area one may see as it is, in one statement; days from the first on."""
    cells, councils = Counter[tuple[str, str]](), Counter[str]()
    spans: list[DaySpan] = []
    found = span_sums(scope, READ, looked, rules=rules, first_on=first_on)
    for area, category, reason, began, ended, count, stands in found:
        if area is None:
            spans.append(DaySpan(reason, began, ended, count))
        elif stands:
            cells[category, reason] += stands
            councils[area] += stands if reason in rules.gaps else 0
    return UnmetRead(dict(cells), {area: count for area, count in councils.items() if count}, spans)


def unmet_leaves(scope: Scope, looked: Looked, *, rules: UnmetRules) -> dict[Cell, int]:
    """Return how many needs are not met by council, kind of need and reason, at the moment."""
    found = Counter[Cell]()
    for area, category, reason, count in span_sums(scope, LEAVES, looked, rules=rules, first_on=looked.day):
        found[Cell(area, category, reason)] += count
    return dict(found)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """How many needs of a council and kind were not met for a reason at the end of a day; None is hidden."""

    day: date
    area: str
    category: str
    reason: str
    count: int | None


def unmet_figures(scope: Scope, looked: Looked, *, rules: UnmetRules, first_on: date) -> Iterator[FigureRow]:
    """Return every figure from a day on, small numbers hidden where they must be."""
    for day, leaves in unmet_by_day(scope, looked, rules=rules, first_on=first_on):
        cells = leaves if looked.is_exact else hidden(leaves, below=rules.small_below)
        for cell in sorted(leaves):
            yield FigureRow(day, *cell, cells[cell])


def unmet_by_day(
    scope: Scope, looked: Looked, *, rules: UnmetRules, first_on: date
) -> Iterator[tuple[date, dict[Cell, int]]]:
    """Return the same at the end of each day, the last being that of the moment, in one statement."""
    change: dict[date, dict[Cell, int]] = defaultdict(lambda: defaultdict(int))
    rows = span_sums(scope, BY_DAY, looked, rules=rules, first_on=first_on)
    for area, category, reason, began, ended, count in rows:
        cell = Cell(area, category, reason)
        change[began][cell] += count
        if ended is not None:
            change[ended][cell] -= count
    here: dict[Cell, int] = defaultdict(int)
    for number in range((looked.day - first_on).days + 1):
        day = first_on + timedelta(days=number)
        for cell, count in change.get(day, {}).items():
            here[cell] += count
        yield day, {cell: count for cell, count in here.items() if count}
