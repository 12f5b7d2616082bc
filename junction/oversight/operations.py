"""What the roof writes: that somebody read what a message said, and which figure judges a promise."""

from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.models import Message
from junction.core.messages.queries import Shown
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.record.operations.figures import dismiss_figure
from junction.record.operations.promises import bind_commitment

from .queries.measured import figures
from .queries.outbox import message, words_of
from .rules.measures import has_rule


class NoSuchFigure(Refusal):
    """There is no figure of this name that you may see. Choose one that is offered."""

    status: ClassVar[int] = 422


@transaction.atomic
def read_message(message_id: int, *, by: Actor, now: datetime) -> tuple[Message, Shown | None]:
    """Return a message and its words, and log that they were read. Raise `NoSuchMessage`."""
    found = message(by.scope, message_id, now=now)
    words = words_of(by.scope, found, now=now)
    if words is not None:
        record(at=now, by=by, verb="oversight.message.read", subject=f"message:{found.pk}")
    return found, words


def bind_promise(
    number: int, *, figure: str, target: float, target_is: str, by: Actor, now: datetime
) -> None:
    """Say which figure judges a promise; the record keeps it, and writes the line of the log.

    Raise `NoSuchFigure` for one that is not offered, and what `bind_commitment` raises.
    """
    if figure not in figures(by.scope, on=local_day(now)):
        raise NoSuchFigure
    bind_commitment(number, indicator=figure, target=target, target_is=target_is, by=by, now=now)


def dismiss_proposed(number: int, *, rule: str, why: str, by: Actor, now: datetime) -> None:
    """Say that what a rule proposes does not judge a promise; the record keeps it, with its line of the log.

    Raise `NoSuchFigure` for a rule that proposes nothing today, and what `dismiss_figure` raises.
    """
    if not has_rule(rule, day=local_day(now)):
        raise NoSuchFigure
    dismiss_figure(number, rule=rule, why=why, by=by, now=now)
