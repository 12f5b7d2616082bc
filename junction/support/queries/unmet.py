"""What is not met in an area, by need and reason, at a moment and by day: sums over spans of needs."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from junction.core.scope import Scope

from ..rules.unmet import UnmetRules
from ..rules.unmet_figures import Cell, DaySpan, hidden
from .unmet_areas import Looked
from .unmet_spans import span_rows

STANDING = "from_at <= %(at)s AND (until_at IS NULL OR until_at > %(at)s) AND reason <> ''"
LEAVES = f"SELECT area_id, category, reason, count(*) FROM spans WHERE {STANDING} GROUP BY 1, 2, 3"  # noqa: S608 (no values)
ENDED = "CASE WHEN until_at <= %(at)s THEN until_on END"
TOUCHED = "from_at <= %(at)s AND (until_at IS NULL OR until_at > %(since)s) AND reason <> ''"
BY_DAY = f"""
SELECT area_id, category, reason, greatest(from_on, %(first_on)s), {ENDED}, count(*)
FROM spans WHERE {TOUCHED} GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608 (no values)
READ = f"""
SELECT grouping(area_id, category, began, ended), area_id, category, reason, began, ended,
    count(*) FILTER (WHERE stands), count(*)
FROM (SELECT area_id, category, reason, greatest(from_on, %(first_on)s) AS began, {ENDED} AS ended,
             until_at IS NULL OR until_at > %(at)s AS stands
      FROM spans WHERE {TOUCHED}) touched
GROUP BY GROUPING SETS ((category, reason), (area_id, reason), (reason, began), (reason, ended))
"""  # noqa: S608 (no values)
OF_CATEGORY, OF_AREA, OF_BEGAN, OF_ENDED = 0b1011, 0b0111, 0b1101, 0b1110  # what `grouping` says is left out


@dataclass(frozen=True, slots=True)
class UnmetRead:
    """What is not met at a moment by kind of need and reason, by council (gaps alone), and spans of days."""

    cells: dict[tuple[str, str], int]
    councils: dict[str, int]
    spans: list[DaySpan]


def unmet_read(scope: Scope, looked: Looked, *, rules: UnmetRules, first_on: date) -> UnmetRead:
    """Return what is not met in an area one may see as it is, in one statement; days from the first on."""
    cells: dict[tuple[str, str], int] = {}
    councils = Counter[str]()
    spans: list[DaySpan] = []
    found = span_rows(scope, READ, looked, rules=rules, first_on=first_on)
    for left_out, area, category, reason, began, ended, stands, touched in found:
        if left_out == OF_CATEGORY and stands:
            cells[category, reason] = stands
        elif left_out == OF_AREA and stands and reason in rules.gaps:
            councils[area] += stands
        elif left_out == OF_BEGAN:
            spans.append(DaySpan(reason, began, None, touched))
        elif left_out == OF_ENDED and ended is not None:
            spans.append(DaySpan(reason, ended, None, -touched))
    return UnmetRead(cells, dict(councils), spans)


def unmet_leaves(scope: Scope, looked: Looked, *, rules: UnmetRules) -> dict[Cell, int]:
    """Return how many needs are not met by council, kind of need and reason, at the moment."""
    rows = span_rows(scope, LEAVES, looked, rules=rules, first_on=looked.day)
    return {Cell(area, category, reason): count for area, category, reason, count in rows}


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
    rows = span_rows(scope, BY_DAY, looked, rules=rules, first_on=first_on)
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
