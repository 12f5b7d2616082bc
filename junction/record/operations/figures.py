"""Dismiss a figure that a rule proposes for a promise, so that it is not proposed again; take that back."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Commitment, FigureDismissed
from .confirming import SayWhy, locked
from .promises import NotConfirmed


class AlreadyDismissed(Refusal):
    """This figure was dismissed already. The list of dismissed figures shows by whom and why."""


class NotDismissed(Refusal):
    """This figure is not dismissed. It may have been taken back meanwhile."""


@transaction.atomic
def dismiss_figure(number: int, *, rule: str, why: str, by: Actor, now: datetime) -> FigureDismissed:
    """Say that what a rule proposes does not judge a promise.

    Raise `SayWhy`, `NotConfirmed`, `AlreadyDismissed`; the `DoesNotExist` of a promise out of reach.
    """
    promise = locked(Commitment, number, by=by)
    if not promise.confirmed_at or promise.dismissed_at:
        raise NotConfirmed
    if not why.strip():
        raise SayWhy
    if promise.figures_dismissed.filter(rule=rule, undone_at=None).exists():
        raise AlreadyDismissed
    made = FigureDismissed.objects.create(
        commitment=promise, rule=rule[:60], why=why.strip()[:300], dismissed_at=now, dismissed_by=by.key
    )
    subject = f"commitment:{promise.pk}"
    record(
        at=now,
        by=by,
        verb="record.commitment.figure-dismissed",
        subject=subject,
        why=made.why,
        rule=made.rule,
    )
    return made


@transaction.atomic
def restore_figure(number: int, *, rule: str, by: Actor, now: datetime) -> FigureDismissed:
    """Take a dismissal back: the rule may propose its figure again. Raise `NotDismissed`."""
    promise = locked(Commitment, number, by=by)
    found = promise.figures_dismissed.filter(rule=rule, undone_at=None).first()
    if found is None:
        raise NotDismissed
    found.undone_at, found.undone_by = now, by.key
    found.save(update_fields=["undone_at", "undone_by"])
    subject = f"commitment:{promise.pk}"
    record(at=now, by=by, verb="record.commitment.figure-restored", subject=subject, rule=found.rule)
    return found
