"""Returns and published figures as rows of files that their own imports take in again.

One row is one place and day in the columns of `import returns`; a place is named by the number it bears, so
that the file may go to another installation, and by ours where it bears none. What was filed for a place that
was merged into another stands under the other, once a day, as `belonging.py` says.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from junction.core.scope import Scope
from junction.core.telling import Tell, told
from junction.registry.models import Identifier, lies_in
from junction.registry.queries import known_places, merged_at
from junction.registry.rules.areas import is_gss_code

from ..files.returns import FIRST_COLUMNS, cell_of, exported_header
from ..models import Publication, Return, Series, SeriesLine, known_at
from ..rules.questions import question_set_versions
from .bearers import OWN
from .belonging import Families
from .newest import SEE
from .series import SEE_SMALL, lines, state_at

AT_ONCE = 2_000
SERIES_COLUMNS = (
    "publication", "published_at", "data_cutoff", "area", "area_code", "measure", "day", "value",
)  # fmt: skip
HIDDEN = "c"  # how a figure too small to show is published


@dataclass(frozen=True, slots=True)
class Which:
    """Which returns: of one question set, about some days, of places in some areas, as known at a moment."""

    question_set: str
    areas: Collection[str] = ()
    first_on: date | None = None
    last_on: date | None = None
    as_at: datetime | None = None


def exported_returns(
    scope: Scope, which: Which, *, tell: Tell | None = None
) -> tuple[list[str], Iterator[list[object]]]:
    """Return the header and the rows, by day; rows are read as they are asked for, a day at a time."""
    versions = question_set_versions(which.question_set)
    return exported_header(versions), _rows(scope, which, tell)


def _rows(scope: Scope, which: Which, tell: Tell | None) -> Iterator[list[object]]:
    versions = {one.version: one for one in question_set_versions(which.question_set)}
    newest = next(reversed(versions.values()))
    columns = exported_header(list(versions.values()))[FIRST_COLUMNS:]
    with transaction.atomic():
        merged = merged_at(scope, as_at=which.as_at)
        names = _names(scope, which, merged)
        merged = {gone: kept for gone, kept in merged.items() if kept in names}
        numbers = _numbers(newest.file.identifier, [*names, *merged])
        found = _returns(which, [*names, *merged])
        count = found.count() if tell else 0
        fields = ("about_on", "place_id", "question_set_version", "nothing_changed", "answers")
        rows = found.order_by("about_on", "place_id").values_list(*fields).iterator(AT_ONCE)
        for day, of_day in groupby(told(rows, tell, of=count), key=lambda row: row[0]):
            for place_id, row in sorted(_one_each(of_day, merged).items()):
                asked = versions[row[2]]
                cells = {q.column: cell_of(row[4].get(q.code)) for q in asked.questions}
                number = numbers.get(place_id) or numbers.get(row[1]) or f"{OWN}{place_id}"
                said = [number, names[place_id], day, "yes" if row[3] else ""]
                yield said + [cells.get(column, "") for column in columns]


def _one_each(rows: Iterator[tuple[Any, ...]], merged: dict[int, int]) -> dict[int, tuple[Any, ...]]:
    """Keep one return for each place that stands."""
    filed: dict[int, dict[int, tuple[Any, ...]]] = defaultdict(dict)
    for row in rows:
        filed[merged.get(row[1], row[1])][row[1]] = row
    return {place_id: found[Families.speaker(place_id, found)] for place_id, found in filed.items()}


def _names(scope: Scope, which: Which, merged: Collection[int]) -> dict[int, str]:
    found = known_places(scope, permission=SEE, as_at=which.as_at, merged=merged)
    if which.areas:
        found = found.filter(lies_in(which.areas))
    return dict(found.values_list("id", "name"))


def _numbers(kind: str, place_ids: Collection[int]) -> dict[int, str]:
    """Return the number by which a file names each place: of the set's kind, or the regulator's."""
    borne = Identifier.objects.filter(kind=kind or "cqc-location", withdrawn_at__isnull=True)
    rows = borne.exclude(place=None).order_by("-id").values_list("place_id", "value")
    wanted = set(place_ids)
    return {place_id: value for place_id, value in rows if place_id in wanted}


def _returns(which: Which, place_ids: Collection[int]) -> Any:
    found = Return.objects.filter(
        known_at(which.as_at), question_set=which.question_set, place__in=list(place_ids)
    )
    if which.first_on:
        found = found.filter(about_on__gte=which.first_on)
    return found.filter(about_on__lte=which.last_on) if which.last_on else found


def exported_series(
    scope: Scope,
    one: Series,
    publication: Publication,
    *,
    areas: Collection[str] = (),
    days: tuple[date, date] = (date.min, date.max),
) -> Iterator[list[object]]:
    """Yield every figure of a series as it stood in one publication, by area, measure and day.

    Nothing is hidden here, so without small numbers in reach everywhere there is nothing.
    """
    if not scope.reach(SEE_SMALL).national:
        return
    known: dict[tuple[str, str], SeriesLine] = {(x.area_key, x.measure): x for x in lines(scope, one)}
    said_at = publication.published_at.isoformat()
    for key, said in sorted(state_at(scope, publication).items(), key=lambda item: tuple(item[0])):
        line = known.get((key.area_key, key.measure))
        if line is None or not days[0] <= key.day <= days[1] or (areas and line.area_id not in areas):
            continue
        code = key.area_key if is_gss_code(key.area_key) else ""  # as published: it is part of the line
        yield [
            publication.label, said_at, publication.data_cutoff, line.area_name, code,
            line.measure, key.day, HIDDEN if said.suppressed else said.value,
        ]  # fmt: skip
