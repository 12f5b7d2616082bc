"""How the lines of a read-out fall into items: headings, points and paragraphs, each in its section.

A line that begins with a bullet or a number begins an item; a line below without one goes on with it,
unless a blank line stands between. "Attendees: …" is a section with its first item on the same line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..source import Source, Span, trimmed
from .owners import starts_with_owner
from .words import INITIALS, is_speech, sections, values

_NUMBERS = r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s)|\d{1,2}(?:\.\d{1,2}){1,2}[.)]?(?=\s)"
_BULLET = re.compile(rf"[ \t>]*(?:[-–—•·*o▪●◦](?=[ \t])|{_NUMBERS})[ \t]*")
_FOR = r"(?: [a-z]+)?(?: [(\[][A-Z/, ]{1,20}[)\]]| (?:[A-Z]{2,4}(?:/|, ?| and )?){1,4})?"
_ACTION = re.compile(rf"[ \t>]*[*_]{{0,2}}(?=(?:ACTION|[Aa]ction){_FOR}\s?[:–—-]\s)")
_LABELLED = re.compile(rf"[ \t>]*[*_]{{0,2}}(?={values()['item_label']}[*_]{{0,2}}\s?[:–—-]\s)")
_DECISION = re.compile(rf"(?i)[ \t>*_]*{values()['decision_label']}[*_]{{0,2}}\s?[:–—-]\s")
_AGENDA = re.compile(rf"(?i)[ \t>*_#]*{values()['agenda_item']}")
_SPOKEN = re.compile(rf"[ \t>]*(?:{INITIALS})\s+(?P<verb>[a-z]+)\s+\S")
_NUMBERED = re.compile(r"[ \t>]*(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})[.)]?\s+(?=[A-Z])")
MOST_WORDS = 6  # of a numbered title, its number among them
_EMPTY = re.compile("")
# "Thanks for today. Actions:"
_OPENS_ACTIONS = re.compile(
    r"(?i)(?:[.!]\s+|\b(?:the|following|agreed|some|these|key|our|your)\s+)actions?"
    r"(?:\s+(?:are|were|below|from today|agreed|as follows))*\s*:[\s*_]*$"
)
_SEVERAL = re.compile(r"[,;(\[&]|\band\b")
PEOPLE = {"attendees", "apologies"}
_LABEL = re.compile(
    r"[ \t*_#]*(?:\d{1,2}[.)][ \t]+)?(?P<name>[A-Za-z][A-Za-z -]{2,40}?)[ \t*_]*"
    r"(?P<colon>[:–-](?=[ \t]|\*|$))[ \t*_]*"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of a read-out: what it is ("heading", "item", "text"), its section, where its words begin."""

    what: str
    section: str
    span: Span
    words: Span


def items_in(source: Source, spans: Sequence[Span]) -> list[Item]:
    """Return the items of a text in order; every line that says something is in one."""
    found: list[Item] = []
    section, is_open = "", False
    begins = {span.start for span in spans}  # a stretch is not gone on with across what stands between
    lines = [
        Span(max(line.start, span.start), min(line.end, span.end))
        for span in spans
        for line in source.lines[
            source.line_of(span.start) - 1 : source.line_of(max(span.start, span.end - 1))
        ]
    ]
    texts = [source.quote(line) for line in lines]
    for at, (line, text) in enumerate(zip(lines, texts, strict=True)):
        is_open = is_open and line.start not in begins
        if section in PEOPLE and _ends_people(texts, at, found):
            section, is_open = "", False
        if not text.strip():
            is_open = False
        elif heading := _heading(texts, at, section):
            section, is_open = heading, False
            words = trimmed(source.text, line)
            found.append(Item("heading", section, words, words))
        elif (label := _label(text)) and not (is_open and found[-1].what == "item" and not label[0]):
            section, is_open = label[0], True
            found.append(_item(source, "text", section, line, line.start + label[1]))
        elif bullet := _begins_item(text, section):
            is_open = True
            of = "agreed" if _DECISION.match(text) else section
            found.append(_item(source, "item", of, line, line.start + bullet.end()))
        elif is_open and not (section in ("attendees", "apologies") and found[-1].what == "line"):
            found[-1] = _longer(source, found[-1], line)
        else:
            is_open = True
            each_line = section in ("attendees", "apologies")
            found.append(_item(source, "line" if each_line else "text", section, line, line.start))
    return found


def _begins_item(text: str, section: str) -> re.Match[str] | None:
    """Tell a line that begins an item: by a bullet, a label, or in a list of actions by who is to act."""
    acts = _acts(text) if section == "actions" else None
    return _BULLET.match(text) or _ACTION.match(text) or _LABELLED.match(text) or acts


