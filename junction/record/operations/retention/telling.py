"""Write once a month to whoever decides on the end of documents what is past its date, and what soon is."""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.pages.words import counted
from junction.core.personal.operations import keep
from junction.core.scope import Actor
from junction.people.queries import scope_of_user

from ...models import RetentionLetter
from ...queries.keepers import addresses
from ...queries.retention import keepers, retained
from ...rules.retention import retention_rules

TEMPLATE = "record/retention"


def tell_keepers(*, by: Actor, now: datetime) -> int:
    """Write to everyone in whose reach something is past its date; return to how many."""
    found = keepers(by.scope, now=now)
    known = addresses(by.scope, [f"user:{number}" for number in found], now=now)
    month = local_day(now).replace(day=1)
    told = set(RetentionLetter.objects.filter(month=month).values_list("to", flat=True))
    return sum(
        _tell(number, known[f"user:{number}"], month, by=by, now=now)
        for number in found
        if f"user:{number}" in known and f"user:{number}" not in told
    )


def _tell(user: int, address: str, month: date, *, by: Actor, now: datetime) -> bool:
    day = local_day(now)
    rules = retention_rules(day)
    rows = retained(scope_of_user(user, now=now), rules, day=day, as_at=now)
    past, soon = (rows.filter(standing=code).order_by().count() for code in ("past", "soon"))  # type: ignore[misc] # an annotation
    if not past:
        return False
    try:
        with transaction.atomic():
            told = RetentionLetter.objects.create(
                to=f"user:{user}", month=month, sent_at=now, past=past, soon=soon
            )
            _write(told, address, by=by, now=now)
    except IntegrityError:  # another job of this month was faster
        return False
    return True


def _write(told: RetentionLetter, address: str, *, by: Actor, now: datetime) -> None:
    rules = retention_rules(local_day(now))
    words = Words(
        plain={
            "product": settings.PRODUCT["name"],
            "past": counted(told.past, "document"),
            "soon": counted(told.soon, "document"),
            "link": settings.PUBLIC_ADDRESS + reverse("record:retention"),
        }
    )
    until = local_day(now) + rules.forget_address_after
    to = keep(address, kind="email", by=by, now=now, retention_until=until)
    subject = f"retention-letter:{told.pk}"
    queue(TEMPLATE, to=to, channel="email", by=by, now=now, words=words, subject=subject)
    record(
        at=now, by=by, verb="record.retention.told", subject=subject, playbook=rules.reference,
        past=told.past, soon=told.soon,
    )  # fmt: skip
