"""Declare, extend and stand down an incident: only over areas where one may, and always with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry.models import Area, Incident, IncidentArea, valid_on
from junction.registry.queries.incidents import incident
from junction.registry.rules.incidents import playbooks

RUN = "incidents.run"


class MayNotRunIncident(Refusal):
    """You may run incidents only in the areas you are responsible for."""

    status: ClassVar[int] = 403


class CannotDeclareIncident(Refusal):
    """An incident needs a name, one of the playbooks, a reason and at least one area that exists today."""

    status: ClassVar[int] = 422


class CannotExtendIncident(Refusal):
    """Give at least one area that exists today and that the incident does not cover yet, and a reason."""

    status: ClassVar[int] = 422


class CannotStandDown(Refusal):
    """Say why the incident is over."""

    status: ClassVar[int] = 422


class AlreadyStoodDown(Refusal):
    """This incident has been stood down already. Declare a new one if it is needed again."""


def check_incident(*, area_codes: Sequence[str], by: Actor, now: datetime) -> list[Area]:
    """Return the areas an incident is about to be declared for, and store nothing: what is shown before.

    Raise `CannotDeclareIncident` or `MayNotRunIncident`, as declaring it would.
    """
    return _areas(area_codes, by=by, now=now)


def declare_incident(
    *, name: str, playbook: str, area_codes: Sequence[str], why: str, by: Actor, now: datetime
) -> Incident:
    """Declare an emergency for areas with a playbook; others may be in force there at the same time."""
    on = local_day(now)
    books = playbooks(on)
    with transaction.atomic():
        areas = _areas(area_codes, by=by, now=now)
        if not (name.strip() and why.strip() and areas and playbook in books):
            raise CannotDeclareIncident
        declared = Incident.objects.create(
            name=name.strip(),
            playbook=playbook,
            playbook_version=books[playbook].version,
            started_at=now,
            started_by=by.key,
            why=why.strip(),
        )
        _join(declared, areas, why=why, by=by, now=now)
        record(
            at=now,
            by=by,
            verb="registry.incident.declared",
            subject=f"incident:{declared.pk}",
            why=why.strip(),
            playbook=declared.playbook_version,
            kind=playbook,
            areas=[area.code for area in areas],
        )
    return declared


def extend_incident(
    *, incident_id: int, area_codes: Sequence[str], why: str, by: Actor, now: datetime
) -> Incident:
    """Let an incident cover more areas from now on. Raises Incident.DoesNotExist out of reach."""
    with transaction.atomic():
        extended = _locked(incident_id, by=by)
        known = set(extended.incident_areas.values_list("area_id", flat=True))
        areas = [area for area in _areas(area_codes, by=by, now=now) if area.code not in known]
        if not areas or not why.strip():
            raise CannotExtendIncident
        _join(extended, areas, why=why, by=by, now=now)
        record(
            at=now,
            by=by,
            verb="registry.incident.extended",
            subject=f"incident:{extended.pk}",
            why=why.strip(),
            areas=[area.code for area in areas],
        )
    return extended


def stand_down_incident(*, incident_id: int, why: str, by: Actor, now: datetime) -> Incident:
    """End an incident everywhere; who does so must be responsible for all of its areas."""
    with transaction.atomic():
        ended = _locked(incident_id, by=by)
        _must_run(set(ended.incident_areas.values_list("area_id", flat=True)), by=by)
        if not why.strip():
            raise CannotStandDown
        ended.stood_down_at, ended.stood_down_by, ended.stood_down_why = now, by.key, why.strip()
        ended.save(update_fields=["stood_down_at", "stood_down_by", "stood_down_why"])
        record(
            at=now,
            by=by,
            verb="registry.incident.stood-down",
            subject=f"incident:{ended.pk}",
            why=why.strip(),
        )
    return ended


def _locked(incident_id: int, *, by: Actor) -> Incident:
    incident(by.scope, incident_id)
    found = Incident.objects.select_for_update().get(pk=incident_id)
    if found.stood_down_at:
        raise AlreadyStoodDown
    return found


def _areas(codes: Sequence[str], *, by: Actor, now: datetime) -> list[Area]:
    on = local_day(now)
    wanted = set(codes)
    found = list(Area.objects.filter(valid_on(on, start="started_on", end="ended_on"), code__in=wanted))
    if len(found) != len(wanted):
        raise CannotDeclareIncident
    _must_run(wanted, by=by)
    return found


def _must_run(codes: set[str], *, by: Actor) -> None:
    reach = by.scope.reach(RUN)
    if not reach.national and not codes <= reach.areas:
        raise MayNotRunIncident


def _join(one: Incident, areas: Sequence[Area], *, why: str, by: Actor, now: datetime) -> None:
    IncidentArea.objects.bulk_create(
        IncidentArea(incident=one, area=area, joined_at=now, joined_by=by.key, why=why.strip())
        for area in areas
    )
