"""Read calls back. The subjects asked about have been found through a scoped query by the caller."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .models import Call


@dataclass(frozen=True, slots=True)
class CallSummary:
    """How often a subject was rung since a moment, and what came of the last call."""

    attempts: int
    last_at: datetime
    outcome: str
    spoke_to: str
    promised_at: datetime | None
    next_call_at: datetime | None


def calls_to(kind: str, identities: Iterable[int] | None, *, about: str = "", as_at: datetime) -> list[Call]:
    """Return every call to these subjects known at `as_at`, newest first; `about` narrows it."""
    calls = Call.objects.filter(subject_kind=kind, at__lte=as_at)
    if identities is not None:
        calls = calls.filter(subject_id__in=list(identities))
    return list((calls.filter(about=about) if about else calls).order_by("-at", "-pk"))


def call_summaries(
    kind: str, identities: Iterable[int] | None, *, about: str, as_at: datetime
) -> dict[int, CallSummary]:
    """Return one summary for each subject that was rung about this matter, in one statement.

    Without `identities`: for every subject, to narrow down a list that is scoped by itself.
    """
    found: dict[int, list[Call]] = defaultdict(list)
    for call in calls_to(kind, identities, about=about, as_at=as_at):
        found[call.subject_id].append(call)
    return {
        identity: CallSummary(
            attempts=len(calls),
            last_at=calls[0].at,
            outcome=calls[0].outcome,
            spoke_to=calls[0].spoke_to,
            promised_at=calls[0].promised_at,
            next_call_at=calls[0].next_call_at,
        )
        for identity, calls in found.items()
    }
