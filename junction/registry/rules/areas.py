"""Which area a name means: spellings are brought together, ambiguity is refused, near misses are suggested.

Two keys decide. The full key evens out spelling ("Bristol, City of" and "City of Bristol"; "&" and
"and"). The bare key also drops what kind of council it is ("Bristol City Council"). The full key is
asked first, so that "Dorset County Council" is the county that ended and "Dorset" on a day is whichever
existed then.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz, process

COUNCIL_KINDS = frozenset({"county", "unitary", "district"})
LOWEST_KINDS = frozenset({"unitary", "district"})
_CODE = re.compile(r"[EWSN]\d{8}")
_LEADING = re.compile(
    r"^(the )?((london|royal|metropolitan) )*"
    r"(city and county|borough council|council|borough|city|county) of (the )?"
)
_TRAILING = re.compile(
    r"( (metropolitan|county|city|district|borough|unitary|london|royal|and))*"
    r" (council|corporation|borough|district|city|county|authority|mbc|mdc|ua)$"
)
# Dropping "City of" would make this one mean the whole of London.
_NEVER_BARED = frozenset({"city of london"})


def full_key(name: str) -> str:
    """Return what different spellings of one name have in common; nothing is dropped but signs."""
    text = name.lower().replace("&", " and ").replace("'", "").replace("’", "")
    head, comma, tail = text.rpartition(",")
    if comma and tail.strip().endswith(" of"):
        text = f"{tail.strip()} {head}"
    words = re.sub(r"[^a-z0-9]+", " ", text).split()
    return " ".join("st" if word == "saint" else word for word in words)


def bare_key(name: str) -> str:
    """Return the full key without the words that only say what kind of council it is."""
    key = full_key(name)
    trimmed = _TRAILING.sub("", key)
    if trimmed in _NEVER_BARED:
        return trimmed
    return _LEADING.sub("", trimmed) or key


def is_gss_code(text: str) -> bool:
    """Tell whether `text` has the form of a nine-character code (the 7-digit ones of old files have not)."""
    return bool(_CODE.fullmatch(text.strip().upper()))


@dataclass(frozen=True, slots=True)
class NamedArea:
    """What resolving needs to know of one area."""

    code: str
    kind: str
    name: str
    started_on: date
    ended_on: date | None

    def exists_on(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class Match:
    """The answer: one code, or why there is none."""

    code: str | None = None
    ambiguous: tuple[str, ...] = ()  # codes that fit equally well
    suggestions: tuple[str, ...] = ()  # names that are spelt much like it

    def explain(self, text: str) -> str:
        """Say in a sentence why `text` was not resolved."""
        if self.ambiguous:
            return f"“{text}” could be {' or '.join(self.ambiguous)}. Give the code."
        if self.suggestions:
            return f"There is no area called “{text}”. Did you mean {' or '.join(self.suggestions)}?"
        return f"There is no area called “{text}”."


@dataclass(slots=True)
class AreaIndex:
    """All areas by code and by both keys of all their names; built once, asked many times."""

    areas: dict[str, NamedArea] = field(default_factory=dict)
    _full: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _bare: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def build(cls, areas: Iterable[NamedArea], other_names: Mapping[str, Iterable[str]]) -> "AreaIndex":
        """Gather `areas` with their other names (code to names)."""
        index = cls()
        for area in areas:
            index.areas[area.code] = area
            for name in (area.name, *other_names.get(area.code, ())):
                index._full[full_key(name)].add(area.code)
                index._bare[bare_key(name)].add(area.code)
        return index

    def resolve(self, text: str, *, on: date | None = None, kinds: frozenset[str] = frozenset()) -> Match:
        """Find the one area `text` (a code or a name) means.

        With `on`, only areas that existed that day; without, one that still exists is preferred.
        `kinds` narrows the search; empty means every kind.
        """
        text = text.strip()
        if is_gss_code(text):
            return Match(code=text.upper() if text.upper() in self.areas else None)
        found: list[str] = []
        for codes in (self._full.get(full_key(text), set()), self._bare.get(bare_key(text), set())):
            found = self._fitting(codes, on, kinds)
            if found:
                break
        if len(found) == 1:
            return Match(code=found[0])
        return Match(ambiguous=tuple(found), suggestions=() if found else self._near(text, on, kinds))

    def _fitting(self, codes: Iterable[str], on: date | None, kinds: frozenset[str]) -> list[str]:
        areas = [self.areas[code] for code in sorted(codes) if not kinds or self.areas[code].kind in kinds]
        if on is not None:
            return [area.code for area in areas if area.exists_on(on)]
        return [area.code for area in areas if area.ended_on is None] or [area.code for area in areas]

    def _near(self, text: str, on: date | None, kinds: frozenset[str]) -> tuple[str, ...]:
        close = process.extract(bare_key(text), list(self._bare), scorer=fuzz.ratio, score_cutoff=80, limit=3)
        codes = [code for key, _, _ in close for code in self._fitting(self._bare[key], on, kinds)]
        return tuple(dict.fromkeys(self.areas[code].name for code in codes))
