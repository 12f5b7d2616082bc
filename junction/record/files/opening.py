"""Open a document of any kind: plain text here, everything else in a process of its own, within limits.

A PDF, a workbook or a letter can be made to take any time and memory, so whoever opens one runs apart
(`apart.py`), limits itself first and hands back plain values.
"""

from dataclasses import dataclass
from typing import Any

from ..rules.source import Source
from .apart import read_apart
from .kinds import FileKind, kind_of
from .limits import LIMITS
from .page import source_of
from .readers.texts import read_delimited, read_text
from .refusals import FileEmpty, FileTooLarge


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Words that nobody sees who looks at the file, and that anybody can still copy out of it."""

    page: int  # 0: on none any more, in an earlier revision of the file
    text: str
    box: tuple[float, float, float, float]  # left, bottom, right, top, in points from the page's lower left


def open_source(content: bytes, *, name: str) -> Source:
    """Return the text of a document with its places; raise `CannotOpen`, which says what to do."""
    kind = _admitted(content, name)
    if kind is FileKind.TEXT:
        return read_text(content).source(name)
    if kind is FileKind.DELIMITED:
        return read_delimited(content).source(name)
    return source_of(_object(read_apart(content, reader=str(kind))), name=name)


def failed_redactions(content: bytes, *, name: str = "") -> list[HiddenText]:
    """Return what a PDF only seems to have taken out: text that is there and is not seen."""
    if _admitted(content, name) is not FileKind.PDF:
        return []
    found = read_apart(content, reader="hidden")
    assert isinstance(found, list)
    return [HiddenText(page=each["page"], text=each["text"], box=tuple(each["box"])) for each in found]


def _admitted(content: bytes, name: str) -> FileKind:
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise FileEmpty
    if len(content) > LIMITS["bytes_at_most"]:
        raise FileTooLarge
    return kind_of(content, name=name)


def _object(answer: Any) -> dict[str, object]:
    assert isinstance(answer, dict)
    return answer
