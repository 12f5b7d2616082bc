"""Hubs: opened in a council's area, given a week from a day on, closed. A week is never changed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.registry.queries import areas

from ..models import Hub, HubWeek
from ..queries.hubs import KEEP, hubs_within
from ..queries.where import COUNCILS
from ..rules.hub_hours import DAYS, Hours, Week, written
from . import desk_refusals as refusals


@transaction.atomic
def open_hub(name: str, *, area: str, phone: str = "", by: Actor, now: datetime) -> Hub:
    """Open a hub from today in a council of one's reach. Raise `NotAHub`."""
    reach, today = by.scope.reach(KEEP), local_day(now)
    is_council = areas(by.scope, on=today).filter(kind__in=COUNCILS, code=area).exists()
    if not name.strip() or not is_council or not (reach.national or area in reach.areas):
        raise refusals.NotAHub
    try:
        with transaction.atomic():
            made = Hub.objects.create(name=name.strip(), area_id=area, phone=phone.strip(), opened_on=today)
    except IntegrityError as error:
        raise refusals.NotAHub from error
    record(at=now, by=by, verb="support.hub.opened", subject=f"hub:{made.pk}", area=area, name=made.name)
    return made


@transaction.atomic
def set_week(hub_id: int, *, valid_from: date, days: Sequence[Hours], by: Actor, now: datetime) -> HubWeek:
    """Give a hub its hours from a day on. Raise `Hub.DoesNotExist` out of reach, or `NotAWeek`."""
    hub = hubs_within(by.scope, permission=KEEP).get(pk=hub_id)
    if len(days) != len(DAYS):
        raise refusals.NotAWeek
    week = written(Week(valid_from, tuple(days)))
    made = HubWeek.objects.create(hub=hub, valid_from=valid_from, days=week, recorded_at=now, by=by.key)
    record(
        at=now, by=by, verb="support.hub.week-set", subject=f"hub:{hub.pk}", days=week,
        valid_from=valid_from.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def close_hub(hub_id: int, *, why: str, by: Actor, now: datetime) -> Hub:
    """Close a hub from tomorrow; its cases are for any of its area again. Raise `Hub.DoesNotExist` or
    `HubIsClosed`.
    """
    hub = hubs_within(by.scope, permission=KEEP).select_for_update(of=("self",)).get(pk=hub_id)
    today = local_day(now)
    if hub.closed_on is not None:
        raise refusals.HubIsClosed
    hub.closed_on = date.fromordinal(today.toordinal() + 1)
    hub.save(update_fields=["closed_on"])
    record(at=now, by=by, verb="support.hub.closed", subject=f"hub:{hub.pk}", why=why.strip()[:300])
    return hub
