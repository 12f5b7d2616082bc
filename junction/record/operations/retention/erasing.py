"""What goes when a document is destroyed, and what of it stays: places without words.

Gone: the text, every reading and its parts, dates, marks, annotations, sentences that were compared, open
contradictions, proposals nobody confirmed, what promises, actions and asks said before they were put right,
quotes in letters, files sent with the same bytes. Words that a person confirmed go too, but for those of what
was published (the rule says which). What people typed by themselves stays: decisions, findings, threads.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from junction.core.messages.operations import forget_words
from junction.core.uploads.operations import forget_stored

from ...models import (
    Action,
    Annotation,
    Ask,
    AskStep,
    Assertion,
    Commitment,
    Contradiction,
    DateMention,
    Document,
    Former,
    LeavingStatement,
    Meeting,
    MeetingMerge,
    MeetingStep,
    RedactionMark,
    ThreadLink,
)
from ...rules.retention import GONE

BLANK: dict[Any, dict[str, str]] = {
    Commitment: {"words": GONE, "promised_by": GONE, "promised_to": "", "measure": "", "why": ""},
    Action: {"words": GONE, "owner_said": "", "why": "", "note": ""},
    Ask: {"words": GONE, "asked_by": GONE, "why": "", "answer": "", "answered_by": ""},
    Meeting: {"words": GONE, "group": "", "place": "", "asked_by": GONE, "why": ""},
}
PLACE_ONLY: dict[str, Any] = {
    "text": "", "sought": "", "ref": "", "cells": {}, "organisations": [], "references": [], "sender": "",
    "status": "", "at": None,
}  # fmt: skip
# Words that nothing holds any more are no longer offered for words like them; those of the grammar stay.
FORGET_WORDS = r"""
WITH unheld AS MATERIALIZED (
    SELECT w.word FROM record_word w
    WHERE w.word IN (
        SELECT lower(found[1])
        FROM record_statement s, regexp_matches(s.sought, '([[:alpha:]]+)', 'g') AS found
        WHERE s.document_id = %(document)s
        UNION ALL
        SELECT lower(found[1])
        FROM record_annotation a, regexp_matches(a.text, '([[:alpha:]]+)', 'g') AS found
        WHERE a.document_id = %(document)s
    ) AND NOT EXISTS (
        SELECT 1 FROM record_annotation a
        WHERE a.document_id <> %(document)s AND lower(a.text) ~ ('\m' || w.word || '\M')
    ) AND NOT EXISTS (
        SELECT 1 FROM record_statement s
        WHERE s.document_id <> %(document)s AND s.vector @@ plainto_tsquery('english', w.word)
          AND lower(s.sought) ~ ('\m' || w.word || '\M')
    ) AND numnode(plainto_tsquery('english', w.word)) > 0
)
DELETE FROM record_word w USING unheld u WHERE w.word = u.word
    AND NOT EXISTS (SELECT 1 FROM record_commitment c WHERE lower(c.words) ~ ('\m' || w.word || '\M'))
    AND NOT EXISTS (SELECT 1 FROM record_action a WHERE lower(a.words) ~ ('\m' || w.word || '\M'))
    AND NOT EXISTS (SELECT 1 FROM record_ask k WHERE lower(k.words) ~ ('\m' || w.word || '\M'))
    AND NOT EXISTS (SELECT 1 FROM record_meeting m WHERE lower(m.words) ~ ('\m' || w.word || '\M'))
