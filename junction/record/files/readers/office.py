"""What XLSX and DOCX hold beside their cells and paragraphs, as parts of a ZIP: what the file says of itself,
remarks on cells, headers, words in drawings, and files within, which are named and not read.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ...rules.opened import NOT_READ
from ..page import Page

_OF_ITSELF = re.compile(r"docProps/(?:core|app|custom)\.xml")
_REMARKS = re.compile(r"xl/(?:threadedComments/)?(?:comments/)?(?:threadedC|c)omment\w*\.xml")
_DRAWINGS = re.compile(r"xl/drawings/drawing\w*\.xml")
_SHEETS = re.compile(r"xl/worksheets/sheet\w*\.xml")
_WITHIN = re.compile(r"(?:xl|word)/embeddings/.+")
_EDGE = re.compile(r"(?:odd|even|first)(?P<what>Header|Footer)")
_CODES = re.compile(r"&(?:[LCRPNDTFAGUEXYSIBZ]|\"[^\"]*\"|\d+|K[0-9A-F]{6})")
_COUNTED = {"TotalTime", "Pages", "Words", "Characters", "Lines", "Paragraphs", "CharactersWithSpaces"}


def add_of_itself(content: bytes, page: Page) -> None:
    """Keep what the file says of itself, and the names of the files within it."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for _, root in _roots(parts, _OF_ITSELF):
            for element in root.iter():
                if (element.text or "").strip() and _local(element) not in _COUNTED:
                    page.say(element.get("name") or _local(element), element.text)
        page.say(NOT_READ, "; ".join(name for name in parts.namelist() if _WITHIN.fullmatch(name)))


def add_beside(content: bytes, page: Page) -> None:
    """Add a line for each remark, header and drawing of a workbook."""
    page.begin_beside()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for line in dict.fromkeys([*_edges(parts), *_remarks(parts), *_drawn(parts)]):
            page.line(line)


def _remarks(parts: zipfile.ZipFile) -> Iterator[str]:
    for _, root in _roots(parts, _REMARKS):
        authors = [_words(one) for one in root.iter() if _local(one) == "author"]
        for one in root.iter():
            if _local(one) in ("comment", "threadedComment") and (text := _words(one)):
                by = one.get("authorId") or ""
                who = authors[int(by)] if by.isdecimal() and int(by) < len(authors) else ""
                yield f"[comment{f' by {who}' if who else ''} on {one.get('ref')}: {text}]"


def _drawn(parts: zipfile.ZipFile) -> Iterator[str]:
    for _, root in _roots(parts, _DRAWINGS):
        for one in root.iter():
            if _local(one) == "txBody" and (text := _words(one)):
                yield f"[drawing: {text}]"


def _edges(parts: zipfile.ZipFile) -> Iterator[str]:
    for _, root in _roots(parts, _SHEETS):
        for one in root.iter():
            found = _EDGE.fullmatch(_local(one))
            text = " ".join(_CODES.sub(" ", one.text or "").split()) if found else ""
            if found and text:
                yield f"[{found['what'].lower()}: {text}]"


def _roots(parts: zipfile.ZipFile, names: re.Pattern[str]) -> Iterator[tuple[str, Any]]:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    for name in parts.namelist():
        if names.fullmatch(name):
            root = etree.fromstring(parts.read(name), parser)
            if root is not None:
                yield name, root


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _words(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
