"""Propose contradictions between a document and all that speaks of the same; a person settles each, once."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Q

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Assertion, Comparison, Contradiction
from ..queries.assertions import Facing, facing
from ..queries.contradictions import contradictions, may_settle
from ..queries.documents import document
from ..queries.rebuilt import Rebuilt, rebuilt
from ..rules.contradictions import (
    Place,
    Proposal,
    contradictions_among,
    keys_of,
    statements_of,
    words_reference,
)
from ..rules.contradictions import Statement as Sentence
from ..rules.promises import promise_rules
from ..rules.reading import DateSaid
from .confirming import SayMore

BATCH = 1_000


class AlreadyToldApart(Refusal):
    """Somebody has settled this already. The page shows how."""


class NotYourDocuments(Refusal):
    """Only who keeps the record of one of the two documents settles this."""

    status: ClassVar[int] = 403


@transaction.atomic
def list_assertions(document_id: int, *, by: Actor, now: datetime) -> int:
    """List what a document says under the keys it is found by, in place of an older list; return how many.

    To be committed before `find_contradictions`: of two documents that come at once one finds the other.
    """
    book = rebuilt(by.scope, document(by.scope, document_id))
    said = statements_of(book.read, document_id)
    rows = [_listed(each, key, book) for each in said for key in sorted(keys_of(each))]
    Assertion.objects.filter(document=document_id).delete()
    made = len(Assertion.objects.bulk_create(filter(None, rows), batch_size=BATCH))
    record(
        at=now, by=by, verb="record.assertions.listed", subject=f"document:{document_id}", many=made,
        words=words_reference(),
    )  # fmt: skip
    return made


def _listed(one: Sentence, key: str, book: Rebuilt) -> Assertion | None:
    spans, row = one.place.spans, book.statement_at(one.place.spans[0].start)
    if row is None:
        return None
    return Assertion(
        document_id=one.place.read, statement_id=row, key=key[:200], quote=one.text,
        spans=[[span.start, span.end] for span in spans],
        dates=[_said(each) for each in one.dates],
    )  # fmt: skip


def _said(one: DateSaid) -> list[str | int | None]:
    ends = _iso(one.from_on), _iso(one.until_on)
    return [one.raw, one.span.start, one.span.end, *ends, str(one.certainty)]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@transaction.atomic
def find_contradictions(document_id: int, *, by: Actor, now: datetime) -> int:
    """Propose what a document contradicts in itself and in others; return how many are new."""
    rules, new = promise_rules(local_day(now)), document(by.scope, document_id)
    book = rebuilt(by.scope, new)
    said = list(statements_of(book.read, document_id))
    others = facing(by.scope, new, said, most=rules.compared_sentences, marks=rules.compared_marks)
    found = contradictions_among([*said, *others.sentences], new=document_id)
    many = _propose(found, book, others, now=now)
    kept = Comparison.objects.create(
        document=new, compared_at=now, words=words_reference(), playbook=rules.reference,
        documents=len(others.documents), sentences=len(others.sentences), left_out=others.left_out,
    )  # fmt: skip
    record(
        at=now, by=by, verb="record.contradictions.sought", subject=f"document:{document_id}",
        playbook=rules.reference, many=many, documents=kept.documents, sentences=kept.sentences,
        left_out=kept.left_out,
    )  # fmt: skip
    return many


def _propose(found: Iterable[Proposal], book: Rebuilt, others: Facing, *, now: datetime) -> int:
    """Keep proposals that are not known yet, either way round; return how many."""

    def row_of(place: Place) -> int | None:
        return others.rows.get(place.order) or book.statement_at(place.spans[0].start)

    rows = [_contradiction(each, row_of(each.first), row_of(each.second), now) for each in found]
    sides = {row.one_id for row in rows if row}
    before = Contradiction.objects.filter(Q(one__in=sides) | Q(other__in=sides))
    known = {_sides(row) for row in before}
    new = {_sides(row): row for row in rows if row and _sides(row) not in known}
    Contradiction.objects.bulk_create(new.values(), ignore_conflicts=True)
    return len(new)


def _contradiction(
    found: Proposal, one: int | None, other: int | None, now: datetime
) -> Contradiction | None:
    first, second = found.first.spans, found.second.spans
    if one is None or other is None:
        return None
    return Contradiction(
        kind=found.kind, one_id=one, one_start=first[0].start, one_end=first[-1].end, other_id=other,
        other_start=second[0].start, other_end=second[-1].end, why=found.why[:500], proposed_at=now,
    )  # fmt: skip


def _sides(row: Contradiction) -> tuple[str, frozenset[tuple[int, int]]]:
    return row.kind, frozenset({(row.one_id, row.one_start), (row.other_id, row.other_start)})


@transaction.atomic
def settle_contradiction(number: int, *, outcome: str, note: str, by: Actor, now: datetime) -> None:
    """Say which of the two holds. Raise `NotYourDocuments`, `SayMore`, `AlreadyToldApart`."""
    seen = contradictions(by.scope, now=now).get(pk=number)
    if not may_settle(by.scope, seen):
        raise NotYourDocuments
    rules = promise_rules(local_day(now))
    if outcome not in rules.contradiction_outcomes or not note.strip():
        raise SayMore
    found = Contradiction.objects.select_for_update().get(pk=number)
    if found.settled_at:
        raise AlreadyToldApart
    found.settled_at, found.settled_by, found.outcome, found.note = now, by.key, outcome, note.strip()[:500]
    found.save(update_fields=["settled_at", "settled_by", "outcome", "note"])
    record(
        at=now, by=by, verb="record.contradiction.settled", subject=f"contradiction:{number}", why=found.note,
        playbook=rules.reference, outcome=outcome,
    )  # fmt: skip
