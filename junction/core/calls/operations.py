"""Write down a call. Whoever rings decides what the outcome means; this only keeps it, with an audit line."""

from datetime import datetime
from typing import TypedDict

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from .models import Call


class CallMade(TypedDict, total=False):
    """What was said on a call, beside its subject and outcome."""

    spoke_to: str
    promised_at: datetime | None
    next_call_at: datetime | None
    note: str


@transaction.atomic
def log_call(
    *, verb: str, subject: tuple[str, int], about: str, outcome: str, said: CallMade, by: Actor, now: datetime
) -> int:
    """Keep one call under the audit verb of the package that rang. Return the call's id.

    The caller has already made sure that `by` may see the subject and that `outcome` is one of its own.
    """
    kind, identity = subject
    call = Call.objects.create(
        subject_kind=kind, subject_id=identity, about=about, at=now, by=by.key, outcome=outcome, **said
    )
    record(at=now, by=by, verb=verb, subject=f"{kind}:{identity}", about=about, outcome=outcome)
    return call.pk
