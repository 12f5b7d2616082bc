"""Write down what was heard, share it with councils, take it back. The log never holds what was said."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Heard
from ..queries.heard import heard, may_judge, may_write_of
from ..rules.heard import heard_rules
from ..rules.parties import Party
from . import register_refusals as refusals


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of an area or a place, and how far it is believed."""

    party: Party
    said_by: str
    said: str
    reliability: str
    credibility: str
    heard_on: date
    is_shareable: bool = False


@transaction.atomic
def write_heard(said: Said, *, by: Actor, now: datetime) -> Heard:
    """Write it down. Raise `NotYours`, `CannotWriteDown` or `StillToCome`."""
    rules = heard_rules(local_day(now))
    if not may_write_of(by.scope, said.party):
        raise refusals.NotYours
    graded = rules.knows(said.reliability, said.credibility)
    if not graded or not said.said.strip() or not said.said_by.strip():
        raise refusals.CannotWriteDown
    if said.heard_on > local_day(now):
        raise refusals.StillToCome
    made = Heard.objects.create(
        area_id=said.party.area, place_id=said.party.place, said_by=said.said_by.strip()[:200],
        said=said.said.strip(), reliability=said.reliability, credibility=said.credibility,
        heard_on=said.heard_on, playbook=rules.reference, added_at=now, added_by=by.key,
        shared_at=now if said.is_shareable else None, shared_by=by.key if said.is_shareable else "",
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.heard.written", subject=f"heard:{made.pk}", playbook=rules.reference,
        grade=said.reliability + said.credibility, shareable=said.is_shareable,
    )  # fmt: skip
    return made


@transaction.atomic
def share_heard(number: int, *, by: Actor, now: datetime) -> Heard:
    """Let councils and forums of the area see it. Raise `NotYoursToShare` or `AlreadyShared`."""
    found = _to_judge(number, by=by)
    if found.shared_at is not None:
        raise refusals.AlreadyShared
    found.shared_at, found.shared_by = now, by.key
    found.save(update_fields=["shared_at", "shared_by"])
    record(at=now, by=by, verb="assurance.heard.shared", subject=f"heard:{found.pk}")
    return found


@transaction.atomic
def withdraw_heard(number: int, *, why: str, by: Actor, now: datetime) -> Heard:
    """Take it back; who looks as at an earlier moment still finds it. Raise `NotYoursToShare`, `SayWhy`."""
    found = _to_judge(number, by=by)
    if not why.strip():
        raise refusals.SayWhy
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = now, by.key, why.strip()
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record(at=now, by=by, verb="assurance.heard.withdrawn", subject=f"heard:{found.pk}")
    return found


def _to_judge(number: int, *, by: Actor) -> Heard:
    found = heard(by.scope, reader=by.key).select_for_update(of=("self",)).get(pk=number)
    if not may_judge(by.scope, found, reader=by.key):
        raise refusals.NotYoursToShare
    return found
