"""Documents of Northham past their date for the world of the matrix: one to destroy, one asked, one held."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from junction.core.scope import Actor
from junction.record.models import Document
from junction.record.operations.keeping import keep_document
from junction.record.operations.retention import Holding, ask_destruction, place_hold
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.source import Source

LONG_AGO = date(1990, 4, 1)


def make_retention(world: SimpleNamespace, *, by: Actor, now: datetime) -> dict[str, Any]:
    """Make them; return what stands in addresses for them."""
    old, asked, held = (_keep(world, title, by=by, now=now) for title in ("Old", "Older", "Oldest"))
    going = ask_destruction(asked.pk, why="Its years are over in Northham", by=by, now=now)
    wanted = Holding("document", "Inquiry of Northham", "It asked for all of it", document=held.pk)
    hold = place_hold(wanted, by=by, now=now)
    return {"old_document_id": old.pk, "destruction_id": going.pk, "record_hold_id": hold.pk}


def _keep(world: SimpleNamespace, title: str, *, by: Actor, now: datetime) -> Document:
    text = f"{title} words about aprons."
    about = About("letter", f"{title} letter of Northham", area=world.north.code, received_on=LONG_AGO)
    kept = keep_document(text.encode(), read_plain(Source(text, name="old.txt")), about, by=by, now=now)
    assert kept.document is not None
    return kept.document
