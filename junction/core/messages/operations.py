"""Queue a message with the write that causes it; send what is due, in the background, again when it fails.

A message is leased before it is sent: should the worker die, the lease runs out and another sends it. So
a message may in rare cases go twice and never goes missing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import jinja2
from django.db import transaction
from django.db.models import F

from junction.core import jobs, sealing
from junction.core.audit.operations import Entry, record, record_many
from junction.core.personal.queries import values
from junction.core.scope import Actor

from . import texts
from .carriers import Carrier, Never, NotNow, Outgoing, carrier
from .models import Message

JOB = "core.deliver_messages"
LEASE = timedelta(minutes=30)  # longer than a batch takes at a carrier that lets each message wait in vain
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240))  # then it has failed
BATCH = 50
ROWS = 5_000  # of one statement
PURPOSE = "message"  # of what is sealed
HIDDEN = "(a link for the reader of this letter alone)"  # what pages show of it


@dataclass(frozen=True, slots=True)
class Words:
    """What fills a template in.

    `plain` holds no personal value. `personal` names keys of such values, filled in when the message is sent
    (a name). `sealed` is what opens a door (a link with a secret): kept encrypted, filled in when the message
    is sent and destroyed then; no page shows it. After `useful_until` the message is not sent.
    """

    plain: Mapping[str, object] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
    useful_until: datetime | None = None

    def __post_init__(self) -> None:
        if self.sealed and self.useful_until is None:
            raise ValueError("What opens a door has an end.")


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of many: the key of whom it goes to, its words, and "kind:id" of what it is about."""

    to: str
    words: Words = NO_WORDS
    subject: str = ""
    channel: str = "email"


@transaction.atomic
def queue(
    template: str,
    *,
    to: str,
    channel: str,
    by: Actor,
    now: datetime,
    words: Words = NO_WORDS,
    subject: str = "",
) -> int:
    """Queue one message and return its number; it goes when this transaction commits.

    `to` is the key of a personal value.
    """
    texts.template(template)  # a wrong name fails here, with whoever wrote it
    message = _message(template, Letter(to, words, subject, channel), by=by, now=now)
    message.save(force_insert=True)
    name = f"message:{message.pk}"
    record(at=now, by=by, verb="message.queued", subject=name, template=template, about=subject)
    jobs.defer(JOB, once=JOB)
    return message.pk


@transaction.atomic
def queue_many(template: str, letters: Sequence[Letter], *, by: Actor, now: datetime) -> int:
    """Queue any number of messages of one template, in as many statements as one; return how many."""
    texts.template(template)
    if not letters:
        return 0
    made = Message.objects.bulk_create(
        (_message(template, letter, by=by, now=now) for letter in letters), batch_size=ROWS
    )
    entries = [Entry(f"message:{one.pk}", {"template": template, "about": one.subject}) for one in made]
    record_many(at=now, by=by, verb="message.queued", entries=entries)
    jobs.defer(JOB, once=JOB)
    return len(made)


def _message(template: str, letter: Letter, *, by: Actor, now: datetime) -> Message:
    words = letter.words
    return Message(
        to=letter.to,
        channel=letter.channel,
        template=template,
        context={**words.plain, **dict.fromkeys(words.sealed, HIDDEN)},
        personal=dict(words.personal),
        sealed=sealing.seal(json.dumps(dict(words.sealed)), purpose=PURPOSE) if words.sealed else "",
        useful_until=words.useful_until,
        subject=letter.subject,
        by=by.key,
        queued_at=now,
        due_at=now,
    )


def deliver(now: datetime) -> int:
    """Send every message that is due; return how many went."""
    sender, went = carrier(), 0
    while leased := _lease(now):
        known = values([message.to for message in leased] + [k for m in leased for k in m.personal.values()])
        went += sum(_send(message, known, sender, now) for message in leased)
    return went


@transaction.atomic
def send_again(number: int, *, by: Actor, now: datetime) -> bool:
    """Queue a message that failed once more; False when it has not failed, or its time is over."""
    failed = Message.objects.filter(pk=number, state="failed")
    changed = failed.exclude(useful_until__lte=now).update(state="queued", attempts=0, due_at=now)
    if changed:
        record(at=now, by=by, verb="message.queued-again", subject=f"message:{number}")
        jobs.defer(JOB, once=JOB)
    return bool(changed)


def forget_words(subjects: Sequence[str], *, instead: str) -> int:
    """Put something else for the words that messages about these subjects quote; return of how many.

    A step of operations that have their actor: what the words came from was destroyed.
    """
    quoting = list(Message.objects.select_for_update().filter(subject__in=subjects, context__has_key="words"))
    for message in quoting:
        message.context = {**message.context, "words": instead}
    Message.objects.bulk_update(quoting, ["context"], batch_size=ROWS)
    return len(quoting)


def forget_sealed(now: datetime) -> int:
    """Destroy what is sealed in messages whose time is over; return in how many."""
    return Message.objects.filter(useful_until__lte=now).exclude(sealed="").update(sealed="")


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
        reference = sender.send(_filled(message, known, now))
    except NotNow as error:
        left = WAITS[message.attempts :]
        _failed(message, now, str(error), wait=left[0] if left else None)
        return False
    except Never as error:
        _failed(message, now, str(error), wait=None)
        return False
    Message.objects.filter(pk=message.pk).update(
        state="sent", sent_at=now, reference=reference, problem="", sealed=""
    )
    return True


def _filled(message: Message, known: Mapping[str, str], now: datetime) -> Outgoing:
    if message.useful_until is not None and message.useful_until <= now:
        raise Never("It could not be sent before its time was over. Ask for another.")
    missing = [key for key in (message.to, *message.personal.values()) if key not in known]
    if missing:
        raise Never("The address or another personal value was erased.")
    words = (
        message.context | {name: known[key] for name, key in message.personal.items()} | _unsealed(message)
    )
    try:
        title, body = texts.render(message.template, words)
    except jinja2.TemplateError as error:  # it would fail each time, and hold back all that wait behind it
        raise Never(f"The text cannot be made ({type(error).__name__}).") from error
    return Outgoing(number=message.pk, channel=message.channel, to=known[message.to], title=title, body=body)


def _unsealed(message: Message) -> dict[str, str]:
    if not message.sealed:
        return {}
    try:
        opened: dict[str, str] = json.loads(sealing.unseal(message.sealed, purpose=PURPOSE))
        return opened
    except sealing.Unreadable as wrong:
        raise Never(
            "Its link was sealed under another secret key. Whoever still needs it asks again."
        ) from wrong


def _failed(message: Message, now: datetime, problem: str, *, wait: timedelta | None) -> None:
    state = {"state": "queued", "due_at": now + wait} if wait else {"state": "failed"}
    Message.objects.filter(pk=message.pk).update(problem=problem[:300], **state)
