"""Propose contradictions between a document and those it stands beside; a person settles each, once."""

from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Contradiction
from ..queries.contradictions import contradictions, may_settle
from ..queries.documents import document
from ..queries.rebuilt import beside, rebuilt
from ..rules.contradictions import contradictions_in
from ..rules.promises import promise_rules
from .confirming import SayMore


class AlreadyToldApart(Refusal):
    """Somebody has settled this already. The page shows how."""


class NotYourDocuments(Refusal):
    """Only who keeps the record of one of the two documents settles this."""

    status: ClassVar[int] = 403


@transaction.atomic
def find_contradictions(document_id: int, *, by: Actor, now: datetime) -> int:
    """Propose what a new document contradicts in itself and beside it; return how many are new."""
    new = document(by.scope, document_id)
    others = beside(by.scope, new, most=promise_rules(local_day(now)).compared_documents)
    books = [rebuilt(by.scope, one) for one in (new, *others)]
    rows = []
    for found in contradictions_in([book.read for book in books]):
        both = (found.first, found.second)
        one, other = (books[place.read].statement_at(place.spans[0].start) for place in both)
        if one is None or other is None or all(place.read for place in both):
            continue  # without the new document there is nothing new
        first, second = found.first.spans, found.second.spans
        rows.append(
            Contradiction(
                kind=found.kind, one_id=one, one_start=first[0].start, one_end=first[-1].end, other_id=other,
                other_start=second[0].start, other_end=second[-1].end, why=found.why[:500], proposed_at=now,
            )
        )  # fmt: skip
    before = Contradiction.objects.count()
    Contradiction.objects.bulk_create(rows, ignore_conflicts=True)
    many = Contradiction.objects.count() - before
    if many:
        record(
            at=now, by=by, verb="record.contradictions.proposed", subject=f"document:{document_id}",
            many=many, compared=[one.pk for one in others],
        )  # fmt: skip
    return many


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
