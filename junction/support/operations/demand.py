"""What organisations and places ask volunteers for: so many tasks of a kind, between two moments, at an
address.

Any organisation may: a charity, a council, a home for itself. What is asked for becomes tasks at once,
which are matched like those of needs; closing it cancels those that nobody has taken.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import keep
from junction.core.scope import Actor
from junction.registry.queries import areas

from ..models import Demand, Task
from ..queries.demand import may_ask_for, one_demand
from ..queries.where import COUNCILS, districts
from ..rules.volunteer_tasks import tasks_on
from ..rules.volunteering import mask, volunteering_on
from ..rules.where import outward_of
from . import volunteer_refusals as refusals
from .task_ending import end_tasks


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; `asker` is "organisation:3" or "place:7"."""

    asker: str
    kind: str
    people: int
    opens_at: datetime
    closes_at: datetime
    where: str
    postcode: str
    what: str
    contact: str = ""


@transaction.atomic
def state_demand(asked: Asked, *, by: Actor, now: datetime) -> Demand:
    """Ask for volunteers. Raise `NotYourArea`, `NotAChoice`, `BadSpan` or `PostcodeNotKnown`."""
    book = tasks_on(local_day(now))
    if not may_ask_for(by.scope, asked.asker):
        raise refusals.NotYourArea
    kind = book.kinds.get(asked.kind)
    if kind is None or not 1 <= asked.people <= book.most_people:
        raise refusals.NotAChoice
    if asked.closes_at <= max(now, asked.opens_at):
        raise refusals.BadSpan
    place = _place(asked, by=by, now=now)
    made = _demand(asked, place.area, by=by, now=now)
    skills = volunteering_on(local_day(now))
    Task.objects.bulk_create(
        Task(
            demand=made, area_id=place.area, kind=asked.kind, longitude=place.longitude,
            latitude=place.latitude, skills=mask(skills.skills, kind.skills),
            level=skills.level(kind.check), opens_at=asked.opens_at, closes_at=asked.closes_at,
            minutes=kind.minutes, limit_km=kind.limit_km, priority=book.demand_priority, state_at=now,
            made_at=now, made_by=by.key, playbook=book.reference,
        )
        for _ in range(asked.people)
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.demand.stated", subject=f"demand:{made.pk}", playbook=book.reference,
        kind=asked.kind, people=asked.people, area=place.area,
    )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class _Place:
    area: str
    longitude: float
    latitude: float


def _place(asked: Asked, *, by: Actor, now: datetime) -> _Place:
    """The council of a postcode, and about where it lies."""
    half = outward_of(asked.postcode)
    near = districts(by.scope, [half]).get(half)
    if near is None or near.longitude is None or near.latitude is None:
        raise refusals.PostcodeNotKnown
    living = areas(by.scope, on=local_day(now)).filter(kind__in=COUNCILS, pk__in=near.councils)
    known = set(living.values_list("pk", flat=True))
    area = next((code for code in near.councils if code in known), None)
    if area is None:
        raise refusals.PostcodeNotKnown
    return _Place(area, near.longitude, near.latitude)


def _demand(asked: Asked, area: str, *, by: Actor, now: datetime) -> Demand:
    """Write it down; whom to ask for stands under a key."""
    who, _, number = asked.asker.partition(":")
    keep_days = timedelta(days=volunteering_on(local_day(now)).keep_days)
    until, contact, key = local_day(asked.closes_at) + keep_days, asked.contact.strip(), ""
    if contact:
        key = keep(contact, kind="demand-contact", by=by, now=now, retention_until=until)
    return Demand.objects.create(
        **{f"{who}_id": int(number)}, area_id=area, kind=asked.kind, people=asked.people,
        opens_at=asked.opens_at, closes_at=asked.closes_at, where=asked.where.strip(),
        what=asked.what.strip(), contact=key, stated_at=now, stated_by=by.key,
    )  # fmt: skip


@transaction.atomic
def close_demand(number: int, *, by: Actor, now: datetime) -> Demand:
    """Close what was asked for; tasks that nobody has accepted are cancelled. Raise `Demand.DoesNotExist`,
    `DemandIsClosed`.
    """
    found = one_demand(by.scope, number)
    made = Demand.objects.select_for_update().get(pk=found.pk)
    if made.closed_at:
        raise refusals.DemandIsClosed
    made.closed_at, made.closed_by = now, by.key
    made.save(update_fields=["closed_at", "closed_by"])
    free = Task.objects.filter(demand=made, state__in=["open", "offered", "unfilled"])
    ended = end_tasks(list(free.values_list("pk", flat=True)), why="demand-closed", by=by, now=now)
    record(at=now, by=by, verb="support.demand.closed", subject=f"demand:{made.pk}", ended=ended)
    return made
