"""A letter as a PDF that everybody can read: tagged (PDF/UA-1), with a title, a language and its own fonts.

The words come in as values and are set as they are written, so that no name is taken for a command. The same
letter gives the same bytes: its date is that of its issue.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TEMPLATE = Path(__file__).with_name("letter.typ")


@dataclass(frozen=True, slots=True)
class LetterText:
    """What stands in a letter."""

    title: str
    council: str
    name: str
    says: str
    code: str
    issued_on: str
    valid_until: str  # the last day
    check_at: str  # the address where the code is checked
    contact: str = ""


def letter_pdf(letter: LetterText, *, issued_on: date) -> bytes:
    """Return the letter as PDF/UA-1."""
    import typst  # takes 40 ms to load, and few processes ever make a letter

    values = {name: getattr(letter, name) for name in letter.__slots__}
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(values), "day": issued_on.isoformat()},
    )  # fmt: skip
    return bytes(made)
