"""The documents of an extract as they may leave: the one way from the tables to all that is shown of them."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from django.db.models import TextField
from django.db.models.functions import Cast

from junction.core.audit.models import AuditEntry, AuditLink
from junction.core.audit.rules import Line
from junction.core.calendar import local_day
from junction.core.scope import Scope

from ..models import Annotation, Document, Extract, ExtractDocument, RedactionRule, Statement
from ..rules.disclosure.bundles import LoggedLine, RuleSaid
from ..rules.disclosure.papers import Leaf, Leaving, Note, Paper, Said
from ..rules.disclosure.rules import DisclosureRules, Rule, disclosure_rules
from ..rules.source import Span, spans_from
from .extracts import DISCLOSE, documents_of, rules_of
from .layers import annotations

AT_ONCE = 10  # documents whose texts are held at the same time


def rules_in_force(extract: Extract) -> DisclosureRules:
    """Return the rules of disclosure by which an extract was made."""
    return disclosure_rules(local_day(extract.as_at))


def leaving(scope: Scope, extract: Extract) -> Leaving:
    """Return what everything of an extract is put through."""
    book = rules_in_force(extract)
    return Leaving(tuple(one.rule for one in rules_said(scope, extract)), book.patterns)


def rules_said(scope: Scope, extract: Extract) -> list[RuleSaid]:
    """Return the rules of an extract that hold, numbered as they were made."""
    book = rules_in_force(extract)
    rows = rules_of(scope, extract)
    return [
        RuleSaid(
            _rule(row, number, is_personal=book.reasons[row.reason].is_personal),
            row.comment,
            row.added_by,
            row.added_at,
        )
        for number, row in enumerate(rows, start=1)
        if row.withdrawn_at is None
    ]


def _rule(row: RedactionRule, number: int, *, is_personal: bool) -> Rule:
    return Rule(
        number,
        row.scope,
        row.reason,
        row.printed,
        row.words,
        row.pattern,
        row.document_id,
        row.start,
        row.end,
        row.inside_words,
        row.initials,
        is_personal,
    )


def papers(
    scope: Scope, extract: Extract, *, numbers: Collection[int] | None = None, with_said: bool = True
) -> Iterator[Paper]:
    """Yield the documents of an extract, or some by their numbers, as they were when it was frozen.

    `with_said`: with what was read in them and laid over them.
    """
    rows = documents_of(scope, extract)
    wanted = list((rows if numbers is None else rows.filter(number__in=numbers)).values_list("pk", flat=True))
    for part in range(0, len(wanted), AT_ONCE):
        for row in rows.defer(None).filter(pk__in=wanted[part : part + AT_ONCE]):
            paper = _paper(row)
            yield _with_said(scope, extract, row, paper) if with_said else paper


def leaves(
    scope: Scope, extract: Extract, *, numbers: Collection[int] | None = None, with_said: bool = True
) -> Iterator[Leaf]:
    """Yield the same as they may leave."""
    through = leaving(scope, extract)
    for paper in papers(scope, extract, numbers=numbers, with_said=with_said):
        yield Leaf(paper, through)


def numbers_of(scope: Scope, extract: Extract, *, first: int = 1) -> list[int]:
    """Return the numbers of its documents from one on."""
    rows = documents_of(scope, extract).filter(number__gte=first)
    return list(rows.values_list("number", flat=True))


def titles_of(scope: Scope, extract: Extract, numbers: Collection[int]) -> dict[int, str]:
    """Return the titles of documents as they leave, by their numbers; a sensitive one tells it was read."""
    through = leaving(scope, extract)
    rows = documents_of(scope, extract).filter(number__in=numbers)
    return {row.number: through.words(row.title, row.document_id) for row in rows}


def _paper(row: ExtractDocument) -> Paper:
    document = row.document
    return Paper(
        row.number, document.pk, document.kind, row.title, _name_of(document), document.sha256,
        document.text, row.source, row.dated_on, document.received_on,
        tuple(sorted((str(name), str(value)) for name, value in document.properties.items())),
    )  # fmt: skip


def _name_of(document: Document) -> str:
    return document.file.name if document.file else ""  # none: destroyed


def _with_said(scope: Scope, extract: Extract, row: ExtractDocument, paper: Paper) -> Paper:
    notes = annotations(scope, permission=DISCLOSE, as_at=extract.as_at).filter(document=row.document_id)
    said = Statement.objects.filter(document=row.document_id).order_by("number")
    return replace(
        paper,
        said=tuple(_said(one) for one in said.prefetch_related("date_mentions")),
        notes=tuple(
            Note(number, one.kind, one.start, one.end, _laid(one), one.added_at, one.added_by)
            for number, one in enumerate(notes.order_by("start", "pk"), start=1)
        ),
    )


def _laid(one: Annotation) -> str:
    return " ".join(filter(None, (one.text, one.target)))


def _said(one: Statement) -> Said:
    cells = tuple((name, cell.get("text", "")) for name, cell in sorted(one.cells.items()))
    dates = tuple(mention.raw for mention in one.date_mentions.all())
    return Said(
        one.number, one.kind, _placed(one), one.ref, one.sender, one.status, one.at, tuple(one.organisations),
        cells, dates,
    )  # fmt: skip


def _placed(one: Statement) -> tuple[Span, ...]:
    return spans_from(one.spans)


def logged(scope: Scope, extract: Extract) -> list[LoggedLine]:
    """Return the lines of the log about an extract and its documents, up to the end it was sealed at."""
    ids = list(documents_of(scope, extract).values_list("document_id", "document__file_id"))
    if not (extract.checkpoint and ids):  # not sealed, or out of reach
        return []
    subjects = {f"document:{document}" for document, _ in ids} | {f"file:{file}" for _, file in ids}
    entries = AuditEntry.objects.filter(subject__in=[*subjects, f"extract:{extract.pk}"])
    links = AuditLink.objects.filter(
        entry__in=entries.values("pk"), position__lte=extract.checkpoint["position"]
    ).order_by("position")
    rows = links.annotate(detail=Cast("entry__detail", TextField())).values_list(
        "position",
        "previous_hash",
        "hash",
        "entry_id",
        "entry__at",
        "entry__by",
        "entry__verb",
        "entry__subject",
        "detail",
        "entry__why",
        "entry__playbook",
    )
    return [
        LoggedLine(position, Line(*line), bytes(previous).hex(), bytes(digest).hex())
        for position, previous, digest, *line in rows
    ]
