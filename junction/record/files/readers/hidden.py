"""What a PDF only seems to have taken out, still there to be copied: letters under a box drawn over them,
words that nobody sees on the page (`unseen.py`), lines that only an earlier revision of the file has.

A letter is hidden when its middle lies in a filled box that was drawn after it and is dark or white, or
in one of its own colour drawn before it. A light box of another colour is a highlight or a table's shade
and hides nothing. A mark for redaction that was never applied counts too. A PDF that was changed and saved
over itself keeps what it was before in front of what was added.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTCurve

from ..limits import LIMITS
from ..refusals import CannotOpen, TooHeavy
from .pdf import opened
from .unseen import unseen_texts

Box = tuple[float, float, float, float]
NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)  # of what is on no page any more
END_OF_REVISION = re.compile(rb"%%EOF")


def hidden_texts(content: bytes) -> list[dict[str, Any]]:
    """Return the page, the words and the box of everything that is hidden and not gone."""
    found = [*_on_pages(content)]
    known = [(page, _letters(text)) for page, text, _ in found]
    for page, text, box in unseen_texts(content):
        if not any(page == one and _letters(text) in under for one, under in known):
            found.append((page, text, _rounded(box)))
    found += [(0, line, NOWHERE) for line in _of_earlier(content)]
    return [{"page": page, "text": text, "box": box} for page, text, box in found]


def _on_pages(content: bytes) -> Iterator[tuple[int, str, Box]]:
    with opened(content) as pdf:
        for sheet in pdf.pages:
            yield from ((sheet.page_number, text, box) for box, text in _on_page(sheet))
            sheet.close()


def _letters(text: str) -> str:
    return "".join(text.split())


def _of_earlier(content: bytes) -> list[str]:
    """Return the lines that an earlier revision has and the last has not, each once."""
    ends = [found.end() for found in END_OF_REVISION.finditer(content)][:-1]
    if not ends:
        return []
    if len(ends) > LIMITS["unseen"]["revisions_at_most"]:
        raise TooHeavy  # an earlier one would not be looked into
    now = {*_lines(content)}
    before: dict[str, None] = {}
    for end in ends:
        try:
            before |= dict.fromkeys(_lines(content[:end]))
        except CannotOpen:
            continue  # the first part of a file that is written to be shown page by page
    return [line for line in before if line not in now]


def _lines(content: bytes) -> Iterator[str]:
    with opened(content) as pdf:
        for sheet in pdf.pages:
            for line in (sheet.extract_text() or "").split("\n"):
                if line.strip():
                    yield " ".join(line.split())
            sheet.close()


def _on_page(sheet: Any) -> Iterator[tuple[Box, str]]:
    drawn = list(_in_order(sheet.layout))
    boxes = [(number, one) for number, one in enumerate(drawn) if isinstance(one, LTCurve) and one.fill]
    under: dict[Box, list[LTChar]] = {}
    for number, letter in enumerate(drawn):
        if isinstance(letter, LTChar):
            box = _box_over(letter, number, boxes) or _marked(letter, sheet)
            if box:
                under.setdefault(box, []).append(letter)
    for box, letters in under.items():
        text = _words(letters)
        if text:
            yield box, text


def _in_order(container: Iterable[Any]) -> Iterator[Any]:
    """Give what is drawn, in the order in which it is drawn."""
    for one in container:
        yield one
        if isinstance(one, LTContainer):
            yield from _in_order(one)


def _box_over(letter: LTChar, number: int, boxes: Sequence[tuple[int, Any]]) -> Box | None:
    colour = _light(letter.graphicstate.ncolor)
    for order, box in boxes:
        if _is_in(letter, box.bbox):
            light = _light(box.non_stroking_color)
            if order > number and (light < LIMITS["dark_below"] or light > 0.98):
                return _rounded(box.bbox)
            if order < number and light == colour and light < LIMITS["dark_below"]:
                return _rounded(box.bbox)
    return None


def _marked(letter: LTChar, sheet: Any) -> Box | None:
    for note in sheet.annots:
        if "Redact" in str(note["data"].get("Subtype")):
            box = (note["x0"], sheet.height - note["bottom"], note["x1"], sheet.height - note["top"])
            if _is_in(letter, box):
                return _rounded(box)
    return None


def _is_in(letter: LTChar, box: Sequence[float]) -> bool:
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _rounded(box: Sequence[float]) -> Box:
    left, bottom, right, top = (round(float(edge), 1) for edge in box)
    return left, bottom, right, top


def _light(colour: Any) -> float:
    """Return how light a colour is, from 0 (black) to 1 (white); a pattern or an unknown one is black."""
    parts = [colour] if isinstance(colour, int | float) else colour
    if not isinstance(parts, list | tuple) or not all(isinstance(part, int | float) for part in parts):
        return 0.0
    if len(parts) == 1:
        return float(parts[0])
    if len(parts) == 3:
        return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]
    if len(parts) == 4:
        return (1 - parts[3]) * (1 - (0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]))
    return 0.0


def _words(letters: Sequence[LTChar]) -> str:
    text, last = "", None
    for letter in letters:
        is_apart = last is not None and (
            abs(letter.y0 - last.y0) > 2 or letter.x0 - last.x1 > 0.2 * letter.size
        )
        text += (" " if is_apart else "") + letter.get_text()
        last = letter
    return " ".join(text.split())
