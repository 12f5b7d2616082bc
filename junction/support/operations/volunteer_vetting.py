"""Checks of volunteers, written down as seen: whose paper, of which level and day. Never the paper."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import VettingSeen, Volunteer
from ..queries.volunteer_checks import short_of_check, standing
from ..queries.volunteers import one_volunteer
from ..rules.signing_up import CheckTold
from ..rules.volunteering import volunteering_on
from . import volunteer_refusals as refusals
from .task_freeing import free
from .volunteer_own import leave


@transaction.atomic
def see_check(number: int, check: CheckTold, *, by: Actor, now: datetime) -> VettingSeen:
    """Write down that a check was seen. Raise `Volunteer.DoesNotExist`, `NotAChoice`, `CheckNotInForce`."""
    one = one_volunteer(by.scope, number)
    today = local_day(now)
    book = volunteering_on(today)
    if check.code not in book.checks:
        raise refusals.NotAChoice
    until = check.expires_on or book.checks[check.code].relied_on_until(check.issued_on)
    if not check.issued_on <= today < until:
        raise refusals.CheckNotInForce
    made = VettingSeen.objects.create(
        volunteer=one, check_code=check.code, issuer=check.issuer.strip(), issued_on=check.issued_on,
        expires_on=until, passport_from=check.passport_from.strip(), playbook=book.reference, seen_at=now,
        seen_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.vetting.seen", subject=f"volunteer:{one.pk}", playbook=book.reference,
        check=check.code, until=until.isoformat(), passport=bool(check.passport_from),
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_check(number: int, *, why: str, by: Actor, now: datetime) -> VettingSeen:
    """Write down that a check is no longer relied on: what was offered or accepted on its strength is taken
    back and they are told. Raise `VettingSeen.DoesNotExist`, `SayWhy`, `AlreadyWithdrawn`.
    """
    seen = VettingSeen.objects.select_for_update().get(pk=number)
    try:
        one_volunteer(by.scope, seen.volunteer_id)
    except Volunteer.DoesNotExist:
        raise VettingSeen.DoesNotExist from None
    if not why.strip():
        raise refusals.SayWhy
    if seen.withdrawn_at:
        raise refusals.AlreadyWithdrawn
    seen.withdrawn_at, seen.withdrawn_by, seen.withdrawn_why = now, by.key, why.strip()[:200]
    seen.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    Volunteer.objects.select_for_update(no_key=True).get(pk=seen.volunteer_id)  # before their tasks
    theirs = standing(by.scope).filter(volunteer=seen.volunteer_id)
    free(short_of_check(by.scope, theirs, on=local_day(now)), by=by, now=now)
    record(at=now, by=by, verb="support.vetting.withdrawn", subject=f"volunteer:{seen.volunteer_id}", why=why)
    return seen


def forget_volunteer(number: int, *, why: str, by: Actor, now: datetime) -> None:
    """Erase what a volunteer told, as they ask for. Raise `Volunteer.DoesNotExist` or `SayWhy`."""
    if not why.strip():
        raise refusals.SayWhy
    leave(one_volunteer(by.scope, number), why=why.strip(), by=by, now=now)
