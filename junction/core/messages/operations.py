"""Queue a message with the write that causes it; send what is due, in the background, again when it fails.

A message is leased before it is sent: should the worker die, the lease runs out and another sends it. So
a message may in rare cases go twice and never goes missing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import jinja2
from django.db import transaction
from django.db.models import F

from junction.core import jobs
from junction.core.audit.operations import record
from junction.core.personal.queries import values
from junction.core.scope import Actor

from . import texts
from .carriers import Carrier, Never, NotNow, Outgoing, carrier
from .models import Message

JOB = "core.deliver_messages"
LEASE = timedelta(minutes=30)  # longer than a batch takes at a carrier that lets each message wait in vain
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240))  # then it has failed
BATCH = 50


@transaction.atomic
def queue(
    template: str,
    *,
    to: str,
    channel: str,
    by: Actor,
    now: datetime,
    context: Mapping[str, object] | None = None,
    personal: Mapping[str, str] | None = None,
    subject: str = "",
) -> int:
    """Queue one message and return its number; it goes when this transaction commits.

    `to` is the key of a personal value. `context` holds what the template needs and no personal value;
    `personal` names further keys, whose values are filled in when it is sent (a name, a link that opens a
    door).
    """
    texts.template(template)  # a wrong name fails here, with whoever wrote it
    message = Message.objects.create(
        to=to,
        channel=channel,
        template=template,
        context=dict(context or {}),
        personal=dict(personal or {}),
        subject=subject,
        by=by.key,
        queued_at=now,
        due_at=now,
    )
    name = f"message:{message.pk}"
    record(at=now, by=by, verb="message.queued", subject=name, template=template, about=subject)
    jobs.defer(JOB, once=JOB)
    return message.pk


def deliver(now: datetime) -> int:
    """Send every message that is due; return how many went."""
    sender, went = carrier(), 0
    while leased := _lease(now):
        known = values([message.to for message in leased] + [k for m in leased for k in m.personal.values()])
        went += sum(_send(message, known, sender, now) for message in leased)
    return went


@transaction.atomic
def send_again(number: int, *, by: Actor, now: datetime) -> bool:
    """Queue a message that failed once more; False when it has not failed."""
    changed = Message.objects.filter(pk=number, state="failed").update(state="queued", attempts=0, due_at=now)
    if changed:
        record(at=now, by=by, verb="message.queued-again", subject=f"message:{number}")
        jobs.defer(JOB, once=JOB)
    return bool(changed)


@transaction.atomic
def _lease(now: datetime) -> list[Message]:
    due = Message.objects.select_for_update(skip_locked=True).filter(state="queued", due_at__lte=now)
    leased = list(due.order_by("due_at", "pk")[:BATCH])
    Message.objects.filter(pk__in=[message.pk for message in leased]).update(
        due_at=now + LEASE, attempts=F("attempts") + 1
    )
    return leased


def _send(message: Message, known: Mapping[str, str], sender: Carrier, now: datetime) -> bool:
    """Send one message and write down what became of it. `message.attempts` is as before the lease."""
    try:
        reference = sender.send(_filled(message, known))
    except NotNow as error:
        left = WAITS[message.attempts :]
        _failed(message, now, str(error), wait=left[0] if left else None)
        return False
    except Never as error:
        _failed(message, now, str(error), wait=None)
        return False
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=now, reference=reference, problem="")
    return True


def _filled(message: Message, known: Mapping[str, str]) -> Outgoing:
    missing = [key for key in (message.to, *message.personal.values()) if key not in known]
    if missing:
        raise Never("The address or another personal value was erased.")
    words = message.context | {name: known[key] for name, key in message.personal.items()}
    try:
        title, body = texts.render(message.template, words)
    except jinja2.TemplateError as error:  # it would fail each time, and hold back all that wait behind it
        raise Never(f"The text cannot be made ({type(error).__name__}).") from error
    return Outgoing(number=message.pk, channel=message.channel, to=known[message.to], title=title, body=body)


def _failed(message: Message, now: datetime, problem: str, *, wait: timedelta | None) -> None:
    state = {"state": "queued", "due_at": now + wait} if wait else {"state": "failed"}
    Message.objects.filter(pk=message.pk).update(problem=problem[:300], **state)
