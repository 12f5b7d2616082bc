"""Call a stocktake, say who came, write down what was said, carry on what was asked of the centre."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.record.operations.writing import Question, Where, write_ask

from ..models import PointCarried, Stocktake, StocktakeGuest, StocktakePoint
from ..queries import stocktakes as queries
from ..queries.stocktakes import SUBJECT, councils_of, may_keep
from ..rules.parties import Party
from ..rules.stocktakes import ASK, ISSUE, stocktake_rules
from . import raising_refusals as refusals
from .national import Raised, raise_national_issue
from .register_refusals import StillToCome


@dataclass(frozen=True, slots=True)
class Called:
    """A stocktake as it is called: the directors of these councils, and other posts."""

    region: str
    title: str
    held_on: date
    councils: Sequence[str] = ()
    others: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PointSaid:
    """One thing that was said; `area` is the council it is of, `corrects` the point it takes the place of."""

    kind: str
    text: str
    area: str | None = None
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class CarriedOn:
    """What an ask is to become: a national issue (of a title and theme), or an ask of the record."""

    to: str
    title: str = ""
    theme: str = ""
    is_new: bool = False
    finder: str = ""


@transaction.atomic
def call_stocktake(said: Called, *, by: Actor, now: datetime) -> Stocktake:
    """Call a stocktake of a region and invite. Raise `NotYoursToKeep`, `CannotCall`."""
    rules = stocktake_rules(local_day(now))
    if not may_keep(by.scope, said.region):
        raise refusals.NotYoursToKeep
    others = [one.strip()[:200] for one in said.others if one.strip()]
    known = dict(councils_of(by.scope, said.region, now=now))
    strange = [code for code in said.councils if code not in known]
    if not said.title.strip() or strange or not (said.councils or others):
        raise refusals.CannotCall
    made = Stocktake.objects.create(
        region_id=said.region, title=said.title.strip()[:200], held_on=said.held_on,
        write_up_by=rules.write_up_by(said.held_on), playbook=rules.reference, recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    posts = [(rules.director, code) for code in dict.fromkeys(said.councils)] + [
        (one, None) for one in others
    ]
    StocktakeGuest.objects.bulk_create(
        StocktakeGuest(stocktake=made, role=role, area_id=area, recorded_at=now, recorded_by=by.key)
        for role, area in posts
    )
    record(
        at=now, by=by, verb="assurance.stocktake.called", subject=f"{SUBJECT}:{made.pk}",
        playbook=rules.reference, region=said.region, held_on=said.held_on.isoformat(), invited=len(posts),
    )  # fmt: skip
    return made


@transaction.atomic
def say_who_came(number: int, came: Collection[int], *, by: Actor, now: datetime) -> int:
    """Say once who came; the others did not. Raise `StillToCome`, `WhoCameIsKnown`, `NotAGuest`."""
    found = _kept(number, by=by, now=now)
    if found.held_on > local_day(now):
        raise StillToCome
    guests = set(found.guests.values_list("pk", flat=True))
    if not set(came) <= guests:
        raise refusals.NotAGuest
    open_ones = StocktakeGuest.objects.filter(stocktake=found, came=None)
    if not open_ones.exists():
        raise refusals.WhoCameIsKnown
    stamp = {"came_recorded_at": now, "came_recorded_by": by.key}
    there = open_ones.filter(pk__in=came).update(came=True, **stamp)
    open_ones.update(came=False, **stamp)
    record(
        at=now, by=by, verb="assurance.stocktake.attended", subject=f"{SUBJECT}:{found.pk}", came=there,
        invited=len(guests),
    )  # fmt: skip
    return there


@transaction.atomic
def write_point(number: int, said: PointSaid, *, by: Actor, now: datetime) -> StocktakePoint:
    """Write down what was said, or put it right by a new row. Raise `CannotWritePoint`, `StillToCome`."""
    found = _kept(number, by=by, now=now)
    if found.held_on > local_day(now):
        raise StillToCome
    rules = stocktake_rules(found.held_on)
    strange = said.area and said.area not in dict(councils_of(by.scope, found.region_id, now=now))
    if said.kind not in rules.points or not said.text.strip() or strange:
        raise refusals.CannotWritePoint
    if said.corrects is not None:
        before = queries.point(by.scope, said.corrects, now=now)
        if before.stocktake_id != found.pk:
            raise refusals.CannotWritePoint
    made = StocktakePoint.objects.create(
        stocktake=found, kind=said.kind, area_id=said.area or None, text=said.text.strip(),
        corrects_id=said.corrects, recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.stocktake.point", subject=f"{SUBJECT}:{found.pk}", point=made.pk,
        kind=said.kind, area=said.area, corrects=said.corrects,
    )  # fmt: skip
    return made


@transaction.atomic
def carry_on(number: int, said: CarriedOn, *, by: Actor, now: datetime) -> PointCarried:
    """Make of an ask a national issue or an ask of the record. Raise `NotAnAsk`, `CarriedAlready` …"""
    point = queries.point(by.scope, number, now=now)
    _kept(point.stocktake_id, by=by, now=now)
    rules = stocktake_rules(point.stocktake.held_on)
    if not rules.points[point.kind].is_ask or said.to not in rules.carried:
        raise refusals.NotAnAsk
    if point.carried.filter(kind=said.to).exists():
        raise refusals.CarriedAlready
    made = PointCarried.objects.create(
        point=point, kind=said.to, number=_made_of(point, said, by=by, now=now), recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.stocktake.carried", subject=f"{SUBJECT}:{point.stocktake_id}",
        point=point.pk, to=said.to, number=made.number,
    )  # fmt: skip
    return made


def _made_of(point: StocktakePoint, said: CarriedOn, *, by: Actor, now: datetime) -> int:
    """The number of what is made of an ask."""
    area = point.area_id or point.stocktake.region_id
    if said.to == ISSUE:
        raised = Raised(Party(area=area), said.title, point.text, said.theme, said.is_new)
        return raise_national_issue(raised, by=by, now=now).pk
    assert said.to == ASK
    rules = stocktake_rules(point.stocktake.held_on)
    of = (point.area or point.stocktake.region).name
    question = Question(point.text, f"{rules.director}, {of}", now, finder=said.finder or rules.finder)
    return write_ask(question, Where(area=point.stocktake.region_id), by=by, now=now).pk


def _kept(number: int, *, by: Actor, now: datetime) -> Stocktake:
    found = queries.stocktakes(by.scope, now=now).get(pk=number)
    if not may_keep(by.scope, found.region_id):
        raise refusals.NotYoursToKeep
    return Stocktake.objects.select_for_update().get(pk=number)
