"""Who attended, out of a line or a list: names with initials, offices, and how many were taken out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..action_plan.organisations import named_in
from ..redactions import redactions_in, without_marks
from ..source import Source, Span, trimmed
from .names import AS_PRINTED, BY_RECIPIENTS, Recovered, initials_of, is_name, person_of, recovered
from .words import pattern, role_of, values

_INITIALS = re.compile(
    r"(?<![A-Za-z])[(\[]\s*(?P<initials>[A-Z]{2,8}|[A-Z]{1,2}[a-z]{1,4}[A-Z]{1,2}|[A-Z]{1,4}\([A-Z][A-Za-z]{0,2}\))(?:\s*[,;/–-]\s*(?P<more>[^()\[\]\n]{2,60}))?\s*[)\]]"
)
_OFFICE = re.compile(r"(?<![A-Za-z])(?:[A-Z]{1,4}\([A-Z][A-Za-z]{0,2}\)|So[fF]?S)(?![A-Za-z])")
_SHORT_FORM = re.compile("(?<![A-Za-z(])(?:" + "|".join(map(re.escape, values()["roles"])) + ")(?![A-Za-z(])")
_OF = re.compile(r"(?P<name>[^()]+?) ?\((?P<body>[^()]{2,60})\)")
_BARE = re.compile(r"[A-Z]{2,4}")
_SEPARATES = re.compile(r"[,;\n•]|\s[–-]\s|\band\b(?=\s+[A-Z])")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was there: where it stands, the name, what was printed behind it."""

    span: Span
    name: str
    confidence: float = AS_PRINTED
    note: str = ""
    initials: str = ""
    role: str = ""
    organisation: str = ""


def attendees_in(source: Source, span: Span, known: Sequence[str]) -> list[Attendee]:
    """Return who is named within `span`; `known` are those the e-mail went to. Marks are nobody."""
    found: list[Attendee] = []
    reached = span.start
    for mark in _INITIALS.finditer(source.text, span.start, span.end):
        pieces = _pieces(source, Span(reached, mark.start()))
        named = _named(source, pieces, mark, known)
        used = named.span.start if named else mark.end()
        found += _unmarked(source, [one for one in pieces if one.end <= used])
        found += [named] if named else []
        reached = mark.end()
    found += _unmarked(source, _pieces(source, Span(reached, span.end)))
    found = _with_bodies(source, sorted(found, key=lambda one: one.span), known)
    found += [one for one in _bare(source, span, known) if not any(by.span.holds(one.span) for by in found)]
    offices = [
        Attendee(Span(one.start(), one.end()), "", initials=one.group(), role=role_of(one.group()))
        for one in _offices(source.text, span)
        if not any(named.span.holds(Span(one.start(), one.end())) for named in found)
    ]
    return sorted([*found, *offices], key=lambda one: one.span)


def _offices(text: str, span: Span) -> list[re.Match[str]]:
    """Return the offices named by their short forms: any such as MS(C), and those that are known."""
    found = [*_OFFICE.finditer(text, span.start, span.end), *_SHORT_FORM.finditer(text, span.start, span.end)]
    return list({match.start(): match for match in found}.values())


def _pieces(source: Source, span: Span) -> list[Span]:
    """Return the stretches between separators, marks and offices: each may hold one name."""
    text = without_marks(source.quote(span))
    cuts = [
        (one.start(), one.end()) for one in (*_SEPARATES.finditer(text), *_offices(text, Span(0, len(text))))
    ]
    if _is_one_name_over_two_lines(text):
        cuts = [cut for cut in cuts if text[cut[0] : cut[1]] != "\n"]
    cuts += [(mark.span.start, mark.span.end) for mark in redactions_in(source.quote(span))]
    pieces, reached = [], 0
    for start, end in [*sorted(cuts), (len(text), len(text))]:
        if start >= reached:
            pieces.append(trimmed(source.text, Span(span.start + reached, span.start + start)))
        reached = max(reached, end)
    return [piece for piece in pieces if any(letter.isalpha() for letter in source.quote(piece))]


def _is_one_name_over_two_lines(text: str) -> bool:
    last = re.split(r"[,;)]", text)[-1].strip()
    return bool(re.fullmatch(r"[A-Z][\w'’-]+\n[A-Z][\w'’-]+", last))


