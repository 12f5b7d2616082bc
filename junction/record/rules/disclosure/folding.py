"""A text as it is compared: small letters, no accents, one sign for letters that look alike; offsets kept.

A name is taken out however it is written, so letters are brought to one form first: decomposed, accents and
invisible characters dropped, Greek and Cyrillic letters turned into the Latin ones they look like. Digits and
letters that a scan confuses (0 and o, 1 and i and l) are one sign where names are sought, and stay apart
where patterns of digits are.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

PAIRS = (
    "аa ɑa αa вb βb сc ϲc еe ԁd һh нh ιi іi јj кk κk мm οo оo рp ρp ѕs тt τt υu уy хx χx γy νv ѵv ԛq ԝw ωw ηn"
    " ıi øo đd łl ħh"
)
ALIKE = {pair[0]: pair[1] for pair in PAIRS.split()}
SCANNED = {"0": "o", "1": "l", "i": "l"}
DASHES = "‐‑‒–—―−﹣－"
QUOTES = "'’‘`´ʼ＇"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `origin` gives for each of its characters where it stands in the text itself."""

    text: str
    origin: tuple[int, ...]
    length: int  # of the text itself

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch stands in the text itself, with accents and invisible signs that follow."""
        after = self.origin[end] if end < len(self.origin) else self.length
        last = self.origin[end - 1]
        return self.origin[start], max(after, last + 1)


@lru_cache(maxsize=32)
def folded(text: str, *, as_scanned: bool = True) -> Folded:
    """Return a text as it is compared; `as_scanned` makes digits and letters that scans confuse one sign."""
    letters: list[str] = []
    origin: list[int] = []
    for at, letter in enumerate(text):
        for one in _one(letter, as_scanned):
            letters.append(one)
            origin.append(at)
    return Folded("".join(letters), tuple(origin), len(text))


@cache
def _one(letter: str, as_scanned: bool) -> str:
    if letter == "\n" or (letter.isascii() and not letter.isalnum()):
        return "'" if letter in QUOTES else letter
    if letter in DASHES:
        return "-"
    if letter in QUOTES:
        return "'"
    if letter.isspace():
        return "\n" if letter in "\r\f\v\u2028\u2029\x85" else " "
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    kept = (ALIKE.get(one, one) for one in plain if unicodedata.category(one) not in ("Mn", "Me", "Cf"))
    return "".join(SCANNED.get(one, one) if as_scanned else one for one in kept)
