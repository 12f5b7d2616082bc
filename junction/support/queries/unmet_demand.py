"""Demand beside what is not met: what people state, what of it call-backs found real, what there is for it.

Demand is what was stated in the days that the rules look back, by the class first given. What there is counts
services that were given for the area at the moment, programmes that offer it, and offers of help that stand.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import Q

from junction.core.calendar import LOCAL
from junction.core.scope import Scope
from junction.registry.models import AreaInside
from junction.registry.models.areas import valid_on

from ..models import DutySpan, Offer
from ..rules.directory_book import directory_book
from ..rules.programme_book import programme_rules
from ..rules.unmet import UnmetRules
from ..rules.unmet_figures import Judged
from .programmes import on_day, provisions
from .unmet_areas import Looked
from .unmet_spans import span_sums

STATED = """
SELECT category, need_class, count(*) FILTER (WHERE begins AND from_at >= %(since)s),
    count(*) FILTER (WHERE until_at IS NULL OR until_at > %(at)s)
FROM {spans} WHERE reason = '' AND (from_at >= %(since)s OR until_at IS NULL OR until_at > %(at)s)
GROUP BY 1, 2
"""
JUDGED = """
SELECT e.before, e.why, count(*) FROM support_needevent e JOIN support_need n ON n.id = e.need_id
WHERE e.kind = 'asked-back' AND e.at <= %(at)s AND n.stated_at >= %(since)s AND {area}
GROUP BY 1, 2
"""
FIRST_AREA = """coalesce((SELECT h.before FROM support_needevent h WHERE h.need_id = n.id
    AND h.kind = 'handed' AND h.after <> '' ORDER BY h.at, h.id LIMIT 1), n.area_id)"""
SERVICES = """
SELECT need, count(DISTINCT s.service_id) FROM (
    SELECT DISTINCT ON (service_id) service_id, status, needs, areas FROM support_servicestate
    WHERE from_at <= %(at)s ORDER BY service_id, from_at DESC, id DESC
) s, unnest(s.needs) AS need
WHERE s.status = 'active' AND {area}
GROUP BY 1
"""
FOR_AREA = "s.areas && %(reached)s::varchar[]"
SEARCHES = """
SELECT need, is_by_time, sum(times) FROM support_searchwithoutresult
WHERE day >= %(first_on)s AND day <= %(last_on)s AND {area} GROUP BY 1, 2
"""
NO_RESULT, NONE_OPEN = "no-result", "none-open"


@dataclass(frozen=True, slots=True)
class Demand:
    """What was stated in the days looked back, what is open now by kind, and what call-backs found."""

    stated: Mapping[str, int]
    open: Mapping[str, int]
    judged: tuple[Judged, ...]

    @property
    def perceived(self) -> int:
        """All that was stated, whatever it was found to be."""
        return sum(self.stated.values())


@dataclass(frozen=True, slots=True)
class Supplied:
    """What there is for one kind of need."""

    services: int
    programmes: int


def demand(scope: Scope, looked: Looked, *, rules: UnmetRules, first_on: date) -> Demand:
    """Return demand in an area since a day, in two statements."""
    stated, still, classes = Counter[str](), Counter[str](), Counter[str]()
    rows = span_sums(scope, STATED, looked, rules=rules, first_on=first_on, of_open=True)
    for category, need_class, new, is_open in rows:
        stated[category] += new
        still[category] += is_open
        classes[need_class] += new
    return Demand(
        stated, still, tuple(_judged(_rows(JUDGED, looked, first_on, field=FIRST_AREA), classes, rules))
    )


def supplied(scope: Scope, looked: Looked, categories: Collection[str]) -> dict[str, Supplied]:
    """Return what there is by kind of need, on the day of the moment."""
    answers = directory_book(looked.day).answers
    services, programmes = _services(looked), _programmes(scope, looked)
    return {
        one: Supplied(services.get(answers.get(one, ""), 0), len(programmes.get(one, ())))
        for one in categories
    }


def offers_standing(scope: Scope, looked: Looked) -> int:
    """Return how many offers of help for an area, or for anywhere, stood at the moment."""
    stood = Q(state__in=[Offer.State.OPEN, Offer.State.ACCEPTED]) | Q(state_at__gt=looked.at)
    found = Offer.objects.filter(stood, received_at__lte=looked.at, ends_on__gt=looked.day)
    if looked.councils is not None:
        found = found.filter(Q(area__in=looked.councils) | Q(area__isnull=True))
    return found.count()


def volunteers_on_duty(scope: Scope, looked: Looked) -> int:
    """Return how many volunteers who live in an area were on duty at the moment."""
    on_duty = DutySpan.objects.filter(from_at__lte=looked.at, until_at__gt=looked.at)
    found = on_duty.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=looked.at))
    if looked.councils is not None:
        found = found.filter(volunteer__area__in=looked.councils)
    return found.values("volunteer").distinct().count()


def searches(scope: Scope, looked: Looked, *, first_on: date) -> dict[tuple[str, str], int]:
    """Return searches of the directory since a day that found nothing, by what was sought ("": only words)
    and whether there was one at another hour. Days that are over count whole.
    """
    rows = _rows(SEARCHES, looked, first_on)
    return {(need, NONE_OPEN if by_time else NO_RESULT): int(times) for need, by_time, times in rows}


def _judged(rows: list[tuple[Any, ...]], classes: Counter[str], rules: UnmetRules) -> list[Judged]:
    """Classes as first given, each with what was found of those rung back."""
    rung, changed, real = Counter[str](), Counter[str](), Counter[str]()
    for before, after, count in rows:
        rung[before] += count
        changed[before] += count * (before != after)
        real[before] += count * (after in rules.real_classes)
    return [
        Judged(one, classes[one], rung[one], changed[one], real[one], one in rules.real_classes)
        for one in sorted(classes | rung)
    ]


def _services(looked: Looked) -> dict[str, int]:
    if looked.councils is None:
        return dict(_run(SERVICES.format(area="TRUE"), {"at": looked.at}))
    around = AreaInside.objects.filter(valid_on(looked.day), descendant__in=looked.councils)
    reached = {*around.values_list("ancestor_id", flat=True), *looked.councils}
    return dict(_run(SERVICES.format(area=FOR_AREA), {"at": looked.at, "reached": sorted(reached)}))


def _programmes(scope: Scope, looked: Looked) -> dict[str, set[int]]:
    """Programmes that offer a kind of need in all or parts of an area."""
    kinds = [code for code, one in programme_rules(looked.day).kinds.items() if one.gives]
    rows = on_day(scope, provisions(scope, as_at=looked.at, now=looked.at), looked.day)
    found = defaultdict[str, set[int]](set)
    around: set[str | None] = {None}
    if looked.councils is not None:
        held = AreaInside.objects.filter(valid_on(looked.day), descendant__in=looked.councils)
        around |= {*held.values_list("ancestor_id", flat=True), *looked.councils}
    values = rows.filter(kind__in=kinds).order_by().values_list("category", "programme_id", "area_id")
    for category, programme, area in values:
        if looked.councils is None or area in around:
            found[category].add(programme)
    return found


def _rows(sql: str, looked: Looked, first_on: date, *, field: str = "area_id") -> list[tuple[Any, ...]]:
    area, values = looked.holds(field)
    since = datetime.combine(first_on, time(), LOCAL)
    more = {"at": looked.at, "since": since, "first_on": first_on, "last_on": looked.day}
    return _run(sql.format(area=area), values | more)


def _run(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
