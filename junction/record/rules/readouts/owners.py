"""Who is to act, in the words of an action: "PO to action", "Action: JH to …", "JM/RC to …", "… (JH)"."""

import re
from dataclasses import dataclass

from ..redactions import is_redacted
from ..source import Source, Span, trimmed
from .words import INITIALS, pattern, values

_OFFICE = r"(?: (?:[Pp]rivate )?[Oo]ffice| [Tt]eam)?"
_NAMED = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}"
_ONE = rf"(?:\[?(?:{INITIALS})\]?{_OFFICE}|█+|\[[Rr]edacted\]|{_NAMED}{_OFFICE})"
_OWNERS = rf"(?P<owners>{_ONE}(?:\s*(?:/|,|&|\+|and|with)\s*{_ONE})*)"
_TO_ACTION = re.compile(rf"[*_(\[]{{0,4}}{_OWNERS}[*_]*\s+{values()['to_action']}(?:[.*_)\]]+(?=\s|$)|\s*$)")
_SHORT = rf"(?!(?:{'|'.join(values()['no_owner'])})\b)(?:{INITIALS})(?![A-Za-z\d])"
_LABEL = re.compile(
    rf"[*_\[(]{{0,3}}(?i:{values()['action_label']})\s?(?P<for>(?=[(\[]|{_SHORT})[(\[]?{_OWNERS}[)\]]?)?"
    r"[*_]*\s?[:–—-]\s?[*_]*\s*"
)
_BEFORE = re.compile(
    rf"[*_\[(]{{0,3}}{_OWNERS}[*_\])]*\s*"
    r"(?::|[–—-]>?|→|=>|(?:is |are |will )?to(?= [a-z])|will(?= [a-z])|(?<=\])(?=\s[A-Z]))\s*"
)
_GROUP = (
    rf"(?:(?:[Tt]he|[Aa]ll|[Ee]ach) )?(?!(?i:{'|'.join(values()['not_a_group'])})\b)"
    rf"(?:(?:[A-Za-z][\w'’-]*,? ){{0,3}}?(?:{'|'.join(values()['groups'])})\b|(?:{INITIALS})\b)"
)
_GROUPS = re.compile(
    rf"(?P<owners>{_GROUP}(?:\s*(?:,|&|and|with)\s*{_GROUP})*)\s+(?:(?:is |are )?to|will)(?= [a-z])\s*"
)
_DASHED = _OWNERS.replace("owners", "dashed")
_BEHIND = re.compile(
    rf"(?:[(\[]\s*(?:(?i:action|owner|lead)\s?[:–-]?\s*)?{_OWNERS}"
    r"(?:\s*[,;–-]\s*(?=by|due|\d)[^()\[\]]{2,40})?\s*[)\]](?:\s*(?:by\s)?\d[\d/. -]{2,11})?"
    rf"|\s[–—-]\s*{_DASHED})[.*_\s]*$"
)
_FIRST = re.compile(
    rf"(?i:(?:action )?(?:owner|lead|responsible)s?)\s?[:–-]\s?{_OWNERS}(?:\s?[.;,:]|\s[–—-])\s+(?=[A-Za-z])"
)
_OWNER = re.compile(rf"(?i:\b(?:action )?(?:owner|lead|responsible)s?)\s?[:–-]\s?{_OWNERS}")
_INITIALS = rf"(?:{INITIALS})(?:\s*(?:/|,|&|\+|and)\s*(?:{INITIALS}))*"
_LATER = re.compile(rf"(?<=[.;!?])\s+[*_(\[]*(?P<owners>{_INITIALS})[*_)\]]*\s+(?:is |are )?to(?= [a-z])")
_SPLIT = re.compile(r"\s*(?:/|,|&|\+|\band\b|\bwith\b)\s*")


@dataclass(frozen=True, slots=True)
class Owned:
    """Who is to act (each with its place; nobody: it is not said), and where stands what is to be done."""

    owners: tuple[Span, ...]
    what: Span


def has_action_label(text: str) -> bool:
    """Return whether a text says of itself that it is an action: "Action: …", "… to action"."""
    return bool(_LABEL.match(text) or _TO_ACTION.search(text))


def is_labelled_action(text: str) -> bool:
    """Return whether a sentence behind others says in capitals that it is one: "… ACTION – TK to ring"."""
    return bool(re.match(r"[*_\[( ]*ACTION", text) and _LABEL.match(text.lstrip()))


