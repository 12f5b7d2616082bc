"""Two documents of Trafford to make extracts of, for the tests of disclosure."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from junction.core.files.queries import content
from junction.record.files import words_held
from junction.record.models import Document, Extract
from junction.record.operations import disclosure
from junction.record.operations.annotating import Layer, annotate
from junction.record.operations.disclosure import Redaction, Wish
from junction.record.operations.keeping import keep_document
from junction.record.queries.extracts import Wanted
from junction.record.rules.disclosure.chain import UNCHAINED, Sealed, proof_of
from junction.record.rules.disclosure.papers import Paper
from junction.record.rules.disclosure.proof import Verdict, verdict
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.source import Source
from tests.cast import national

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2020, 4, 20, 10, 0, tzinfo=UTC)
TRAFFORD = "E08000009"
LETTER = "Ann Lee asked for masks.\n\nRing 0161 496 0000 or a.lee@example.org.\n"
PLAIN = "The hub opens on Monday.\n\nIt has twelve pallets of masks.\n"


def keep(
    text: str, *, title: str, name: str, kind: str = "letter", sensitivity: str = "official"
) -> Document:
    """Keep one document."""
    read = read_plain(Source(text, name=name, properties=(("author", "Ann Lee"),) if "Lee" in text else ()))
    by = national()
    kept = keep_document(
        text.encode(), read, About(kind, title, area=TRAFFORD, sensitivity=sensitivity), by=by, now=NOW
    )
    return kept.document or Document.objects.get(file_id=kept.sha256)


def two_documents() -> tuple[Document, Document]:
    """Keep a letter that names Ann Lee, and one that names nobody."""
    letter = keep(LETTER, title="Letter of Ann Lee", name="Ann_Lee-masks.txt")
    annotate(letter.pk, Layer("note", 0, 7, "Ann  LEE is the manager"), by=national(), now=NOW)
    return letter, keep(PLAIN, title="The hub", name="hub.txt")


def extract_of(*, with_originals: bool = False, wanted: Wanted | None = None) -> Extract:
    """Make an extract of all of it."""
    wish = Wish("Masks in Trafford", "Request 12", "The inquiry", wanted or Wanted(), with_originals)
    return disclosure.make_extract(wish, by=national(), now=NOW)


def take_out(extract: Extract, words: str = "", **more: object) -> None:
    """Add a rule that holds everywhere."""
    asked = Redaction(**({"scope": "extract", "reason": "S40", "words": words} | more))  # type: ignore[arg-type] # as given
    disclosure.add_redaction(extract.pk, asked, by=national(), now=NOW)


def checked(extract: Extract, *, hidden: object = None) -> Extract:
    """Have it checked."""
    disclosure.ask_check(extract.pk, by=national(), now=NOW)

    def held(paper: Paper) -> list[tuple[str, str, bool]]:
        return list(words_held(content(paper.sha256), name=paper.file_name))

    disclosure.check(extract.pk, hidden=lambda paper: hidden or [], held=held, by=national(), now=NOW)  # type: ignore[arg-type, return-value] # a list or nothing
    extract.refresh_from_db()
    return extract


def released(*, with_originals: bool = True) -> Extract:
    """Make, redact, check and release an extract of both documents."""
    two_documents()
    extract = extract_of(with_originals=with_originals)
    take_out(extract, "Ann Lee", comment="Ann Lee is a member of the public")
    take_out(extract, pattern="email")
    take_out(extract, pattern="phone")
    checked(extract)
    disclosure.ask_release(extract.pk, by=national(), now=NOW)
    disclosure.release(extract.pk, by=national(), now=LATER)
    extract.refresh_from_db()
    return extract


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of a bundle."""
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def packed(files: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return files as a ZIP."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", compression) as bundle:
        for name, said in files.items():
            bundle.writestr(name, said)
    return into.getvalue()


def in_pieces(files: Mapping[str, bytes], size: int = 7) -> dict[str, list[bytes]]:
    """Return files as they are read."""
    return {name: [said[at : at + size] for at in range(0, len(said), size)] for name, said in files.items()}


def found_in(files: Mapping[str, bytes], *, head: str = "", key: str = "") -> Verdict:
    """Return what the check of a bundle says."""
    return verdict(in_pieces(files), longest=100_000, head=head, key=key)


def proved(files: Mapping[str, bytes], sealed: Sealed) -> dict[str, bytes]:
    """Return a bundle with chain and manifests made to match, by somebody who knows how."""
    found = {name: said for name, said in files.items() if name not in UNCHAINED}
    for name, said in proof_of(in_pieces(found), sealed):
        found[name] = found.get(name, b"") + said
    return found
