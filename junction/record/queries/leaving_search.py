"""Search in what will leave of an extract: over statements kept as they leave, never over the documents.

What is kept says by which rules it was redacted. Of an extract whose rules changed since nothing kept is
shown; one of a few documents is redacted anew at once, a larger one when a job has done it.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from junction.core.scope import Scope

from ..models import Extract, LeavingStatement, PreparedSearch
from ..rules.disclosure.finding import letters_of
from ..rules.disclosure.papers import Leaf
from ..rules.disclosure.stamp import stamp_of
from .extracts import documents_of, extracts
from .leaving import AT_ONCE, leaves, leaving, numbers_of


def stamp_now(scope: Scope, extract: Extract) -> str:
    """Return the stamp of the rules of an extract as they are."""
    return stamp_of(leaving(scope, extract))


def is_prepared(scope: Scope, extract: Extract) -> bool:
    """Tell whether its statements are kept as they leave now."""
    return PreparedSearch.objects.filter(extract=extract, stamp=stamp_now(scope, extract)).exists()


def prepared_documents(scope: Scope, extract: Extract) -> int:
    """Return of how many documents of an extract in reach a job has kept the statements."""
    found = PreparedSearch.objects.filter(
        extract=extract, extract__in=extracts(scope).order_by().values("pk")
    )
    return found.values_list("done", flat=True).first() or 0


def search_leaving(
    scope: Scope, extract: Extract, words: str = ""
) -> QuerySet[LeavingStatement] | list[LeavingStatement] | None:
    """Return the statements of an extract in reach that hold words as they leave; None: not prepared yet.

    Words are found whatever stands between them, in small or capital letters, also within longer words.
    """
    sought, stamp = letters_of(words), stamp_now(scope, extract)
    if PreparedSearch.objects.filter(extract=extract, stamp=stamp).exists():
        reachable = documents_of(scope, extract).order_by().values("document")
        kept = LeavingStatement.objects.filter(extract=extract, stamp=stamp, document__in=reachable)
        found = kept.filter(letters__contains=sought) if sought else kept
        return found.select_related("document").defer("document__text", "letters").order_by("paper", "number")
    if len(numbers_of(scope, extract)) > AT_ONCE:
        return None
    every = [one for leaf in leaves(scope, extract) for one in rows_of(scope, extract, leaf, stamp=stamp)]
    return [one for one in every if sought in one.letters]


def rows_of(scope: Scope, extract: Extract, leaf: Leaf, *, stamp: str) -> Iterable[LeavingStatement]:
    """Yield the statements of a document that was read within a scope, as they leave; nothing is kept."""
    for one in leaf.statements():
        yield LeavingStatement(
            extract=extract, stamp=stamp, document_id=leaf.document, paper=leaf.number, **_said(one)
        )


def _said(one: dict[str, Any]) -> dict[str, Any]:
    said = {name: one[name] for name in ("number", "kind", "ref", "sender", "text", "line")}
    return said | {"letters": letters_of(f"{one['text']} {one['sender']}")}
