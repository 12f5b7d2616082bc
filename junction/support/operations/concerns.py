"""Worries that somebody is harmed: raised by anybody, closed by a person with a reason, and by
nothing else.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.personal.operations import erase, keep
from junction.core.personal.queries import value
from junction.core.scope import Actor
from junction.registry.queries import areas

from ..models import Concern
from ..models.references import new_reference
from ..queries.concerns import CLOSE, open_concerns
from ..queries.needs import need_of_link
from ..queries.where import COUNCILS
from ..rules.keeping import keeping_on
from . import need_refusals as refusals


@transaction.atomic
def raise_concern(
    kind: str, *, area: str, words: str, contact: str = "", token: str = "", by: Actor, now: datetime
) -> Concern:
    """Write a worry down for those who see to it. Raise `NotARule`, `UnknownCouncil` or `SayWhy`.

    What was said is kept until the worry is closed, however long that takes, and then as long as the rules
    say.
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
        need=need_of_link(by.scope, token) if token else None, playbook=rules.reference,
        words=keep(said, kind="concern", by=by, now=now),
        contact=keep(reach, kind="concern-contact", by=by, now=now) if reach else "",
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.concern.raised", subject=f"concern:{made.pk}", playbook=rules.reference,
        kind=kind, area=area,
    )  # fmt: skip
    return made


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
    record(at=now, by=by, verb="support.concern.closed", subject=f"concern:{found.pk}")
    return found


def _dated(key: str, kind: str, *, by: Actor, now: datetime, until: date) -> str:
    """Put a value that was kept without an end under a key with one."""
    text = value(key)
    if text is None:
        return key
    erase(key, by=by, now=now, why="Kept under a new key with an end")
    return keep(text, kind=kind, by=by, now=now, retention_until=until)
