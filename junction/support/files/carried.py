"""A few words as a letter that can be posted: a neutral title, the address where an envelope's window is."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TEMPLATE = Path(__file__).with_name("word.typ")


@dataclass(frozen=True, slots=True)
class WordText:
    """What stands in it."""

    to: tuple[str, ...]  # name and address, a line each
    day: str
    title: str  # the reference
    says: str
    language: str
    contact: str = ""


def word_pdf(word: WordText, *, on: date) -> bytes:
    """Return it as PDF/UA-1; the same words and day give the same bytes."""
    import typst  # takes 40 ms to load, and few processes ever make a letter

    values = {name: getattr(word, name) for name in word.__slots__}
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
        sys_inputs={"word": json.dumps(values), "day": on.isoformat()},
    )  # fmt: skip
    return bytes(made)
