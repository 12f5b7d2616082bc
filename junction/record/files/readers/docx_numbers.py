"""The numbers that Word sets before paragraphs by itself: "1.1", "(a)", "iv.", a bullet.

They are not in a document's text but follow from its lists (numbering.xml) and from how many paragraphs of
a list came before. A list's lower levels begin again after a higher one; lists that share one definition
count on together, unless one says where it begins.
"""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

LEVELS = 9
_BULLET = "•"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 100_000  # a number beyond is no number of a paragraph


class Numbers:
    """Counts the numbered paragraphs of one document in their order."""

    def __init__(self, document: Any) -> None:
        self.styles = document.styles.element
        self.lists: dict[str, Any] = {}
        self.definitions: dict[str, Any] = {}
        self.counts: dict[str, list[int | None]] = {}
        self.begun: set[tuple[str, int]] = set()
        for relation in document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith("/numbering"):
                root = parse_xml(relation.target_part.blob)
                self.lists = {each.get(qn("w:numId")): each for each in root.iter(qn("w:num"))}
                self.definitions = {
                    each.get(qn("w:abstractNumId")): each for each in root.iter(qn("w:abstractNum"))
                }

    def before(self, paragraph: Any) -> str:
        """Return what Word prints before the next paragraph, empty where it prints nothing."""
        if not self.lists:
            return ""
        number, level = self._list_of(paragraph)
        if number not in self.lists or not 0 <= level < LEVELS:
            return ""
        key, definition = self._definition_of(number)
        self._count(key, number, definition, level)
        return self._said(self._level(number, definition, level), key, number, definition)

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and the level that a paragraph has, itself or by its style."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number, level = _value(own, "w:numId"), _value(own, "w:ilvl")
        style, seen = paragraph.style, set[str]()
        while style and style not in seen and (not number or not level):
            seen.add(style)
            found = self.styles.get_by_id(style)
            if found is None:
                break
            by_style = found.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if by_style is not None and not number:
                number = _value(by_style, "w:numId")
                level = level or _value(by_style, "w:ilvl") or self._level_of_style(number, style)
            style = _value(found, "w:basedOn")
        return number, _whole(level, 0)

    def _level_of_style(self, number: str, style: str) -> str:
        if number not in self.lists:
            return ""
        for level in self._definition_of(number)[1].iter(qn("w:lvl")):
            if _value(level, "w:pStyle") == style:
                return str(level.get(qn("w:ilvl"), ""))
        return ""

    def _definition_of(self, number: str) -> tuple[str, Any]:
        """Return what says how a list looks; a list may take it from a style's list."""
        key = _value(self.lists[number], "w:abstractNumId")
        definition = self.definitions.get(key)
        link = _value(definition, "w:numStyleLink")
        style = self.styles.get_by_id(link) if link else None
        if style is not None:
            other = _value(style.find(f"{qn('w:pPr')}/{qn('w:numPr')}"), "w:numId")
            if other in self.lists:
                key = _value(self.lists[other], "w:abstractNumId")
                definition = self.definitions.get(key)
        return key, definition if definition is not None else self.lists[number]

    def _override(self, number: str, level: int) -> Any:
        for each in self.lists[number].iter(qn("w:lvlOverride")):
            if _whole(each.get(qn("w:ilvl")), -1) == level:
                return each
        return None

    def _level(self, number: str, definition: Any, level: int) -> Any:
        override = self._override(number, level)
        own = override.find(qn("w:lvl")) if override is not None else None
        if own is not None:
            return own
        for each in definition.findall(qn("w:lvl")):
            if _whole(each.get(qn("w:ilvl")), -1) == level:
                return each
        return None

    def _count(self, key: str, number: str, definition: Any, level: int) -> None:
        counts = self.counts.setdefault(key, [None] * LEVELS)
        override = self._override(number, level)
        fresh = _value(override, "w:startOverride")
        if fresh and (number, level) not in self.begun:
            counts[level] = None
        self.begun.add((number, level))
        for at in range(level + 1):
            first = _whole(_value(self._level(number, definition, at), "w:start"), 1)
            if at == level and counts[at] is None:
                counts[at] = _whole(fresh, first)
            elif at == level:
                counts[at] = min((counts[at] or 0) + 1, _MOST)
            elif counts[at] is None:
                counts[at] = first
        for below in range(level + 1, LEVELS):
            if _value(self._level(number, definition, below), "w:lvlRestart") != "0":
                counts[below] = None

    def _said(self, level: Any, key: str, number: str, definition: Any) -> str:
        form = _value(level, "w:numFmt") or "decimal"
        if level is None or form == "none":
            return ""
        if form == "bullet":
            return _BULLET
        text = _value(level, "w:lvlText")
        is_legal = level.find(qn("w:isLgl")) is not None
        for at in range(LEVELS):
            if f"%{at + 1}" in text:
                one = _value(self._level(number, definition, at), "w:numFmt") or "decimal"
                form = "decimal" if is_legal else one
                text = text.replace(f"%{at + 1}", formatted(self.counts[key][at] or 0, form))
        return " ".join(text.split())


def formatted(number: int, form: str) -> str:
    """Return a number in one of Word's forms; a form of other scripts is shown in figures."""
    if form in {"lowerLetter", "upperLetter"} and number:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"}:
        roman = _roman(min(number, 3999))
        return roman if form == "lowerRoman" else roman.upper()
    return f"{number:02}" if form == "decimalZero" else "" if form == "none" else str(number)


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        said += letters * (number // value)
        number %= value
    return said


def _value(element: Any, child: str) -> str:
    """Return the value of an element's child, empty where it has none."""
    found = element.find(qn(child)) if element is not None else None
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _whole(text: str | None, otherwise: int) -> int:
    is_number = bool(text) and str(text).lstrip("-").isdecimal() and len(str(text)) < 6
    return int(str(text)) if is_number else otherwise
