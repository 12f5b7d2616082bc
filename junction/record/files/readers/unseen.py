"""Words in a PDF that nobody sees who looks at the page, and that anybody can still copy out of it.

Whatever hides them (a picture, a note, a layer that is switched off, letters as white as the page), the page
tells: it is drawn, and where a word stands nothing is to be seen. A word is looked at without its edges.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ..limits import LIMITS
from ..refusals import FileDamaged, TooHeavy

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Word:
    """Letters that follow each other, and where they stand: in the file's points and on the drawn page."""

    letters: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.letters)

    @property
    def box(self) -> Box:
        left, bottom, right, top = zip(*self.boxes, strict=True)
        return min(left), min(bottom), max(right), max(top)


def unseen_texts(content: bytes) -> Iterator[tuple[int, str, Box]]:
    """Yield the page, the words and the box of what is on a page and cannot be seen there.

    Raise `FileDamaged` where a page cannot be drawn, `TooHeavy` where it is too large to be drawn finely
    enough: what was not looked at is never taken for clean.
    """
    try:
        with pypdfium2.PdfDocument(content) as book:
            book.init_forms()
            for number in range(len(book)):
                page = book[number]
                yield from ((number + 1, text, box) for text, box in _on_page(page))
                page.close()
    except pypdfium2.PdfiumError:
        raise FileDamaged from None


def _on_page(page: Any) -> Iterator[tuple[str, Box]]:
    words = [word for word in _words(page) if len(word.text) >= LIMITS["unseen"]["fewest_letters"]]
    if not words:
        return
    scale = LIMITS["unseen"]["dots_an_inch"] / 72
    width, height = page.get_size()
    if width * height * scale * scale > LIMITS["unseen"]["dots_at_most"]:
        scale = (LIMITS["unseen"]["dots_at_most"] / (width * height)) ** 0.5
    if scale < LIMITS["unseen"]["fewest_dots_an_inch"] / 72:
        raise TooHeavy  # what is small on it could not be seen
    drawn = page.render(scale=scale, grayscale=True).to_numpy()
    if drawn.ndim > 2:
        drawn = drawn[:, :, 0]
    for is_seen, run in groupby(words, lambda word: _is_seen(page, word, drawn)):
        if not is_seen:
            yield _said(list(run))


def _said(words: Sequence[_Word]) -> tuple[str, Box]:
    left, bottom, right, top = zip(*(word.box for word in words), strict=True)
    box = (min(left), min(bottom), max(right), max(top))
    return " ".join(word.text for word in words), box


def _is_seen(page: Any, word: _Word, drawn: Any) -> bool:
    """Tell whether anything stands out where a word stands."""
    rows, columns = drawn.shape
    left, bottom, right, top = word.box
    one, other = (_dot(page, x, y, columns, rows) for x, y in ((left, bottom), (right, top)))
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    seen = drawn[max(0, y0 + (y1 - y0) // 6) : y1 - (y1 - y0) // 6 + 1, max(0, x0 + 1) : x1]
    return bool(seen.size) and int(seen.max()) - int(seen.min()) >= LIMITS["unseen"]["contrast"]


def _dot(page: Any, x: float, y: float, columns: int, rows: int) -> tuple[int, int]:
    """Return which dot of the drawn page a point of the file is."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, columns, rows, 0, x, y, across, down)
    return across.value, down.value


def _words(page: Any) -> Iterator[_Word]:
    text = page.get_textpage()
    word = _Word()
    for at in range(text.count_chars()):
        letter = text.get_text_range(at, 1)
        box = text.get_charbox(at)
        is_apart = not letter.strip() or box[2] <= box[0] or box[3] <= box[1]
        if is_apart and word.letters:
            yield word
            word = _Word()
        elif not is_apart:
            word.letters.append(letter)
            word.boxes.append(box)
    if word.letters:
        yield word
    text.close()