"""


def counted(document: Document, *, confirmed_stay: bool) -> dict[str, int]:
    """Return how much of each goes, by what it is called."""
    found = {name: rows.count() for name, rows in _gone(document).items()}
    for kind in BLANK:
        found[f"{kind._meta.model_name}s"] = _blanked(kind, document, confirmed_stay=confirmed_stay).count()
    return {"statements": document.statements.count(), **found}


def erase(document: Document, *, confirmed_stay: bool) -> dict[str, int]:
    """Do it, and return what `counted` says; a step of the operation that destroys a document."""
    many = counted(document, confirmed_stay=confirmed_stay)
    forget_stored(document.sha256)
    _forget_derived(document, confirmed_stay=confirmed_stay)
    with connection.cursor() as cursor:
        cursor.execute(FORGET_WORDS, {"document": document.pk})
    for rows in _gone(document).values():
        rows.delete()
    Contradiction.objects.filter(_either(document)).update(why="", note="")
    document.statements.update(**PLACE_ONLY)
    return many


def _gone(document: Document) -> dict[str, QuerySet[Any]]:
    """Return the rows that go wholly, by what they are called."""
    return {
        "dates": DateMention.objects.filter(statement__document=document),
        "redaction marks": RedactionMark.objects.filter(statement__document=document),
        "annotations": Annotation.objects.filter(document=document),
        "sentences compared": Assertion.objects.filter(document=document),
        "statements kept as they leave": LeavingStatement.objects.filter(document=document),
        "open contradictions": Contradiction.objects.filter(_either(document), settled_at__isnull=True),
    }


def _either(document: Document) -> Q:
    return Q(one__document=document) | Q(other__document=document)


def _blanked(kind: Any, document: Document, *, confirmed_stay: bool) -> QuerySet[Any]:
    """Return the promises, actions or asks that lose their words."""
    rows: QuerySet[Any] = kind._default_manager.filter(document=document)
    return (
        rows.filter(Q(confirmed_at__isnull=True) | Q(dismissed_at__isnull=False)) if confirmed_stay else rows
    )


def _forget_derived(document: Document, *, confirmed_stay: bool) -> None:
    subjects: list[tuple[str, int]] = [("statement", pk) for pk in _numbers(document.statements.all())]
    for kind, blank in BLANK.items():
        numbers = _numbers(_blanked(kind, document, confirmed_stay=confirmed_stay))
        name = kind._meta.model_name or ""
        Former.objects.filter(kind=name, subject_id__in=numbers).delete()
        forget_words([f"{name}:{number}" for number in numbers], instead=GONE)
        if kind is Ask:
            AskStep.objects.filter(ask__in=numbers).exclude(to="").update(to=GONE)
            AskStep.objects.filter(ask__in=numbers).exclude(finder="").update(finder=GONE)
            AskStep.objects.filter(ask__in=numbers).update(note="")
        if kind is Meeting:
            _forget_steps(MeetingStep.objects.filter(meeting__in=numbers))
            merges = MeetingMerge.objects.filter(Q(kept__in=numbers) | Q(gone__in=numbers))
            merges.exclude(undone_why="").update(undone_why=GONE)
            merges.update(why=GONE)
        kind._default_manager.filter(pk__in=numbers).update(**blank)
        subjects += [(name, number) for number in numbers]
    if not confirmed_stay:
        _forget_elsewhere(document)
    _forget_notes(subjects)


def _forget_elsewhere(document: Document) -> None:
    """Forget what asks of other documents took from this one: an answer, and to whom they went."""
    answered = Ask.objects.filter(answer_statement__document=document)
    Former.objects.filter(kind="ask", subject_id__in=_numbers(answered)).delete()
    answered.update(answer=GONE, answered_by="")
    steps = AskStep.objects.filter(statement__document=document)
    steps.exclude(to="").update(to=GONE)
    steps.exclude(finder="").update(finder=GONE)
    steps.update(note="")
    _forget_steps(MeetingStep.objects.filter(statement__document=document))


def _forget_steps(steps: QuerySet[MeetingStep]) -> None:
    steps.exclude(instead_of="").update(instead_of=GONE)
    steps.exclude(who="").update(who=GONE)
    steps.update(note="", withdrawn_why="")


def _forget_notes(subjects: Iterable[tuple[str, int]]) -> None:
    by_kind: dict[str, list[int]] = {}
    for kind, number in subjects:
        by_kind.setdefault(kind, []).append(number)
    for kind, numbers in by_kind.items():
        ThreadLink.objects.filter(subject_kind=kind, subject_id__in=numbers).update(note="")


def _numbers(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
