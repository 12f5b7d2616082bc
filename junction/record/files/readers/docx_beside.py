"""What a document of Word holds beside its text: headers, footers, comments, and words taken out with changes
tracked. Each is a line that says what it is.

They stand after the text, so that the text reads as it is printed; nobody who looks for a name in the
document may miss it because it stood in a comment.
"""

from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

_EDGES = {"/header": "header", "/footer": "footer"}
_LONGEST_QUOTE = 200


def beside(document: Any) -> Iterator[str]:
    """Give each thing once, on one line."""
    yield from dict.fromkeys(_edges(document))
    yield from _comments(document)
    yield from _deleted(document.element.body)


def _edges(document: Any) -> Iterator[str]:
    for root, ending in _parts(document, *_EDGES):
        for paragraph in root.iter(qn("w:p")):
            text = _words(paragraph)
            if text:
                yield f"[{_EDGES[ending]}: {text}]"


def _parts(document: Any, *endings: str) -> Iterator[tuple[Any, str]]:
    for relation in document.part.rels.values():
        ending = next((each for each in endings if relation.reltype.endswith(each)), "")
        if ending and not relation.is_external:
            yield parse_xml(relation.target_part.blob), ending


def _comments(document: Any) -> Iterator[str]:
    quotes = _commented(document.element.body)
    for root, _ in _parts(document, "/comments"):
        for comment in root.iter(qn("w:comment")):
            text = " ".join(filter(None, map(_words, comment.iter(qn("w:p")))))
            quote = " ".join("".join(quotes.get(comment.get(qn("w:id")), [])).split())[:_LONGEST_QUOTE]
            if text:
                yield f"[comment{_by(comment)}{f' on “{quote}”' if quote else ''}: {text}]"


def _commented(body: Any) -> dict[str | None, list[str]]:
    """Return the words that each comment is on."""
    said: dict[str | None, list[str]] = {}
    open_now: set[str | None] = set()
    for piece in body.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:t")):
        if piece.tag == qn("w:commentRangeStart"):
            open_now.add(piece.get(qn("w:id")))
        elif piece.tag == qn("w:commentRangeEnd"):
            open_now.discard(piece.get(qn("w:id")))
        else:
            for identity in open_now:
                said.setdefault(identity, []).append(piece.text or "")
    return said


def _deleted(body: Any) -> Iterator[str]:
    for change in body.iter(qn("w:del")):
        text = " ".join("".join(piece.text or "" for piece in change.iter(qn("w:delText"))).split())
        if text:
            yield f"[deleted{_by(change)}: {text}]"


def _by(element: Any) -> str:
    who, day = element.get(qn("w:author"), "").strip(), element.get(qn("w:date"), "")[:10]
    return (f" by {' '.join(who.split())}" if who else "") + (f" on {day}" if day else "")


def _words(paragraph: Any) -> str:
    signs = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " "}
    pieces = paragraph.iter(qn("w:t"), *signs)
    return " ".join("".join(signs.get(piece.tag) or piece.text or "" for piece in pieces).split())
