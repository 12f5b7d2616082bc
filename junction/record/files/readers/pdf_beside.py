"""What a PDF holds beside the text of its pages: notes, what was filled in, files within, what it says of
itself in XML. Nobody who looks for a name in the document may miss it because it stood there.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lxml import etree
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text

from ...rules.opened import NOT_READ
from ..page import Page

_DEEPEST = 50  # of fields within fields, and of a tree of names
_NO_WORDS = {"Link", "Popup", "Widget"}  # notes that say nothing themselves


def add_beside(pdf: Any, page: Page) -> None:
    """Add a line for each thing that stands beside the text."""
    page.begin_beside()
    for line in dict.fromkeys([*_notes(pdf), *_fields(pdf)]):
        page.line(line)
    for text in _in_xml(pdf):
        page.say("XMP", text)
    names = [name for name, _ in _files(pdf)]
    page.say(NOT_READ, "; ".join(names))


def _notes(pdf: Any) -> Iterator[str]:
    for sheet in pdf.pages:
        for note in sheet.annots:
            said = note["data"]
            if _name(said.get("Subtype")) in _NO_WORDS:
                continue
            text, who = _words(said.get("Contents")), _words(said.get("T"))
            if text:
                yield f"[comment{f' by {who}' if who else ''} on page {sheet.page_number}: {text}]"


def _fields(pdf: Any) -> Iterator[str]:
    form = _dict(pdf.doc.catalog.get("AcroForm"))
    for name, value in _within(form.get("Fields"), "", 0):
        yield f"[field {name}: {value}]"


def _within(fields: Any, above: str, depth: int) -> Iterator[tuple[str, str]]:
    for each in _list(fields) if depth < _DEEPEST else []:
        field = _dict(each)
        name = ".".join(filter(None, (above, _words(field.get("T")))))
        values = resolve1(field.get("V"))
        for value in values if isinstance(values, list) else [values]:
            text = _words(value)
            if text:
                yield name, text
        yield from _within(field.get("Kids"), name, depth + 1)


def _in_xml(pdf: Any) -> Iterator[str]:
    """Give what the file and its pages say of themselves in XML."""
    for holder in (pdf.doc.catalog, *(sheet.page_obj.attrs for sheet in pdf.pages)):
        stream = resolve1(holder.get("Metadata"))
        if isinstance(stream, PDFStream):
            with suppress(etree.XMLSyntaxError, ValueError):
                parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
                root = etree.fromstring(stream.get_data().strip(b" \n\r\t\x00"), parser)
                yield " ".join(_said(root)) if root is not None else ""


def _said(root: Any) -> Iterator[str]:
    for element in root.iter():
        yield from (" ".join(str(said).split()) for said in element.attrib.values() if str(said).strip())
        if isinstance(element.tag, str) and (element.text or "").strip():
            yield " ".join(element.text.split())


def _files(pdf: Any) -> Iterator[tuple[str, Any]]:
    """Give the files that lie within, by the list of them and by notes that hold one."""
    names = _dict(_dict(pdf.doc.catalog.get("Names")).get("EmbeddedFiles"))
    held = [*_in_tree(names, 0)]
    held += [note["data"].get("FS") for sheet in pdf.pages for note in sheet.annots]
    for each in held:
        said = _dict(each)
        if said.get("EF"):
            yield _words(said.get("UF")) or _words(said.get("F")) or "a file without a name", said


def _in_tree(node: dict[str, Any], depth: int) -> Iterator[Any]:
    yield from _list(node.get("Names"))[1::2]
    for kid in _list(node.get("Kids")) if depth < _DEEPEST else []:
        yield from _in_tree(_dict(kid), depth + 1)


def _dict(value: Any) -> dict[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _list(value: Any) -> list[Any]:
    found = resolve1(value)
    return found if isinstance(found, list) else []


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", ""))


def _words(value: Any) -> str:
    """Return a string of the file on one line."""
    found = resolve1(value)
    if isinstance(found, PDFStream):
        found = found.get_data()
    found = getattr(found, "name", found)
    text = decode_text(found) if isinstance(found, bytes) else found if isinstance(found, str) else ""
    return " ".join(re.sub(r"[\x00-\x1f]", " ", text).split())
