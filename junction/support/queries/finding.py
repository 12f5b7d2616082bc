"""Find services by need, words, place and time, forgiving typing errors; active ones only.

A service that says for which areas it is must be for the one asked; one that is given somewhere must be
near, unless it is sought without leaving home; one that is given nowhere counts where it is for the area.
Words are compared with name, organisation and terms by their letters in threes, and with the description by
word stems; when nothing is alike, less strictly once more. Whether it is open is decided by `rules.opening`,
for no more candidates than the rules say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, radians
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from junction.core.scope import Scope
from junction.registry.queries import ancestors
from junction.registry.rules.names import name_key

from ..models import Service, ServiceSchedule
from ..rules.directory_book import DirectoryBook
from ..rules.opening import OPENING_FIELDS, Opening, any_open_at

MILES_A_DEGREE = 69.0  # of latitude

NEAR = """
near AS (
    SELECT at.service_id,
        min(sqrt(power((place.latitude - %(latitude)s) * %(up)s, 2)
               + power((place.longitude - %(longitude)s) * %(along)s, 2))) AS miles
    FROM support_location place JOIN support_serviceatlocation at ON at.location_id = place.id
    WHERE place.latitude BETWEEN %(latitude)s - %(miles)s / %(up)s AND %(latitude)s + %(miles)s / %(up)s
        AND place.longitude BETWEEN %(longitude)s - %(miles)s / %(along)s
            AND %(longitude)s + %(miles)s / %(along)s
    GROUP BY at.service_id
),
placed AS (
    SELECT service_id, miles FROM near WHERE miles <= %(miles)s AND (
        %(codes)s::text[] = '{}'
        OR NOT EXISTS (SELECT FROM support_servicearea a
                       WHERE a.service_id = near.service_id AND a.area_id IS NOT NULL)
        OR EXISTS (SELECT FROM support_servicearea a
                   WHERE a.service_id = near.service_id AND a.area_id = ANY(%(codes)s)))
    UNION ALL
    SELECT a.service_id, NULL FROM support_servicearea a
    WHERE a.area_id = ANY(%(codes)s)
        AND (%(from_home)s
             OR NOT EXISTS (SELECT FROM support_serviceatlocation at WHERE at.service_id = a.service_id))
)
"""
COVERED = """
placed AS (
    SELECT DISTINCT a.service_id, NULL::float AS miles FROM support_servicearea a
    WHERE a.area_id = ANY(%(codes)s)
)
"""
ALIKE = """(%(key)s <%% s.search_key
    OR s.described @@ websearch_to_tsquery('english', %(words)s))"""


FIND = """
{with} SELECT s.id, {miles} AS miles FROM support_service s {join} WHERE {tests} {group}
ORDER BY {likest} miles NULLS LAST, s.name, s.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for: any of it may be left out."""

    words: str = ""
    need: str = ""
    latitude: float | None = None
    longitude: float | None = None
    miles: float = 0
    council: str = ""
    open_at: datetime | None = None  # the clock on the wall
    ways: tuple[str, ...] = ()  # how it can be had: any of these; none: however

    @property
    def is_placed(self) -> bool:
        """Whether it is to be near a point."""
        return self.latitude is not None


class Found(NamedTuple):
    """One service by its number, and how far away where that is known."""

    pk: UUID
    miles: float | None


@dataclass(frozen=True, slots=True)
class FoundService:
    """One service, and how far away where that is known."""

    service: Service
    miles: float | None


def find_services(scope: Scope, sought: Sought, *, book: DirectoryBook) -> list[Found]:
    """Return what fits, the likest or nearest first. The directory is open: a scope adds nothing."""
    codes = [*ancestors(scope, sought.council).values_list("pk", flat=True), sought.council]
    codes = sorted({code for code in codes if code})
    for alike in book.alike_from if sought.words else book.alike_from[:1]:
        found = _rows(sought, codes, alike, book)
        if found:
            break
    if sought.open_at is not None:
        found = _open(scope, found, sought.open_at)
    return found


def with_services(scope: Scope, found: Iterable[Found]) -> list[FoundService]:
    """Return the services that were found, in their order: of a page, not of all."""
    rows = list(found)
    services = Service.objects.select_related("organisation").defer("described")
    of_number = services.in_bulk([one.pk for one in rows])
    return [FoundService(of_number[one.pk], one.miles) for one in rows if one.pk in of_number]


def found_without_time(scope: Scope, sought: Sought, *, book: DirectoryBook) -> bool:
    """Tell whether there would be one at any other time."""
    return sought.open_at is not None and bool(find_services(scope, replace(sought, open_at=None), book=book))


def _rows(sought: Sought, codes: Sequence[str], alike: float, book: DirectoryBook) -> list[Found]:
    key = name_key(sought.words)
    placing = NEAR if sought.is_placed else COVERED if codes else ""
    tests = ["s.status = 'active'"]
    if sought.need:
        tests.append("s.needs @> ARRAY[%(need)s]::varchar[]")
    if sought.ways:
        tests.append("s.ways && %(ways)s::varchar[]")
    if key:
        tests.append(ALIKE)
    likest = "word_similarity(%(key)s, s.search_key) DESC, " if key else ""
    miles = "min(placed.miles)" if placing else "NULL::float"
    sql = FIND.replace("{with}", f"WITH {placing}" if placing else "").replace("{miles}", miles)
    sql = sql.replace("{join}", "JOIN placed ON placed.service_id = s.id" if placing else "")
    sql = sql.replace("{tests}", " AND ".join(tests)).replace("{likest}", likest)
    sql = sql.replace("{group}", "GROUP BY s.id" if placing else "")
    values: dict[str, Any] = {
        "key": key, "words": sought.words, "need": sought.need, "codes": list(codes),
        "most": book.most_considered,
        "ways": list(sought.ways), "from_home": book.is_from_home(sought.ways),
        "latitude": sought.latitude, "longitude": sought.longitude, "miles": sought.miles,
        "up": MILES_A_DEGREE, "along": MILES_A_DEGREE * max(cos(radians(sought.latitude or 0)), 0.01),
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(alike)])
        cursor.execute(sql, values)
        return [Found(*row) for row in cursor.fetchall()]


def _open(scope: Scope, found: list[Found], moment: datetime) -> list[Found]:
    openings = openings_of(scope, (one.pk for one in found))
    return [one for one in found if any_open_at(openings.get(one.pk, ()), moment)]


def openings_of(scope: Scope, numbers: Iterable[UUID]) -> dict[UUID, list[Opening]]:
    """Return the schedules with hours of some services, by service."""
    openings: dict[UUID, list[Opening]] = {}
    rows = ServiceSchedule.objects.filter(service_id__in=list(numbers), opens_at__isnull=False)
    for service_id, *fields in rows.values_list("service_id", *OPENING_FIELDS):
        openings.setdefault(service_id, []).append(Opening(*fields))
    return openings
