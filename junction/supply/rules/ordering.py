"""What callers ask, what the database knows of them, and what comes of both: a row to be placed, or a
refusal.

No statement is made here: `placing.py` asks and places for many callers at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from junction.core.refusals import Refusal
from junction.core.scope import Actor, Reach, TokenHash
from junction.people.rules import token_grant

from . import admission
from .admission import why_not
from .cadence import period_of, promised_on
from .granting import nearest_first
from .limits import Limits, key_of, limits_on

ORDER = "supply.order"
HOW_TO_NAME = "Write its kind before it, as in cqc:1-123456789, or our own number."
Depot = tuple[int, float | None, float | None, str | None]  # number, position, the area it serves


class CannotOrderHere(Refusal):
    """This provider cannot order on the portal. Your routes for supplies say where to turn instead."""


class CannotOrderYet(Refusal):
    """This provider cannot order on the portal yet. It is let on with its wave."""


class NothingAsked(Refusal):
    """The order holds nothing. Say how much of at least one item you need."""

    status = 422


class UnknownItem(Refusal):
    """There is no such item in the catalogue."""

    status = 422


class SeveralBearers(Refusal):
    """Several places bear this identifier. Write its kind before it, as in cqc:1-123456789, or our number."""


class CallerUnknown(Exception):
    """The token is not known, has expired or was revoked."""


class MayNotOrder(Exception):
    """The caller is known and may not order at all."""


class NoSuchPlace(Exception):
    """There is no such place, or none that this caller may order for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One order: base units by item's code; for a place by its number or an identifier that it bears.

    With a `key`, a second order with the same `request_hash` is answered as the first was.
    """

    by: Actor | TokenHash
    lines: tuple[tuple[str, int], ...]
    place_id: int | None = None
    bearer: str = ""
    kind: str = ""  # of the identifier; of any when empty
    key: str | None = None
    request_hash: str = ""
    channel: str = "api"
    why: str = ""

    @property
    def sha256(self) -> str | None:
        return self.by.sha256 if isinstance(self.by, TokenHash) else None


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of one order that is asked; in the order of `supply_asked`'s columns."""

    ordinal: int
    token_id: int | None
    token_name: str | None
    role: str | None
    organisation_id: int | None
    organisation_kind: str | None
    organisation_name: str | None
    area_id: str | None
    place_id: int | None
    bearers: int | None  # how many places bear the identifier; of several none is meant
    in_reach: bool
    service_type: str
    beds: int | None
    latitude: float | None
    longitude: float | None
    areas: list[str]
    profile_type: str | None
    profile_size: int | None
    wave: str | None
    opens_on: date | None
    kept_hash: str | None
    kept_status: int | None
    kept_body: str | None
    lines: Any  # (item's number, code, measure, pack's number, units in the pack), as asked

    @property
    def provider_type(self) -> str:
        return self.profile_type or self.service_type

    @property
    def size(self) -> int | None:
        return self.profile_size if self.profile_type else self.beds


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be placed; without a `limited_by` it is not on the portal."""

    item_id: int
    code: str
    limited_by: str | None
    ceiling: int
    pack_id: int | None
    pack: int
    asked: int


@dataclass(frozen=True, slots=True)
class ToPlace:
    """One order that may be placed."""

    caller: str
    place_id: int
    period_from: date
    next_on: date
    promised_on: date
    playbook: str
    depots: tuple[int, ...]
    lines: tuple[Line, ...]


def judge(asked: Asked, known: Known, *, depots: list[Depot], now: datetime, day: date) -> ToPlace:
    """Return what is to be placed; raise a refusal, `CallerUnknown`, `MayNotOrder` or `NoSuchPlace`."""
    caller = caller_of(asked, known, day=day)
    if (known.bearers or 0) > 1:
        raise SeveralBearers(f"place: {known.bearers} places bear “{asked.bearer}”. {HOW_TO_NAME}")
    if known.place_id is None or not known.in_reach:
        raise NoSuchPlace
    limits = limits_for(known, day=day)
    if not asked.lines:
        raise NothingAsked
    allowed = limits.allowed(known.provider_type, known.size, day)
    first, after = period_of(limits.cadence, day)
    areas = frozenset(known.areas)
    return ToPlace(
        caller=caller,
        place_id=known.place_id,
        period_from=first,
        next_on=after,
        promised_on=promised_on(limits.cadence, now),
        playbook=limits.reference,
        depots=tuple(nearest_first(depots, latitude=known.latitude, longitude=known.longitude, areas=areas)),
        lines=_lines(asked, known, allowed),
    )


def caller_of(asked: Asked, known: Known, *, day: date) -> str:
    """Return the key of the actor; raise when it is not known or may not order."""
    if isinstance(asked.by, Actor):
        if not asked.by.scope.may(ORDER):
            raise MayNotOrder
        return asked.by.key
    if known.token_id is None or known.role is None:
        raise CallerUnknown
    if not _token_may_order(known.role, day):
        raise MayNotOrder
    return f"token:{known.token_id}"


@lru_cache(maxsize=1_000)
def _token_may_order(role: str, day: date) -> bool:
    return ORDER in token_grant(role, Reach(), on=day).permissions


def limits_for(known: Known, *, day: date) -> Limits:
    """Return the limits a provider orders within today; raise where it cannot order, or not yet."""
    match why_not(known.provider_type, known.size, areas=known.areas, opens_on=known.opens_on, day=day):
        case "":
            return limits_on(day)
        case admission.OPENS_LATER if known.opens_on is not None:
            raise CannotOrderYet(
                f"This provider can order on the portal from {known.opens_on:%-d %B %Y}.",
                opens_on=known.opens_on.isoformat(),
            )
        case admission.WAITS_FOR_WAVE:
            raise CannotOrderYet
    raise CannotOrderHere


def _lines(asked: Asked, known: Known, allowed: Mapping[str, int]) -> tuple[Line, ...]:
    found = []
    for (code, units), (item_id, _, measure, pack_id, pack) in zip(asked.lines, known.lines, strict=True):
        if item_id is None:
            raise UnknownItem(f"There is no item “{code}” in the catalogue.", item=code)
        key = key_of(allowed, code=code, measure=measure) if pack else None
        found.append(Line(item_id, code, key, allowed.get(key or "", 0), pack_id, pack or 1, units))
    return tuple(found)


def batch_of(asked: Sequence[Asked], to_place: dict[int, ToPlace], depots: list[Depot]) -> dict[str, object]:
    """Return what `supply_order` reads; items, depots and allowances are named by their position, from 1."""
    depot_at = {number: position for position, (number, *_) in enumerate(depots, start=1)}
    item_at: dict[int, int] = {}
    use_at: dict[tuple[int, str, str], int] = {}
    orders, lines = [], []
    for n, order in sorted(to_place.items()):
        orders.append(_order_row(n, asked[n], order) | {"depots": [depot_at[one] for one in order.depots]})
        for line in order.lines:
            use = (order.place_id, line.limited_by or "", order.period_from.isoformat())
            item = item_at.setdefault(line.item_id, len(item_at) + 1)
            used = use_at.setdefault(use, len(use_at) + 1) if line.limited_by else None
            lines.append(_line_row(line) | {"ordinal": n, "i": item, "u": used})
    return {
        "items": list(item_at),
        "depots": list(depot_at),
        "uses": list(use_at),
        "orders": orders,
        "lines": lines,
    }


def _order_row(n: int, asked: Asked, order: ToPlace) -> dict[str, object]:
    return {
        "ordinal": n,
        "caller": order.caller,
        "key": asked.key,
        "hash": asked.request_hash,
        "place": order.place_id,
        "channel": asked.channel,
        "playbook": order.playbook,
        "promised_on": order.promised_on.isoformat(),
        "next_on": order.next_on.isoformat(),
        "why": asked.why,
    }


def _line_row(line: Line) -> dict[str, object]:
    return {
        "code": line.code,
        "pack_id": line.pack_id,
        "pack": line.pack,
        "ceiling": line.ceiling if line.limited_by else None,
        "asked": line.asked,
    }
