"""A document of Northham for the world of the matrix, with one statement, and a note over it."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.people.queries import system_actor
from junction.record.models import Statement
from junction.record.operations.annotating import Layer, annotate
from junction.record.operations.keeping import keep_document
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.source import Source

TEXT = "Northham keeps a store of masks for its homes."


def make_record(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make it; return what stands in addresses for it."""
    by = system_actor("matrix")
    read = read_plain(Source(TEXT, name="store.txt"))
    about = About("letter", "Letter of Northham", area=world.north.code)
    kept = keep_document(TEXT.encode(), read, about, by=by, now=now).document
    assert kept is not None
    note = annotate(kept.pk, Layer("note", 0, 8, "The council"), by=by, now=now)
    return {
        "document_id": kept.pk,
        "statement_id": Statement.objects.get(document=kept).pk,
        "annotation_id": note.pk,
    }
