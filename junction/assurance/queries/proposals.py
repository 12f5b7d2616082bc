"""What a document holds that could be asked or answered, as the rules of proposing want it."""

from typing import Any

from junction.core.scope import Scope
from junction.record.queries.documents import statements

from ..models import Catalogue, Requirement
from ..rules.book import AssuranceRules
from ..rules.proposing import DERIVED_FROM, Proposal, StatementSaid, due_of, propose
from ..rules.words import RequirementWords


def said_in(scope: Scope, document_id: int) -> list[StatementSaid]:
    """Return the rows, paragraphs and promises of a document in reach, in their order, with their days."""
    found = statements(scope).filter(document=document_id, kind__in=DERIVED_FROM)
    rows = list(found.prefetch_related("date_mentions").order_by("number"))
    return [_said(row) for row in rows]


def _said(row: Any) -> StatementSaid:
    dates = [(one.from_on, one.until_on, one.raw) for one in row.date_mentions.all()]
    due_on, due_said = due_of(dates)
    cells = {name: str(cell.get("text", "")) for name, cell in row.cells.items()}
    if row.kind == "row":  # days in the evidence of a row say when something was done, not by when it must be
        due_on, due_said = (due_on, due_said) if cells.get("due") else (None, "")
    return StatementSaid(
        row.pk, row.kind, row.ref, row.text, cells, due_on=due_on, due_said=due_said, part_of=row.part_of_id,
    )  # fmt: skip


def proposed_of(
    scope: Scope, catalogue: Catalogue, rules: AssuranceRules, words: RequirementWords
) -> list[Proposal]:
    """Return what the document of a catalogue asks and is not in the catalogue yet."""
    if not catalogue.document_id:
        return []
    there = set(
        Requirement.objects.filter(catalogue=catalogue, statement__isnull=False)
        .order_by().values_list("statement_id", flat=True)
    )  # fmt: skip
    found = propose(said_in(scope, catalogue.document_id), rules, words)
    return [one for one in found if one.statement not in there]
