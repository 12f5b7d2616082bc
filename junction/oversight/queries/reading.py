"""How each measure is read: by the queries of the floor whose facts it counts, of an area, up to a moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import nan
from typing import Any

from junction.assurance.queries.national import OPEN, issues
from junction.assurance.queries.plans import counted as plans_counted
from junction.assurance.queries.stocktakes import stocktakes
from junction.assurance.rules.plan_book import plan_rules
from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.record.models import ConfirmationRequest
from junction.record.queries.confirmations import counted as letters_counted
from junction.record.queries.confirmations import request as confirmation_request
from junction.record.rules.confirmations import confirmation_rules
from junction.returns.queries.series import UnknownLine, publication_as_at, series, series_as_at
from junction.supply.queries.arrived import Arrived, arrived, arrived_of_item
from junction.support.queries import measured as support

NOT_TAKEN_UP = ("local", "to-decide")
LETTERS_CAME = ("in-time", "late")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a measure is asked: of which area, of which part of it, from when to when, known when."""

    scope: Scope  # holds the area and no more
    whole: Scope  # of who asks
    area: str  # "" is the nation
    code: str  # of the area, the nation's too
    part: str
    day: date
    at: datetime
    since: datetime
    known: datetime
    series_days: int


@dataclass(frozen=True, slots=True)
class Read:
    """A value (NaN: nobody knows), and the moment or the day it is of, where there is one."""

    value: float
    of: datetime | date | None


def _arrived(asked: Asked, route: str = "") -> Arrived:
    return arrived(asked.scope, since=asked.since, at=asked.at, route=route)


def _needs(asked: Asked) -> support.NeedsMeasured:
    return support.needs_measured(asked.scope, since=asked.since, at=asked.at)


def _plain(read: Callable[[Asked], float | None]) -> Callable[[Asked], Read]:
    """Make a reader of what returns a number, or none where nobody knows."""

    def reader(asked: Asked) -> Read:
        value = read(asked)
        return Read(nan if value is None else float(value), asked.at)

    return reader


def _late(asked: Asked) -> float | None:
    """Needs past their limit; where none was ever stated, that none is late tells nothing."""
    found = _needs(asked)
    return found.late if found.stated else None


def _unmet(asked: Asked) -> float | None:
    return support.not_met(asked.scope, asked.area, at=asked.at) if _needs(asked).stated else None


def _stocktakes(asked: Asked) -> float:
    held = stocktakes(asked.scope, as_at=asked.at, now=asked.known)
    return held.filter(held_on__gte=local_day(asked.since), held_on__lte=asked.day).count()


def _national(asked: Asked) -> float | None:
    rows: Any = issues(asked.scope, as_at=asked.at, now=asked.known)
    states = [state for state in rows.values_list("state", flat=True) if state not in NOT_TAKEN_UP]
    return 100 * sum(state not in OPEN for state in states) / len(states) if states else None


def _plans(asked: Asked) -> float | None:
    kind = plan_rules(asked.day).kinds.get(asked.part)
    if kind is None:
        return None
    found = plans_counted(asked.scope, kind, day=asked.day, as_at=asked.at, area=asked.area)
    return 100 * found.states.get("held", 0) / found.expected if found.expected else None


def _letters(asked: Asked) -> float | None:
    """Of those asked in the area; whoever reads must have the request itself in reach."""
    try:
        one = confirmation_request(asked.whole, int(asked.part), as_at=asked.known)
    except (ConfirmationRequest.DoesNotExist, ValueError):
        return None
    found = letters_counted(
        asked.scope, one, confirmation_rules(asked.day), day=asked.day, as_at=asked.at
    )  # fmt: skip
    total = sum(found.values())
    return 100 * sum(found.get(state, 0) for state in LETTERS_CAME) / total if total else None


def _published(asked: Asked) -> Read | None:
    """The newest figure up to the day, as publications known by the moment say; a hidden one says nothing."""
    name, _, measure = asked.part.partition(":")
    one = series(asked.scope, name)
    if one is None:
        return None
    first = asked.day - timedelta(days=asked.series_days)
    try:
        found = series_as_at(
            asked.scope, one, area=asked.code, measure=measure, first_on=first, last_on=asked.day,
            as_at=asked.known,
        )  # fmt: skip
    except UnknownLine:
        return None
    if not found.values:
        return None
    day, said = found.values[-1]
    return Read(nan if said.value is None else float(said.value), day)


def _age(asked: Asked) -> float | None:
    one = series(asked.scope, asked.part)
    newest = publication_as_at(asked.scope, one, asked.at) if one else None
    return None if newest is None else (asked.day - local_day(newest.published_at)).days


READERS: Mapping[str, Callable[[Asked], Read | None]] = {
    "supply-deliveries": _plain(lambda asked: _arrived(asked).deliveries),
    "supply-drops": _plain(lambda asked: _arrived(asked, "lrf-drop").deliveries),
    "supply-portal": _plain(lambda asked: _arrived(asked, "portal").deliveries),
    "supply-places-reached": _plain(lambda asked: _arrived(asked).places),
    "supply-in-time": _plain(lambda asked: _arrived(asked).percent_in_time),
    "supply-item": _plain(
        lambda asked: arrived_of_item(asked.scope, asked.part, since=asked.since, at=asked.at)
    ),
    "support-unmet": _plain(_unmet),
    "support-late": _plain(_late),
    "support-met": _plain(lambda asked: _needs(asked).met),
    "support-in-limit": _plain(lambda asked: _needs(asked).percent_in_limit),
    "support-calls": _plain(
        lambda asked: support.calls_answered(asked.scope, since=asked.since, at=asked.at)
    ),
    "support-letters": _plain(
        lambda asked: support.letters_issued(asked.scope, since=asked.since, at=asked.at)
    ),
    "support-volunteers": _plain(lambda asked: support.volunteers_signed_up(asked.scope, at=asked.at)),
    "support-tasks": _plain(lambda asked: support.tasks_done(asked.scope, since=asked.since, at=asked.at)),
    "assurance-stocktakes": _plain(_stocktakes),
    "assurance-national": _plain(_national),
    "assurance-plans": _plain(_plans),
    "record-letters": _plain(_letters),
    "series": _published,
    "series-age": _plain(_age),
}
