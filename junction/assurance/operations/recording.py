"""Write versions of answers: one or thousands, each slot (requirement and party) locked while it is written.

What says the same as the current answer is no new version. The caller has made sure of actor and party.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from junction.core.audit.operations import Entry, record_many
from junction.core.scope import Actor

from ..models import Answer
from ..rules.parties import Party, party_of_row
from .refusals import AnsweredSince

SAME = ("status", "result", "depth", "said", "statement_id")


@dataclass(frozen=True, slots=True)
class Said:
    """What a party says of a requirement.

    `expected`: the version it was written on (None: whatever it is). `author`: who said it, where that is not
    who writes it down (of a carried answer).
    """

    requirement: int
    party: Party
    status: str
    result: str = ""
    depth: int = 0
    said: str = ""
    statement: int | None = None
    carried_from: int | None = None
    author: str = ""
    expected: int | None = None


def record_answers(
    answers: Sequence[Said], *, channel: str, playbook: str, by: Actor, now: datetime
) -> list[Answer]:
    """Write what is new among `answers` and return it, in the caller's transaction. Raise `AnsweredSince`."""
    _lock(answers)
    current = _current(answers)
    new: list[Answer] = []
    for one in answers:
        old = current.get((one.requirement, one.party.key))
        if one.expected is not None and one.expected != (old.version if old else 0):
            raise AnsweredSince
        row = _row(one, old.version + 1 if old else 1, channel=channel, playbook=playbook, by=by, now=now)
        if old is None or any(getattr(old, name) != getattr(row, name) for name in SAME):
            new.append(row)
            current[one.requirement, one.party.key] = row
    keys = {(one.requirement_id, party_of_row(one).key) for one in new}
    replaced = [old.pk for key, old in _current(answers).items() if key in keys]
    Answer.objects.filter(pk__in=replaced).update(superseded_at=now)
    made = Answer.objects.bulk_create(new, batch_size=2000)
    record_many(
        at=now, by=by, verb="assurance.answer.recorded", playbook=playbook,
        entries=[
            Entry(
                f"requirement:{one.requirement_id}",
                {"party": party_of_row(one).key, "version": one.version, "status": one.status,
                 "result": one.result, "depth": one.depth, "channel": channel},
            )
            for one in made
        ],
    )  # fmt: skip
    return made


def _row(one: Said, version: int, *, channel: str, playbook: str, by: Actor, now: datetime) -> Answer:
    return Answer(
        requirement_id=one.requirement, version=version, status=one.status, result=one.result,
        depth=one.depth, said=one.said.strip(), channel=channel, statement_id=one.statement,
        carried_from_id=one.carried_from, playbook=playbook, recorded_at=now,
        recorded_by=one.author or by.key,
        **one.party.columns,
    )  # fmt: skip


def _lock(answers: Sequence[Said]) -> None:
    """Two writers meet at the slot; in one order, so that neither waits for the other for ever."""
    slots = sorted({f"assurance:{one.requirement}:{one.party.key}" for one in answers})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(slot, 0)) FROM unnest(%s::text[]) slot", [slots]
        )


def _current(answers: Sequence[Said]) -> dict[tuple[int, str], Answer]:
    found = Answer.objects.filter(requirement__in={one.requirement for one in answers}, superseded_at=None)
    keys = {(one.requirement, one.party.key) for one in answers}
    parties = [one.party for one in answers]
    if not any(one.organisation or one.place for one in parties):
        found = found.filter(area__in={one.area for one in parties})
    rows = {(row.requirement_id, party_of_row(row).key): row for row in found}
    return {key: row for key, row in rows.items() if key in keys}
