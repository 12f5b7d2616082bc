"""Who an e-mail is from and to: display name, address and what kind of address, one by one.

Names stand as they are printed ("Rao, Asha") and as one says them ("Asha Rao"). A directory's address
("[/o=…/cn=…-ARao]") ends where its bracket does, or at a mark printed over it, after which the next name
begins. Whoever was taken out is counted and is nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..redactions import redactions_in
from ..source import Span, trimmed
from .words import pattern

_DIRECTORY = re.compile(r"\[?\s*/\s*[oO]\s?=")
_SMTP = re.compile(
    r"[\[<(]*\s?(?:mailto:)?\s?([\w.+'’-]+\s?@\s?[\w-]+(?:\.[\w-]+)+)\s?[\])>]*", re.IGNORECASE
)
_ENDS = re.compile(r"@[\w.-]+\s*[>\])]*\s*$")
_ORGANISATION = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*$")
_STRIP = " \t\n\"'‘’“”,;<>*"


@dataclass(frozen=True, slots=True)
class Party:
    """One sender or recipient: where it stands, the name as printed, the address and its kind."""

    span: Span
    name: str
    name_span: Span
    address: str
    kind: str  # "directory", "smtp" or "none"
    organisation: str = ""
    is_redacted: bool = False

    @property
    def said(self) -> str:
        """The name as one says it: "Rao, Asha" is Asha Rao."""
        surname, comma, forename = self.name.partition(", ")
        plain = comma and forename and "," not in forename and not pattern("titles").search(forename)
        return f"{forename} {surname}" if plain else self.name


def parties_in(text: str, span: Span) -> tuple[Party, ...]:
    """Return everybody named within `span`, in order."""
    found = (_party(text, trimmed(text, one)) for one in _items(text, span))
    return tuple(one for one in found if one is not None)


def _items(text: str, span: Span) -> Iterator[Span]:
    value = text[span.start : span.end]
    commas = ";" not in value
    start = at = 0
    while at < len(value):
        if directory := _DIRECTORY.match(value, at):
            at = _end_of_directory(value, directory.end())
            if value[at:].lstrip()[:1] not in (";", ","):
                yield Span(span.start + start, span.start + at)
                start = at
        elif value[at] == ";" or (commas and value[at] == "," and _ends_item(value, start, at)):
            yield Span(span.start + start, span.start + at)
            start = at = at + 1
        else:
            at += 1
    yield Span(span.start + start, span.end)


def _end_of_directory(value: str, at: int) -> int:
    """Return where a directory's address ends: its bracket, a mark over it, or the next one's beginning."""
    close = value.find("]", at)
    following = [place for place in (value.find("[", at), value.find(";", at)) if place >= 0]
    limit = min([*following, len(value)])
    if 0 <= close < limit:
        return close + 1
    marks = redactions_in(value[at:limit])
    return at + marks[0].span.end if marks else limit


def _ends_item(value: str, start: int, at: int) -> bool:
    """Return whether a comma ends an item: after an address, or where each part is a full name."""
    if _ENDS.search(value[start:at]) or (value[start:at].strip() and redactions_in(value[start:at])):
        return True
    parts = [part.split() for part in value.split(",")]
    return "@" not in value and "[" not in value and all(1 < len(part) < 5 for part in parts)


def _party(text: str, span: Span) -> Party | None:
    item = text[span.start : span.end]
    if not item.strip(_STRIP):
        return None
    directory, smtp = _DIRECTORY.search(item), _SMTP.search(item)
    kind, cut = "none", len(item)
    address = ""
    if directory:
        kind, cut, address = (
            "directory",
            directory.start(),
            "".join(item[directory.start() :].split()).strip("[]"),
        )
    elif smtp:
        kind, cut, address = "smtp", smtp.start(), "".join(smtp[1].split())
    printed = item[:cut].strip(_STRIP)
    begin = item.index(printed) if printed else 0
    name_span = Span(span.start + begin, span.start + begin + len(printed))
    name = " ".join(printed.split())
    taken_out = bool(redactions_in(printed)) or (not printed and bool(redactions_in(address)))
    organisation = _ORGANISATION.search(name)
    if organisation and not taken_out:
        name = name[: organisation.start()]
    return Party(
        span,
        name,
        name_span,
        address,
        kind,
        organisation[1] if organisation and not taken_out else "",
        taken_out,
    )
