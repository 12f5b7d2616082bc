"""What volunteers do themselves: sign in by a link or six digits, go on duty, change what they said.

Whether an address is known is never told. Codes are kept as hashes and end after minutes or a few
wrong tries.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.personal.operations import erase, retain
from junction.core.scope import NOBODY, Actor

from ..models import DutySpan, SignInCode, Volunteer, VolunteerBefore, WantedMessage
from ..queries.volunteer_checks import standing
from ..queries.volunteer_links import LINK, link_to, opened
from ..queries.volunteers import actor, by_contact
from ..rules.volunteering import mask, volunteering_on
from . import volunteer_refusals as refusals
from .task_freeing import free

OFFERED = ("skills", "languages", "hours", "reach_km", "capacity")


@dataclass(frozen=True, slots=True)
class Offering:
    """What somebody offers, and how they are told of tasks."""

    skills: Sequence[str]
    languages: Sequence[str]
    hours: Sequence[str]
    reach_km: int
    capacity: int
    may_be_lent: bool
    by_email: bool
    by_text: bool


@transaction.atomic
def send_sign_in(written: str, *, by: Actor, now: datetime) -> bool:
    """Send a link and a code to whoever signed up with an address or number; tell whether anybody did."""
    one = by_contact(by.scope, written)
    if one is None:
        return False
    book = volunteering_on(local_day(now))
    code, until = f"{secrets.randbelow(10**6):06}", now + timedelta(minutes=book.code_minutes)
    SignInCode.objects.create(volunteer=one, code_hash=_hash(one.pk, code), until=until)
    by_mail = bool(one.email)
    sealed = {"link": link_to(by.scope, one, until=until), "code": code}
    plain = {"product": settings.PRODUCT["name"], "minutes": book.code_minutes}
    queue(
        "support/volunteer_sign_in", to=one.email if by_mail else one.phone,
        channel="email" if by_mail else "sms", words=Words(plain=plain, sealed=sealed, useful_until=until),
        subject=f"volunteer:{one.pk}", by=by, now=now,
    )  # fmt: skip
    WantedMessage.objects.create(
        volunteer=one, kind="sign-in", wanted_at=now, useful_until=until, taken_at=now, is_queued=True
    )
    return True


def sign_in_by_code(written: str, code: str, *, by: Actor, now: datetime) -> Volunteer:
    """Return who signs in. Raise `WrongCode`; a wrong try is counted, and some end the code."""
    one = by_contact(by.scope, written)
    if one is None or not _is_right(one, code, now):
        raise refusals.WrongCode
    return _confirmed(one, now=now)


@transaction.atomic
def _is_right(one: Volunteer, code: str, now: datetime) -> bool:
    book = volunteering_on(local_day(now))
    last = SignInCode.objects.select_for_update().filter(volunteer=one).first()
    if last is None or last.used_at or last.until <= now or last.tries >= book.code_tries:
        return False
    right = constant_time_compare(last.code_hash, _hash(one.pk, code.strip()))
    last.tries, last.used_at = last.tries + 1, now if right else None
    last.save(update_fields=["tries", "used_at"])
    return right


def sign_in_by_link(token: str, *, by: Actor, now: datetime) -> tuple[Volunteer, int | None]:
    """Return who signs in and the offer they are led to. Raise `WrongCode`."""
    found = opened(by.scope, token, use=LINK, now=now)
    if found is None:
        raise refusals.WrongCode
    return _confirmed(found.volunteer, now=now), found.offer


@transaction.atomic
def _confirmed(one: Volunteer, *, now: datetime) -> Volunteer:
    """Whoever signs in has what was sent to them: the first time confirms it."""
    if one.state == Volunteer.State.SIGNED_UP:
        Volunteer.objects.filter(pk=one.pk).update(state=Volunteer.State.ACTIVE, confirmed_at=now)
        one.state, one.confirmed_at = Volunteer.State.ACTIVE, now
        record(
            at=now, by=actor(NOBODY, one), verb="support.volunteer.confirmed", subject=f"volunteer:{one.pk}"
        )
    keep_longer([one.pk], by=actor(NOBODY, one), now=now)
    return one


@transaction.atomic
def go_on_duty(one: Volunteer, *, until: datetime, by: Actor, now: datetime) -> DutySpan:
    """Go on duty until a moment; a span that runs ends. Raise `NotYetConfirmed` or `BadSpan`."""
    if one.state != Volunteer.State.ACTIVE:
        raise refusals.NotYetConfirmed
    if until <= now:
        raise refusals.BadSpan
    _end_spans(one, now)
    made = DutySpan.objects.create(volunteer=one, from_at=now, until_at=until)
    Volunteer.objects.filter(pk=one.pk).update(on_duty_until=until)
    one.on_duty_until = until
    record(
        at=now, by=by, verb="support.volunteer.on-duty", subject=f"volunteer:{one.pk}",
        until=until.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def go_off_duty(one: Volunteer, *, by: Actor, now: datetime) -> None:
    """Go off duty; offers that wait stay, tasks that were accepted stay theirs."""
    _end_spans(one, now)
    Volunteer.objects.filter(pk=one.pk).update(on_duty_until=None)
    one.on_duty_until = None
    record(at=now, by=by, verb="support.volunteer.off-duty", subject=f"volunteer:{one.pk}")


def _end_spans(one: Volunteer, now: datetime) -> None:
    running = DutySpan.objects.filter(volunteer=one, until_at__gt=now, ended_at__isnull=True)
    running.update(ended_at=now)


@transaction.atomic
def change(one: Volunteer, offering: Offering, *, by: Actor, now: datetime) -> Volunteer:
    """Change what one offers. Raise `NotAChoice`."""
    book = volunteering_on(local_day(now))
    before = {name: getattr(one, name) for name in OFFERED}
    try:
        one.skills, one.languages = (
            mask(book.skills, offering.skills),
            mask(book.languages, offering.languages),
        )
        one.hours = book.hours_mask(offering.hours)
    except KeyError as none:
        raise refusals.NotAChoice from none
    one.reach_km, one.capacity = offering.reach_km, offering.capacity
    one.may_be_lent = offering.may_be_lent
    one.by_email, one.by_text = offering.by_email and bool(one.email), offering.by_text and bool(one.phone)
    fields = ["skills", "languages", "hours", "reach_km", "capacity", "may_be_lent", "by_email", "by_text"]
    one.save(update_fields=fields)
    VolunteerBefore.objects.create(volunteer=one, until_at=now, **before)
    record(at=now, by=by, verb="support.volunteer.changed", subject=f"volunteer:{one.pk}")
    return one


@transaction.atomic
def leave(one: Volunteer, *, why: str = "", by: Actor, now: datetime) -> None:
    """Leave: what was told is erased at once, sessions end, what was accepted goes back to be offered."""
    for key in one.keys:
        erase(key, by=by, now=now, why=why or "left")
    _forgotten([one.pk], by=by, now=now)
    record(at=now, by=by, verb="support.volunteer.left", subject=f"volunteer:{one.pk}", why=why)


def _forgotten(numbers: Sequence[int], *, by: Actor, now: datetime) -> None:
    Volunteer.objects.filter(pk__in=numbers).update(
        contact_mark=None, phone_mark=None, erased_at=now, state=Volunteer.State.LEFT, on_duty_until=None,
        sessions=F("sessions") + 1,
    )  # fmt: skip
    DutySpan.objects.filter(
        volunteer__in=numbers, until_at__gt=now, ended_at__isnull=True
    ).update(ended_at=now)  # fmt: skip
    free(standing(by.scope).filter(volunteer__in=numbers), is_told=False, by=by, now=now)


@transaction.atomic
def forget_volunteers(*, by: Actor, now: datetime) -> int:
    """Blank the marks of everybody whose time is over (core destroys the values); return how many."""
    due = Volunteer.objects.filter(retention_until__lte=local_day(now), erased_at__isnull=True)
    numbers = list(due.values_list("pk", flat=True))
    if numbers:
        _forgotten(numbers, by=by, now=now)
        record(
            at=now, by=by, verb="support.volunteers.expired", subject="volunteer:several", ids=numbers
        )  # fmt: skip
    return len(numbers)


@transaction.atomic
def keep_longer(numbers: Sequence[int], *, by: Actor, now: datetime) -> None:
    """Keep what volunteers told for as long as the rules say from here. A step of what they did."""
    today = local_day(now)
    until = today + timedelta(days=volunteering_on(today).keep_days)
    due = list(Volunteer.objects.filter(pk__in=numbers, retention_until__lt=until, erased_at__isnull=True))
    if due:
        Volunteer.objects.filter(pk__in=[one.pk for one in due]).update(retention_until=until)
        retain([key for one in due for key in one.keys], until=until, by=by, now=now)


def _hash(number: int, code: str) -> str:
    return hashlib.sha256(f"{number}:{settings.SECRET_KEY}:{code}".encode()).hexdigest()
