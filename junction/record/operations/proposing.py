"""Propose what a document says: promises, actions and asks, each with its statement; a person confirms them.

In the transaction that keeps the document, which is kept once: so nothing is proposed twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from junction.core import jobs
from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..models import Action, Ask, AskStep, Commitment, Document, Meeting, MeetingStep, Statement
from ..rules.invitations import MeetingSaid
from ..rules.proposals import NOT_TOLD, Asked, actions_in, asked_in, gatherings_in, promises_in
from ..rules.reading import Read
from ..rules.source import storable

BATCH = 1_000
COMPARE = "record.find_contradictions"  # with the documents it stands beside


def propose(
    document: Document, read: Read, rows: Sequence[Statement], *, by: Actor, now: datetime
) -> dict[str, int]:
    """Propose what a new document says; `rows` are its statements in order. Return how many of each."""
    said = {"document": document, "area_id": document.area_id, "recorded_at": now, "recorded_by": by.key}
    written_on = document.dated_on or document.received_on
    made: tuple[tuple[type[Model], Iterable[Any]], ...] = (
        (Commitment, _commitments(read, rows, said, written_on)),
        (Action, _actions(read, rows, said, written_on)),
    )
    counted: dict[str, Any] = {
        kind._meta.model_name or "": len(kind._default_manager.bulk_create(found, batch_size=BATCH))
        for kind, found in made
    }
    asked = list(asked_in(read, written_on=written_on))
    counted["ask"] = _propose_asks(asked, rows, said)
    meetings = gatherings_in(read, asked, written_on=written_on)
    counted["meeting"] = _propose_meetings(meetings, rows, said)
    jobs.defer(COMPARE, document_id=document.pk)
    if any(counted.values()):
        record(at=now, by=by, verb="record.proposals.made", subject=f"document:{document.pk}", **counted)
    return counted


def _commitments(
    read: Read, rows: Sequence[Statement], said: dict[str, Any], written_on: date
) -> Iterator[Commitment]:
    for one in promises_in(read, written_on=written_on):
        yield Commitment(
            **said, statement=rows[one.reading], words=storable(one.words), promised_by=_short(one.by),
            promised_to=_short(one.to), made_on=one.made_on, from_on=one.from_on, until_on=one.until_on,
            certainty=one.certainty, measure=storable(one.measure)[:300], why=one.why,
            confidence=one.confidence,
        )  # fmt: skip


def _actions(
    read: Read, rows: Sequence[Statement], said: dict[str, Any], written_on: date
) -> Iterator[Action]:
    for one in actions_in(read, written_on=written_on):
        yield Action(
            **said, statement=rows[one.reading], words=storable(one.words), owner_said=_short(one.owner),
            asked_on=one.asked_on, from_on=one.from_on, until_on=one.until_on, why=one.why,
            confidence=one.confidence,
        )  # fmt: skip


def _propose_asks(found: Sequence[Asked], rows: Sequence[Statement], said: dict[str, Any]) -> int:
    """Write the asks, and to whom each went first; where that is nobody, who asked must find a home."""
    asks = Ask.objects.bulk_create((_ask(one, rows, said) for one in found), batch_size=BATCH)
    stamp = {"recorded_at": said["recorded_at"], "recorded_by": said["recorded_by"]}
    AskStep.objects.bulk_create(
        (
            AskStep(
                **stamp, ask=row, to=_short(one.ask.owner), at=one.at, statement_id=row.statement_id,
                finder="" if one.ask.owner else row.asked_by,
            )
            for row, one in zip(asks, found, strict=True)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return len(asks)


def _ask(one: Asked, rows: Sequence[Statement], said: dict[str, Any]) -> Ask:
    answer = one.ask.answer
    row = Ask(
        **said, statement=rows[one.ask.reading], words=storable(one.ask.quote), asked_at=one.at,
        asked_by=_short(one.ask.asked_by) or NOT_TOLD, why=one.why, confidence=one.ask.confidence,
    )  # fmt: skip
    if answer:
        row.answer, row.answered_by = storable(answer.quote), _short(answer.by) or NOT_TOLD
        row.answered_at, row.answer_statement = one.answered_at, rows[answer.reading]
        row.answer_recorded_at, row.answer_recorded_by = said["recorded_at"], said["recorded_by"]
    return row


def _propose_meetings(found: Sequence[MeetingSaid], rows: Sequence[Statement], said: dict[str, Any]) -> int:
    """Write the meetings, each with who was asked, sent, answered or was there."""
    title = said["document"].title
    made = Meeting.objects.bulk_create(
        (
            Meeting(
                **said, statement=rows[one.reading], words=storable(one.words),
                group=_short(one.group or (title if one.why.startswith("A read-out") else "")),
                held_on=one.held_on, asked_by=_short(one.asked_by) or NOT_TOLD, asked_at=one.asked_at,
                why=one.why, confidence=one.confidence,
            )
            for one in found
        ),
        batch_size=BATCH,
    )  # fmt: skip
    stamp = {"recorded_at": said["recorded_at"], "recorded_by": said["recorded_by"]}
    MeetingStep.objects.bulk_create(
        (
            MeetingStep(
                **stamp, meeting=row, what=step.what, who=_short(step.who) or NOT_TOLD, at=step.at,
                instead_of=_short(step.instead_of), statement=rows[step.reading], note=storable(step.note),
            )
            for row, one in zip(made, found, strict=True)
            for step in one.steps
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return len(made)


def _short(text: str) -> str:
    return storable(text)[:200]
