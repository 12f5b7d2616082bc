"""Remind owners of actions: before the last day, once it is over, and again while late; daily at most."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.pages.words import counted
from junction.core.pages.words import day as in_words
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..models import Action
from ..queries.keepers import addresses
from ..queries.promises import actions
from ..rules.promises import PromiseRules, days_late, is_to_remind, promise_rules

TEMPLATE = "record/reminder"
SHORT = 300


def remind_owners(*, by: Actor, now: datetime) -> int:
    """Write to everyone who has an action that asks for it today; return about how many actions."""
    today = local_day(now)
    rules = promise_rules(today)
    soon = today + timedelta(days=1) + rules.remind_before
    rows: QuerySet[Any] = actions(by.scope, now=now)
    due = rows.filter(until_on__lte=soon, closed_at__isnull=True, owner__isnull=False)
    known = addresses(by.scope, {one.owner for one in due}, now=now)
    return sum(_remind(one.pk, known.get(one.owner, ""), rules, by=by, now=now) for one in due)


@transaction.atomic
def _remind(number: int, address: str, rules: PromiseRules, *, by: Actor, now: datetime) -> bool:
    """Write once, under the action's lock: two jobs of one day send one letter."""
    one, today = Action.objects.select_for_update().get(pk=number), local_day(now)
    reminded_on = local_day(one.reminded_at) if one.reminded_at else None
    is_due = is_to_remind(until_on=one.until_on, reminded_on=reminded_on, rules=rules, today=today)
    if not address or one.closed_at or one.until_on is None or not is_due:
        return False
    late, last = days_late(one.until_on, today=today), one.until_on - timedelta(days=1)
    words = Words(
        plain={
            "product": settings.PRODUCT["name"],
            "what": "an action is late" if late else "an action is nearly due",
            "words": one.words[:SHORT],
            "due": f"It is late by {counted(late, 'day')}." if late else f"Its last day is {in_words(last)}.",
            "link": settings.PUBLIC_ADDRESS + reverse("record:action", args=[one.pk]),
        }
    )
    to = keep(address, kind="email", by=by, now=now, retention_until=today + rules.forget_address_after)
    queue(TEMPLATE, to=to, channel="email", by=by, now=now, words=words, subject=f"action:{one.pk}")
    one.reminded_at = now
    one.save(update_fields=["reminded_at"])
    record(at=now, by=by, verb="record.action.reminded", subject=f"action:{one.pk}", playbook=rules.reference)
    return True