def _named(
    source: Source, pieces: Sequence[Span], mark: re.Match[str], known: Iterable[str]
) -> Attendee | None:
    """Return whom the initials in brackets stand behind."""
    if not pieces:
        return None
    if redactions_in(source.text, Span(pieces[-1].end, mark.start())):  # "NR (DHSC)": no more is said
        return None
    last, initials, more = pieces[-1], mark["initials"], (mark["more"] or "").strip()
    tidy = " ".join(source.quote(last).split())
    if len(pieces) > 1 and initials.upper() not in initials_of(tidy):
        before = " ".join(source.quote(pieces[-2]).split())
        if is_name(before) and initials.upper() in initials_of(before):  # "Asha Rao, North Care (AR)"
            return _attendee(
                Span(pieces[-2].start, mark.end()), Recovered(before, AS_PRINTED), initials, tidy
            )
    if initials.endswith(")") and is_name(tidy):  # "Mary Smith (MS(C))": who holds the office
        whole = Span(last.start, mark.end())
        return Attendee(whole, tidy, initials=initials, role=role_of(initials))
    found = recovered(source.quote(last), initials, known)
    if is_name(tidy) and initials.upper() not in initials_of(tidy) and found.confidence < AS_PRINTED:
        return Attendee(Span(last.start, mark.end()), tidy, 0.9, organisation=initials)  # "Asha Rao (DHSC)"
    return _attendee(Span(last.start, mark.end()), found, initials, more)


def _with_bodies(source: Source, found: Sequence[Attendee], known: Sequence[str]) -> list[Attendee]:
    """Give whoever has initials the office or body that stands behind a dash: "Asha Rao (AR) - Chair"."""
    kept: list[Attendee] = []
    by_semicolons = bool(found) and source.text.count(";", found[0].span.start, found[-1].span.end) > 0
    is_open = False  # the last one has a body already, and more of it may follow
    for one in found:
        last = kept[-1] if kept else None
        between = source.text[last.span.end : one.span.start] if last else ""
        is_alone = not one.initials and one.name not in known
        behind = bool(re.fullmatch(r"\s*[–—-]\s", between))
        behind |= by_semicolons and between.strip() == "," and _is_body(source.quote(one.span))
        further = is_open and between == ", " and bool(pattern("bodies").search(source.quote(one.span)))
        is_open = bool(
            last and (last.initials or by_semicolons) and last.name and is_alone and (behind or further)
        )
        if last and is_open:
            said = " ".join(source.quote(one.span).split())
            whole = Span(last.span.start, one.span.end)
            if pattern("role_words").search(said):
                kept[-1] = replace(last, span=whole, role=last.role or said)
            else:
                kept[-1] = replace(last, span=whole, organisation=last.organisation or said)
        else:
            kept.append(one)
    return kept


def _is_body(said: str) -> bool:
    return bool(pattern("bodies").search(said) or pattern("role_words").search(said))


def _bare(source: Source, span: Span, known: Sequence[str]) -> Iterator[Attendee]:
    """Yield those of whom only initials are printed: known ones, and any in a list of them."""
    pieces = _pieces(source, span)
    said = [source.quote(piece).strip(" .*") for piece in pieces]
    bare = [bool(_BARE.fullmatch(text)) and not named_in(text).is_sure for text in said]
    is_list = sum(bare) > 1 and sum(bare) * 2 > len(pieces)
    for piece, text, is_bare in zip(pieces, said, bare, strict=True):
        name = person_of(text, known) if is_bare else ""
        if name:
            yield Attendee(piece, name, BY_RECIPIENTS, "told by the recipients and the initials", text)
        elif is_bare and is_list:
            yield Attendee(piece, "", initials=text)


def _attendee(span: Span, found: Recovered, initials: str, more: str) -> Attendee:
    is_role = bool(pattern("role_words").search(more))
    return Attendee(
        span,
        found.name,
        found.confidence,
        found.note,
        initials,
        more if is_role else "",
        "" if is_role else more,
    )


def _unmarked(source: Source, pieces: Iterable[Span]) -> Iterator[Attendee]:
    """Yield those who have no initials behind them: a name, or an office by its words."""
    for piece in pieces:
        text = " ".join(source.quote(piece).split()).strip(" .:*()")
        text += ")" * (text.count("(") - text.count(")"))
        if pattern("role_words").search(text):
            yield Attendee(piece, "", 0.8, role=text)
        elif (of := _OF.fullmatch(text)) and is_name(of["name"]):  # "Asha Rao (Northmoor)"
            yield Attendee(piece, of["name"], organisation=of["body"])
        elif is_name(text):
            yield Attendee(piece, text, 0.8, "no initials are printed behind the name")
