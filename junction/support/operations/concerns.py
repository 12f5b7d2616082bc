"""Worries that somebody is harmed: raised by anybody, closed by a person with a reason, and by
nothing else.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.ownership import operations as ownership
from junction.core.ownership.queries import how_many, owner
from junction.core.personal.operations import erase, keep
from junction.core.personal.queries import value
from junction.core.scope import Actor
from junction.registry.queries import areas

from ..models import Concern, Need
from ..models.references import new_reference
from ..queries.concerns import CLOSE, SUBJECT, late_concerns, open_concerns
from ..queries.keepers import guarding
from ..queries.needs import need_of_link
from ..queries.where import COUNCILS
from ..rules.keeping import keeping_on
from . import need_refusals as refusals
from .concern_letters import write_of


@transaction.atomic
def raise_concern(
    kind: str, *, area: str, words: str, contact: str = "", token: str = "", need: int | None = None,
    by: Actor, now: datetime,
) -> Concern:  # fmt: skip
    """Write a worry down for those who see to it: one of them has it from this moment and all of them are
    written to. Raise `NotARule`, `UnknownCouncil` or `SayWhy`.

    `need` is one that who raises it helps with. What was said is kept until the worry is closed, however long
    that takes, and then as long as the rules say.
    """
    rules = keeping_on(local_day(now))
    if kind not in rules.concerns:
        raise refusals.NotARule
    if not areas(by.scope, on=local_day(now)).filter(code=area, kind__in=COUNCILS).exists():
        raise refusals.UnknownCouncil
    if not words.strip():
        raise refusals.SayWhy
    said, reach = words.strip(), contact.strip()
    made = Concern.objects.create(
        reference=new_reference(), area_id=area, kind=kind, raised_at=now, raised_by=by.key,
        need=Need.objects.get(pk=need) if need else need_of_link(by.scope, token) if token else None,
        playbook=rules.reference, limit_at=rules.concern_limit(kind, now),
        words=keep(said, kind="concern", by=by, now=now),
        contact=keep(reach, kind="concern-contact", by=by, now=now) if reach else "",
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.concern.raised", subject=f"concern:{made.pk}", playbook=rules.reference,
        kind=kind, area=area,
    )  # fmt: skip
    people = guarding(by.scope, area, now=now)
    _find_a_home(made, people, by=by, now=now)
    write_of(made, "concern_raised", people, by=by, now=now)
    return made


def _find_a_home(one: Concern, people: Mapping[str, str], *, by: Actor, now: datetime) -> None:
    """Give a worry to whoever of those who may see to it has the fewest; to nobody where there is none."""
    has = owner(SUBJECT, one.pk)
    if not people or has in people:
        return
    has_by_key = how_many(SUBJECT, people)
    to = min(people, key=lambda key: has_by_key[key])
    if has is None:
        ownership.take((SUBJECT, one.pk), owner=to, by=by, now=now)
    else:
        ownership.hand_over((SUBJECT, one.pk), to=to, by=by, now=now, reason="may see to it no more")


@transaction.atomic
def take_concern(number: int, *, by: Actor, now: datetime) -> Concern:
    """Say that one sees to a worry oneself. Raise `Concern.DoesNotExist` or `AlreadyClosed`."""
    one = open_concerns(by.scope, permission=CLOSE, also_closed=True).get(pk=number)
    if one.closed_at is not None:
        raise refusals.AlreadyClosed
    if owner(SUBJECT, one.pk) is None:
        ownership.take((SUBJECT, one.pk), owner=by.key, by=by, now=now)
    else:
        ownership.hand_over((SUBJECT, one.pk), to=by.key, by=by, now=now, reason="sees to it")
    record(at=now, by=by, verb="support.concern.taken", subject=f"concern:{one.pk}")
    return one


@transaction.atomic
def chase_concerns(*, by: Actor, now: datetime) -> int:
    """Write of each worry past its limit to all who may see to it, again and again until somebody closes it;
    return of how many. Whoever has one and may see to it no more is followed by somebody else.
    """
    rules = keeping_on(local_day(now))
    quiet_since = now - timedelta(hours=rules.concern_again_hours)
    told = Q(chased_at__isnull=True) | Q(chased_at__lte=quiet_since)
    due = list(late_concerns(by.scope, now=now).filter(told).select_for_update(of=("self",)))
    for one in due:
        people = guarding(by.scope, one.area_id, now=now)
        _find_a_home(one, people, by=by, now=now)
        write_of(one, "concern_late", people, by=by, now=now)
    Concern.objects.filter(pk__in=[one.pk for one in due]).update(chased_at=now)
    if due:
        record(at=now, by=by, verb="support.concerns.chased", subject="concern:several",
               ids=[one.pk for one in due][:1_000])  # fmt: skip
    return len(due)


@transaction.atomic
def close_concern(number: int, *, why: str, by: Actor, now: datetime) -> Concern:
    """Close a worry with what was done. Raise `Concern.DoesNotExist`, `SayWhy` or `AlreadyClosed`."""
    reached = open_concerns(by.scope, permission=CLOSE, also_closed=True).get(pk=number)
    found = Concern.objects.select_for_update().get(pk=reached.pk)
    if found.closed_at is not None:
        raise refusals.AlreadyClosed
    if not why.strip():
        raise refusals.SayWhy
    until = local_day(now) + timedelta(days=keeping_on(local_day(now)).keep_days)
    found.words = _dated(found.words, "concern", by=by, now=now, until=until)
    if found.contact:
        found.contact = _dated(found.contact, "concern-contact", by=by, now=now, until=until)
    found.closed_why = keep(why.strip(), kind="concern", by=by, now=now, retention_until=until)
    found.closed_at, found.closed_by = now, by.key
    found.save(update_fields=["words", "contact", "closed_why", "closed_at", "closed_by"])
    if owner(SUBJECT, found.pk) is not None:
        ownership.release((SUBJECT, found.pk), by=by, now=now, reason="closed")
    record(at=now, by=by, verb="support.concern.closed", subject=f"concern:{found.pk}")
    return found


def _dated(key: str, kind: str, *, by: Actor, now: datetime, until: date) -> str:
    """Put a value that was kept without an end under a key with one."""
    text = value(key)
    if text is None:
        return key
    erase(key, by=by, now=now, why="Kept under a new key with an end")
    return keep(text, kind=kind, by=by, now=now, retention_until=until)
