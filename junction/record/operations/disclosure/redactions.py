"""Add a redaction to an extract, or take one back. The log says which rule and why, never which words."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ...models import Document, Extract, ExtractDocument, RedactionRule
from ...queries.extracts import rule as find_rule
from ...queries.leaving import rules_in_force
from ...rules.disclosure.finding import letters_of, places
from ...rules.disclosure.rules import EXTRACT, PLACE, SCOPES, DisclosureRules, Rule, State
from .preparing import forget_prepared
from .refusals import ExtractMovedOn, locked

OPEN = (State.PREPARING, State.CHECKED)


class CannotRedact(Refusal):
    """Say what to take out (words of two letters or more, or a pattern), where, and why."""

    status: ClassVar[int] = 422


class NotThere(Refusal):
    """These words do not begin on this line of this document. Look at the line again."""

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is to be taken out. `number` is that of the document in the extract; a place has offsets."""

    scope: str
    reason: str
    words: str = ""
    pattern: str = ""
    number: int | None = None
    start: int = 0
    end: int = 0
    inside_words: bool = False
    initials: bool = False
    comment: str = ""


@transaction.atomic
def add_redaction(extract_id: int, asked: Redaction, *, by: Actor, now: datetime) -> RedactionRule:
    """Add a rule. Raise `Extract.DoesNotExist`, `ExtractMovedOn`, `CannotRedact`."""
    extract = locked(extract_id, *OPEN, by=by)
    book = rules_in_force(extract)
    document = _document(extract, asked)
    words = (
        document.text[asked.start : asked.end] if asked.scope == PLACE and document else asked.words.strip()
    )
    _refuse_unsound(asked, words, document, book)
    added = RedactionRule.objects.create(
        extract=extract, scope=asked.scope, document=document, words=words, pattern=asked.pattern,
        start=asked.start, end=asked.end, inside_words=asked.inside_words, initials=asked.initials,
        reason=asked.reason, printed=book.reasons[asked.reason].printed, comment=asked.comment.strip(),
        added_at=now, added_by=by.key,
    )  # fmt: skip
    _begin_again(extract, by=by)
    record(
        at=now,
        by=by,
        verb="record.redaction.added",
        subject=f"extract:{extract.pk}",
        playbook=book.reference,
        rule=added.pk,
        scope=asked.scope,
        reason=asked.reason,
        pattern=asked.pattern,
        document=document.pk if document else None,
    )
    return added


@transaction.atomic
def withdraw_redaction(rule_id: int, *, by: Actor, now: datetime) -> None:
    """Take a rule back. Raise `RedactionRule.DoesNotExist`, `ExtractMovedOn`."""
    extract = locked(find_rule(by.scope, rule_id).extract_id, *OPEN, by=by)
    found = RedactionRule.objects.select_for_update().get(pk=rule_id)
    if found.withdrawn_at:
        raise ExtractMovedOn
    found.withdrawn_at, found.withdrawn_by = now, by.key
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _begin_again(extract, by=by)
    record(
        at=now, by=by, verb="record.redaction.withdrawn", subject=f"extract:{extract.pk}", rule=found.pk
    )  # fmt: skip


def _document(extract: Extract, asked: Redaction) -> Document | None:
    if asked.scope == EXTRACT:
        return None
    row = (
        ExtractDocument.objects.select_related("document")
        .filter(extract=extract, number=asked.number or 0)
        .first()
    )
    if row is None:
        raise CannotRedact
    return row.document


def _refuse_unsound(asked: Redaction, words: str, document: Document | None, book: DisclosureRules) -> None:
    if asked.scope not in SCOPES or asked.reason not in book.reasons:
        raise CannotRedact
    if asked.scope == PLACE:
        if document is None or not (0 <= asked.start < asked.end <= len(document.text)):
            raise CannotRedact
    elif bool(words) == bool(asked.pattern) or (asked.pattern and asked.pattern not in book.patterns):
        raise CannotRedact
    if len(words) > book.most_letters or asked.pattern:
        if not asked.pattern:
            raise CannotRedact
        return
    if asked.scope != PLACE and len(letters_of(words)) < book.fewest_letters:
        raise CannotRedact
    sought = Rule(0, EXTRACT, asked.reason, "", words, inside_words=asked.inside_words)
    if asked.scope != PLACE and any(
        places(said.printed, sought, book.patterns) for said in book.reasons.values()
    ):
        raise CannotRedact


def _begin_again(extract: Extract, *, by: Actor) -> None:
    Extract.objects.filter(pk=extract.pk).update(state=State.PREPARING, checked_at=None)
    forget_prepared(extract, by=by)
