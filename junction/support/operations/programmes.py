"""State a programme and change it, with who is accountable; what it offers or enables."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.registry.queries import inside

from ..models import LaunchVersion, Programme, ProgrammeVersion, Provision
from ..queries import programmes as queries
from ..queries.programme_reach import areas_to_choose, is_centre
from ..queries.programmes import SUBJECT
from ..rules.programme_book import needs_on, programme_rules
from . import programme_refusals as refusals

POSTS = ("department", "sro", "minister")


@dataclass(frozen=True, slots=True)
class ProgrammeSaid:
    """A programme: posts and no names; no `sro` is "nobody is accountable"; no `area` is the nation."""

    name: str
    purpose: str
    department: str
    begins_on: date
    sro: str = ""
    minister: str = ""
    levers: Sequence[str] = ()
    area: str | None = None
    ends_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionSaid:
    """What a programme offers or enables, for one or more kinds of need, in one area or the nation."""

    kind: str
    categories: Sequence[str]
    channel: str
    begins_on: date
    area: str | None = None
    for_whom: str = ""
    ends_on: date | None = None
    audience: str = "public"


@transaction.atomic
def state_programme(said: ProgrammeSaid, *, by: Actor, now: datetime) -> Programme:
    """State a programme. Raise `NotYoursToRun`, `CannotStateProgramme`."""
    values = _values(said, by=by, now=now)
    made = Programme.objects.create(stated_at=now, stated_by=by.key)
    _write(made, values, why="", by=by, now=now)
    record(
        at=now, by=by, verb="support.programme.stated", subject=f"{SUBJECT}:{made.pk}",
        playbook=programme_rules(local_day(now)).reference, area=said.area, accountable=bool(values["sro"]),
    )  # fmt: skip
    return made


@transaction.atomic
def change_programme(
    number: int, said: ProgrammeSaid, *, why: str, by: Actor, now: datetime
) -> ProgrammeVersion:
    """Say it anew; what it was stays. Raise `SayWhatChanged`, `NothingChanged` and as stating does."""
    found = _locked(number, by=by, now=now)
    values = _values(said, by=by, now=now)
    if not why.strip():
        raise refusals.SayWhatChanged
    old = ProgrammeVersion.objects.get(programme=found, superseded_at__isnull=True)
    changed = sorted(name for name, value in values.items() if getattr(old, name) != value)
    if not changed:
        raise refusals.NothingChanged
    if "area_id" in changed:
        _must_hold_all(found, said.area)
    ProgrammeVersion.objects.filter(pk=old.pk).update(superseded_at=now)
    made = _write(found, values, why=why.strip()[:500], by=by, now=now)
    record(
        at=now, by=by, verb="support.programme.changed", subject=f"{SUBJECT}:{found.pk}",
        why=made.why, changed=changed,
    )  # fmt: skip
    return made


def _must_hold_all(programme: Programme, area: str | None) -> None:
    """Refuse an area that does not hold what the programme provides and launches."""
    if area is None:
        return
    held = inside([area])
    provided = programme.provisions.filter(withdrawn_at__isnull=True)
    launched = LaunchVersion.objects.filter(launch__programme=programme, superseded_at__isnull=True)
    for rows in (provided, launched):
        if rows.exclude(area__in=held).exists() or rows.filter(area__isnull=True).exists():
            raise refusals.WiderThanThat


def _write(
    programme: Programme, values: dict[str, Any], *, why: str, by: Actor, now: datetime
) -> ProgrammeVersion:
    return ProgrammeVersion.objects.create(
        programme=programme, why=why, recorded_at=now, recorded_by=by.key, **values
    )


def _values(said: ProgrammeSaid, *, by: Actor, now: datetime) -> dict[str, Any]:
    rules = programme_rules(local_day(now))
    values = {one.name: getattr(said, one.name) for one in fields(said)}
    values |= {name: value.strip()[:200] for name, value in values.items() if name in ("name", *POSTS)}
    values |= {"purpose": said.purpose.strip(), "source": said.source.strip()[:300]}
    values["levers"] = [code for code in rules.levers if code in said.levers]
    if not is_centre(by.scope):
        raise refusals.NotYoursToRun
    whole = values["name"] and values["purpose"] and values["department"]
    if not whole or set(said.levers) - set(rules.levers) or _is_backward(said):
        raise refusals.CannotStateProgramme
    must_know_area(said.area, by=by, now=now)
    return {("area_id" if name == "area" else name): value for name, value in values.items()}


def _is_backward(said: ProgrammeSaid | ProvisionSaid) -> bool:
    return said.ends_on is not None and said.ends_on <= said.begins_on


def must_know_area(code: str | None, *, by: Actor, now: datetime) -> None:
    """Refuse an area that cannot be chosen. Raise `OutsideTheProgramme`."""
    if code is not None and code not in dict(areas_to_choose(by.scope, on=local_day(now))):
        raise refusals.OutsideTheProgramme


@transaction.atomic
def add_provisions(number: int, said: ProvisionSaid, *, by: Actor, now: datetime) -> list[Provision]:
    """Add what it offers or enables, a row for each kind of need. Raise `CannotProvide` …"""
    found = _locked(number, by=by, now=now)
    today = local_day(now)
    rules, needs = programme_rules(today), needs_on(today)
    known = said.kind in rules.kinds and said.channel in rules.channels and said.audience in rules.audiences
    if not known or not said.categories or set(said.categories) - set(needs) or _is_backward(said):
        raise refusals.CannotProvide
    must_know_area(said.area, by=by, now=now)
    whole = ProgrammeVersion.objects.get(programme=found, superseded_at__isnull=True)
    _must_lie_within(said, whole)
    made = Provision.objects.bulk_create(
        Provision(
            programme=found, kind=said.kind, category=category, area_id=said.area,
            audience=said.audience, for_whom=said.for_whom.strip()[:300], channel=said.channel,
            begins_on=said.begins_on, ends_on=said.ends_on, playbook=rules.reference, added_at=now,
            added_by=by.key,
        )
        for category in dict.fromkeys(said.categories)
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.provision.added", subject=f"{SUBJECT}:{found.pk}",
        playbook=rules.reference, kind=said.kind, needs=[one.category for one in made], area=said.area,
    )  # fmt: skip
    return made


def _must_lie_within(said: ProvisionSaid, whole: ProgrammeVersion) -> None:
    last = said.ends_on or whole.ends_on
    too_long = whole.ends_on is not None and (last is None or last > whole.ends_on)
    if said.begins_on < whole.begins_on or too_long:
        raise refusals.OutsideTheProgramme
    if whole.area_id is not None and (said.area is None or said.area not in inside([whole.area_id])):
        raise refusals.OutsideTheProgramme


@transaction.atomic
def withdraw_provision(provision: int, *, why: str, by: Actor, now: datetime) -> Provision:
    """Take back what is not so; an end is no withdrawal. Raise `GoneAlready`, `SayWhatChanged`."""
    if not is_centre(by.scope):
        raise refusals.NotYoursToRun
    found = Provision.objects.select_for_update().get(pk=provision)
    if found.withdrawn_at is not None:
        raise refusals.GoneAlready
    if not why.strip():
        raise refusals.SayWhatChanged
    Provision.objects.filter(pk=found.pk).update(
        withdrawn_at=now, withdrawn_by=by.key, withdrawn_why=why.strip()[:500]
    )
    record(
        at=now, by=by, verb="support.provision.withdrawn", subject=f"{SUBJECT}:{found.programme_id}",
        why=why.strip()[:500], provision=found.pk,
    )  # fmt: skip
    return found


def _locked(number: int, *, by: Actor, now: datetime) -> Programme:
    queries.programme(by.scope, number, now=now)
    if not is_centre(by.scope):
        raise refusals.NotYoursToRun
    return Programme.objects.select_for_update().get(pk=number)
