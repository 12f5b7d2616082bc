"""A person closes a place, and opens it again: because it was a mistake, or because care is given there anew.

Closing ends what is registered there; opening again begins new registrations like those that ended, so that
looking back at the days in between shows the place as closed, which is what was known then. A registration
that ended before is left alone.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry.models import Closing, Place, Registration

from .details import place_to_edit


class PlaceIsClosed(Refusal):
    """This place was closed before. Nothing has to be done."""


class PlaceIsOpen(Refusal):
    """This place is open. Nothing has to be done."""


class DayIsToCome(Refusal):
    """This day is still to come. Record it on the day it happens."""

    status = 422


class ClosedTooEarly(Refusal):
    """The place was registered only after this day. Look at its registrations and at the year you typed."""

    status = 422


class OpenedTooEarly(Refusal):
    """The place closed after this day. If it had never closed, say that the closing was a mistake."""

    status = 422


class CannotReopenPlace(Refusal):
    """What was registered here goes on at another place. Search for its number and look there."""


@transaction.atomic
def close_place(*, place_id: int, closed_on: date, why: str, by: Actor, now: datetime) -> Place:
    """End what is registered on a place from `closed_on` on, its first day without care.

    Raise `Place.DoesNotExist` out of scope, `NoReason`, `PlaceIsClosed`, `DayIsToCome`, `ClosedTooEarly`.
    """
    place = place_to_edit(place_id, why=why, by=by)
    if place.closed_on is not None:
        raise PlaceIsClosed
    if closed_on > local_day(now):
        raise DayIsToCome
    live = _registered(place).filter(ended_recorded_at__isnull=True)
    if live.filter(registered_from__gt=closed_on).exists():
        raise ClosedTooEarly
    live.update(registered_until=closed_on, ended_recorded_at=now)
    Closing.objects.create(place=place, closed_on=closed_on, why=why.strip(), closed_at=now, closed_by=by.key)
    _set_closed(place, closed_on, now=now)
    about = f"place:{place.pk}"
    record(
        at=now, by=by, verb="registry.place.closed", subject=about, why=why.strip(), on=closed_on.isoformat()
    )
    return place


@transaction.atomic
def reopen_place(*, place_id: int, opened_on: date | None, why: str, by: Actor, now: datetime) -> Place:
    """Let a closed place be open again from a day on, or, without one, as if it had never closed.

    Raise `Place.DoesNotExist` out of scope, `NoReason`, `PlaceIsOpen`, `DayIsToCome`, `OpenedTooEarly`, and
    `CannotReopenPlace` when a registration that would begin again is in force elsewhere.
    """
    place = place_to_edit(place_id, why=why, by=by)
    if place.closed_on is None:
        raise PlaceIsOpen
    if opened_on is not None and opened_on > local_day(now):
        raise DayIsToCome
    if opened_on is not None and opened_on < place.closed_on:
        raise OpenedTooEarly
    decided = Closing.objects.filter(place=place, closed_on=place.closed_on, reopened_at__isnull=True)
    closing = decided.first() or _by_a_list(place, place.closed_on, now)
    _begin_again(place, closing, opened_on, now)
    closing.reopened_on, closing.reopened_at = opened_on, now
    closing.reopened_by, closing.reopened_why = by.key, why.strip()
    closing.save()
    _set_closed(place, None, now=now)
    record(
        at=now,
        by=by,
        verb="registry.place.reopened",
        subject=f"place:{place.pk}",
        why=why.strip(),
        on=opened_on.isoformat() if opened_on else "",
        was_a_mistake=opened_on is None,
    )
    return place


def _registered(place: Place) -> QuerySet[Registration]:
    return Registration.objects.filter(Q(place=place) | Q(place__merged_into=place))


def _set_closed(place: Place, day: date | None, *, now: datetime) -> None:
    """Close or open the place with all that were merged into it: they are one building."""
    family = Place.objects.filter(Q(pk=place.pk) | Q(merged_into=place))
    family.filter(closed_on=place.closed_on).update(closed_on=day, amending_at=now)
    place.closed_on = day


def _by_a_list(place: Place, closed_on: date, now: datetime) -> Closing:
    last = _registered(place).aggregate(at=Max("ended_recorded_at"))["at"]
    return Closing(place=place, closed_on=closed_on, closed_at=last or now)


def _begin_again(place: Place, closing: Closing, opened_on: date | None, now: datetime) -> None:
    at_once = _registered(place).filter(ended_recorded_at=closing.closed_at).order_by("id")
    # Closed and reopened within one moment, the same registration ended twice: its last row begins again.
    ended = list({(one.place_id, one.identifier_kind, one.identifier): one for one in at_once}.values())
    numbered = Q()
    for one in ended:
        if one.identifier_kind != "council-list":
            numbered |= Q(identifier_kind=one.identifier_kind, identifier=one.identifier)
    if numbered and Registration.objects.filter(numbered, ended_recorded_at__isnull=True).exists():
        raise CannotReopenPlace
    for one in ended:
        one.pk, one.recorded_at, one.known_since = None, now, None
        one.registered_until = one.ended_recorded_at = None
        if opened_on is not None:
            one.registered_from, one.first_listed_on, one.last_listed_on = opened_on, None, None
    Registration.objects.bulk_create(ended)
