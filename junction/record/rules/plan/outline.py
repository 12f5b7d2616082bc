"""Where each heading and paragraph stands: its level, the headings above it, and the part of the plan."""

import re
from collections.abc import Sequence

from .blocks import Block
from .labels import Style
from .lines import key_of

# What stands apart from the plan's own word, told by the headings above it; the first that fits.
SECTIONS = (
    ("case study", re.compile(r"case stud(?:y|ies)|in practice:|local example", re.IGNORECASE)),
    ("box", re.compile(r"box\b|text box", re.IGNORECASE)),
    ("annex", re.compile(r"annexe?\b|appendix\b|schedule \w\b", re.IGNORECASE)),
    ("foreword", re.compile(r"(?:ministerial |joint )?(?:foreword|preface)\b", re.IGNORECASE)),
    ("glossary", re.compile(r"glossary\b|abbreviations\b|references\b|bibliography\b", re.IGNORECASE)),
)


def outline(blocks: Sequence[Block], titles: set[str]) -> None:
    """Give each block its level, chain and section."""
    above: list[tuple[int, str]] = []
    before: Block | None = None
    deeper = 0  # by how much the marks of headings are deeper than their numbers
    for block in blocks:
        if block.role == "footnote":
            continue
        if block.role == "heading":
            if block.kind == "marked" and block.label and block.label.style is not Style.PART:
                deeper = block.level - len(block.label.path)
            block.level = _level(block, above, before, titles, deeper)
            above = [(level, title) for level, title in above if level < block.level]
        block.chain = tuple(title for _, title in above)
        title = _title(block)
        block.section = _section((*block.chain, title) if block.role == "heading" else block.chain)
        if block.kind == "quotation" and block.section == "body":
            block.section = "quotation"
        if block.role == "heading":
            above.append((block.level, title))
        before = block


def _title(block: Block) -> str:
    if block.role != "heading":
        return ""
    words = " ".join(line.text if at else line.said or line.text for at, line in enumerate(block.lines))
    label = block.label
    if label and label.style in (Style.PART, Style.WORD):
        return f"{label.ref}: {words}" if words != label.ref else words
    return f"{label.raw} {words}" if label else words


def _section(chain: Sequence[str]) -> str:
    for name, shape in SECTIONS:
        if any(shape.match(title) for title in chain):
            return name
    return "body"


def _level(
    block: Block, above: Sequence[tuple[int, str]], before: Block | None, titles: set[str], deeper: int
) -> int:
    """Numbers say their level; others stand below the last chapter, deeper if the contents omit them."""
    label = block.label
    if label and label.style is not Style.PART:
        return len(label.path)
    if block.kind == "marked" and block.level:
        return max(1, block.level - deeper)
    text = block.lines[0].text
    if label or any(shape.match(text) and name != "case study" for name, shape in SECTIONS):
        return 1
    chapter = bool(above) and above[0][0] == 1
    level = 2 if chapter and above[0][1] != text and _is_chapter(above[0][1]) else 1
    if titles and not titles & {key_of(" ".join(line.text for line in block.lines)), key_of(text)}:
        return level + 1 if block.kind != "contents" else level
    if not titles and before and before.role == "heading" and before.label is None and before.level == level:
        return level + 1
    return level


def _is_chapter(title: str) -> bool:
    return bool(re.match(r"\d|§|(?:chapter|part|section)\b", title, re.IGNORECASE))