def owned_in(source: Source, words: Span) -> Owned:
    """Return the owners of the action that stands within `words`."""
    label = _LABEL.match(source.text, words.start, words.end)
    begin = label.end() if label else words.start
    if label and label["for"]:  # "Action (TK): ring"
        return Owned(_owners(source, label, "owners"), trimmed(source.text, Span(begin, words.end)))
    if found := _TO_ACTION.search(source.text, begin, words.end):
        whole = found.start() <= begin
        what = Span(found.end(), words.end) if whole else Span(begin, found.start())
        return Owned(_owners(source, found, "owners"), trimmed(source.text, what))
    found = _before(source.text, begin, words.end)
    later = _LATER.search(source.text, begin, words.end)
    if later and not (found and _is_sure(found["owners"])):  # "Line to take. **TK to provide**"
        what = trimmed(source.text, Span(begin, later.start()))
        return Owned(_owners(source, later, "owners"), what)
    if found:
        return Owned(_owners(source, found, "owners"), trimmed(source.text, Span(found.end(), words.end)))
    for pattern_ in (_OWNER, _BEHIND):
        if found := pattern_.search(source.text, begin, words.end):
            group = "owners" if found["owners"] else "dashed"
            what = Span(begin, max(begin, found.start()))
            return Owned(_owners(source, found, group), trimmed(source.text, what))
    alone = re.compile(_OWNERS).fullmatch(source.text, begin, words.end) if label else None
    if alone:  # "Action: JH"
        return Owned(_owners(source, alone, "owners"), Span(words.end, words.end))
    return Owned((), trimmed(source.text, Span(begin, words.end)))


def _is_sure(owners: str) -> bool:
    """Tell initials and whole names from a single word with a capital, which may be what is to be done."""
    return bool(" " in owners.strip() or re.fullmatch(rf"(?:{INITIALS})", owners.strip("[] ")))


def owners_of(source: Source, words: Span) -> tuple[Span, ...]:
    """Return each of several owners that fill a cell by their initials: "MD and TK", "PO/TS". Of names,
    such as "Health and Care", it cannot be told whether they are one.
    """
    found = re.compile(_OWNERS).fullmatch(source.text, words.start, words.end)
    several = _owners(source, found, "owners") if found else ()
    are_initials = all(re.fullmatch(INITIALS, source.quote(one).strip("[]")) for one in several)
    return several if len(several) > 1 and are_initials else ()


def _before(text: str, begin: int, end: int) -> re.Match[str] | None:
    """Return the owners with which an action begins: in "NHSE – TS to ring" it is TS."""
    if found := _FIRST.match(text, begin, end):  # "Lead: TK. Ring the homes"
        return found
    found = _BEFORE.match(text, begin, end)
    if found and found["owners"].casefold() in values()["not_an_owner"]:  # "Write to homes"
        found = None
    found = found or _GROUPS.match(text, begin, end)
    inner = (
        _BEFORE.match(text, found.end(), end) if found and not found.group().rstrip().endswith("to") else None
    )
    return inner or found


def starts_with_owner(text: str) -> bool:
    """Return whether a line of a list of actions begins with who is to act: by initials, or "… to"."""
    text = text.strip()
    found = _BEFORE.match(text)
    return bool(found and (re.match(INITIALS, found["owners"].strip("[]")) or begins_with_owner(text)))


def begins_with_owner(text: str) -> bool:
    """Return whether a sentence says who is to do something: "MD to send …"."""
    found = _BEFORE.match(text)
    return bool(found and found.group().rstrip().endswith(" to"))


def _owners(source: Source, found: re.Match[str], group: str) -> tuple[Span, ...]:
    spans, at = [], found.start(group)
    for part in _SPLIT.split(found[group]):
        start = source.text.index(part, at)
        at = start + len(part)
        spans.append(Span(start, at - 1 if part.endswith("]") and "[" not in part else at))
    return tuple(span for span in spans if span.end > span.start)


def names_of(source: Source, owned: Owned) -> list[str]:
    """Return the owners as printed, without those who were taken out."""
    return [source.quote(span) for span in owned.owners if not is_redacted(source.quote(span))]


def is_ask(text: str) -> bool:
    """Return whether what was said is a question."""
    return bool(pattern("asks").search(text)) or text.rstrip(" \"'”*").endswith("?")
