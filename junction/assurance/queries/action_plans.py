"""A party's own action plan beside what is asked of it: each row with the requirement it seems to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from junction.core.scope import Scope
from junction.record.queries.documents import documents, statements

from ..models import Requirement
from ..rules.book import AssuranceRules
from ..rules.matching import Match, Named, bare_claim, matches
from ..rules.parties import Party

ROW, ACTION_PLAN = "row", "action-plan"


@dataclass(frozen=True, slots=True)
class RowProposed:
    """One row of an action plan as it would be taken; `match` says what it answers, how surely and why."""

    statement: Any
    text: str
    evidence: str
    issue: str
    status: str
    requirement: Requirement | None
    match: Match | None
    ticked: bool


def action_plans(scope: Scope, party: Party) -> QuerySet[Any]:
    """Return the action plans of a party that are in reach, the newest first."""
    return documents(scope).filter(kind=ACTION_PLAN, **party.columns)


def rows_proposed(
    scope: Scope, document_id: int, asked: Sequence[Requirement], rules: AssuranceRules
) -> list[RowProposed]:
    """Return the rows of a document, each with what it answers; of two for one only the surer is ticked."""
    rows = list(statements(scope).filter(document=document_id, kind=ROW).order_by("number"))
    texts = [_cell(row, "item") or row.text for row in rows]
    found = matches(
        [Named(row.ref, text) for row, text in zip(rows, texts, strict=True)],
        [Named(one.ref, one.text) for one in asked], rules.matching,
    )  # fmt: skip
    best: dict[int, float] = {}
    for match in found:
        if match:
            best[match.place] = max(best.get(match.place, 0), match.confidence)
    proposed, taken = [], set()
    for row, text, match in zip(rows, texts, found, strict=True):
        is_best = match is not None and match.confidence == best[match.place] and match.place not in taken
        if match and is_best:
            taken.add(match.place)
        proposed.append(_proposed(row, text, match if is_best else None, asked, rules))
    return proposed


def _proposed(
    row: Any, text: str, match: Match | None, asked: Sequence[Requirement], rules: AssuranceRules
) -> RowProposed:
    status = rules.from_documents.get(row.status, "")
    said = _cell(row, "evidence")
    sure = bool(match and status and match.confidence >= rules.matching["ticked_from"])
    return RowProposed(
        statement=row,
        text=text,
        evidence="" if bare_claim(said, rules.bare) else said,
        issue=_cell(row, "open_issue"),
        status=status,
        requirement=asked[match.place] if match else None,
        match=match,
        ticked=sure,
    )


def _cell(row: Any, name: str) -> str:
    return str(row.cells.get(name, {}).get("text", "")).strip()