def _ends_people(texts: Sequence[str], at: int, found: Sequence[Item]) -> bool:
    """Tell whether a list of people ended above: by an empty line after "Present: …" in one, or after any
    list by a numbered line, where the people have no numbers. An item of the agenda, or somebody who
    speaks, ends it anywhere.
    """
    if _AGENDA.match(texts[at]) or _LABELLED.match(texts[at]) or _speaks(texts[at]):
        return True
    if at == 0 or texts[at - 1].strip() or not texts[at].strip() or _label(texts[at]):
        return False
    people = next((one for one in reversed(found) if one.section in PEOPLE and one.what != "heading"), None)
    if people is None:
        return False
    numbered = [text for text in texts[:at] if _NUMBERED.match(text)]
    is_line = people.what == "text" and found[-1] is people
    return is_line or bool(_NUMBERED.match(texts[at]) and not numbered)


def _speaks(text: str) -> bool:
    """Tell "AR said that …" from a line of a list of people."""
    found = _SPOKEN.match(text)
    return bool(found and is_speech(found["verb"]))


def _acts(text: str) -> re.Match[str] | None:
    """Tell a line that begins with who is to act, without a bullet: "TK - ring the homes"."""
    return _EMPTY.match(text) if starts_with_owner(text) else None


def _item(source: Source, what: str, section: str, line: Span, begin: int) -> Item:
    whole = trimmed(source.text, line)
    return Item(what, section, whole, trimmed(source.text, Span(min(begin, whole.end), whole.end)))


def _longer(source: Source, item: Item, line: Span) -> Item:
    end = trimmed(source.text, line).end
    return Item(item.what, item.section, Span(item.span.start, end), Span(item.words.start, end))


def _bare(text: str) -> str:
    bare = re.sub(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?", "", text.strip(" \t*_#:–-"))
    return " ".join(bare.casefold().split())


def _heading(texts: Sequence[str], at: int, section: str) -> str:
    """Return the section that a line is the heading of; nothing where it is none."""
    bare = _bare(texts[at])
    if bare in sections():
        return sections()[bare]
    if _OPENS_ACTIONS.search(texts[at]) and at + 1 < len(texts):
        return "actions"
    text = texts[at].strip()
    alone = at == 0 or not texts[at - 1].strip()
    following = next((one for one in texts[at + 1 :] if one.strip()), "")
    if _AGENDA.match(texts[at]) and len(text.split()) <= MOST_WORDS + 2 and text[-1] not in ".;?!":
        return "discussion"
    if _has_child(texts[at], following) or (alone and _is_numbered_title(texts, at, following)):
        return "discussion"
    if _ACTION.match(texts[at]):
        return ""
    if not alone or at == 0 or _BULLET.match(texts[at]) or len(text) > values()["most_letters_of_a_heading"]:
        return ""
    is_title = text[0].isupper() and text[-1] not in ".,;?!)" and bool(_BULLET.match(following))
    if not is_title or section in ("attendees", "apologies"):
        return ""
    return "actions" if re.search(r"\baction", bare) else "discussion"


def _has_child(line: str, following: str) -> bool:
    """Tell "2. Testing" above "2.1 …"."""
    found, other = _NUMBERED.match(line), _NUMBERED.match(following)
    if not found or not other or len(line.split()) > MOST_WORDS + 2 or line.rstrip()[-1] in ".,;:?!":
        return False
    return other["number"].startswith(f"{found['number']}.") and not found["number"].endswith(".0")


def _is_numbered_title(texts: Sequence[str], at: int, following: str) -> bool:
    """Tell "2. Testing" above what was said of it from a numbered point among others."""
    text, found = texts[at].strip(), _NUMBERED.match(texts[at])
    if not found or len(text.split()) > MOST_WORDS or not text[-1].isalnum() or not following[:1].strip():
        return False
    other = _NUMBERED.match(following)
    if other:
        return found["number"].endswith(".0") and other["number"].count(".") == found["number"].count(".")
    return at + 1 < len(texts) and texts[at + 1] is following and not following[0].islower()


def _label(text: str) -> tuple[str, int] | None:
    """Return the section that a line names before a colon, and where its words begin."""
    found = _LABEL.match(text)
    if not found or not text[found.end() :].strip():
        return None
    section = sections().get(" ".join(found["name"].casefold().split()), "")
    singular = found["name"].casefold().strip() in (
        "action",
        "agreed",
        "update",
        "general",
        "summary",
        "present",
    )
    dashed = found["colon"] != ":" and not (section in PEOPLE and _SEVERAL.search(text, found.end()))
    wants_colon = dashed or (singular and section != "attendees")
    return (section, found.end()) if section and not wants_colon else None
