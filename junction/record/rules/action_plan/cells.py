"""Says what the cells of one row say: words of several lines joined, what is no word set aside, slips mended.

Print read by a machine leaves crumbs: a stray mark, a number where a name should be, a ghost of the words
above. They are kept, in a cell of their own with low confidence, and lower the confidence of what stands
beside them.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from junction.record.rules.reading import Cell
from junction.record.rules.source import Source, Span, joined

from .books import values
from .rows import Row

FROM_JOINED = 0.9  # the file itself says that the cell reaches over the rows
AS_PRINTED, JOINED, BESIDE_CRUMBS, BESIDE_A_GHOST, CRUMB = 1.0, 0.95, 0.85, 0.7, 0.2
UNCLEAR = "unclear"
STEM = re.compile(r"^(?P<stem>[^:]{6,160}:)\s*(?P<action>\S.*)$", re.S)
LEAST_GHOST = 6
NAMES_ONLY = {"organisation", "category", "lead", "owner"}


@dataclass(frozen=True, slots=True)
class Parted:
    """The pieces of a row's cells, with crumbs taken out."""

    kept: Mapping[str, tuple[Span, ...]]
    crumbs: tuple[Span, ...]
    ghost_lines: frozenset[int]


def parted(source: Source, row: Row) -> Parted:
    """Take the crumbs out of a row's cells."""
    ghosts = _ghosts(source, row)
    lines = frozenset(source.line_of(span.start) for span in ghosts)
    ghosts |= _ghosts(source, row, beside=lines)
    kept: dict[str, tuple[Span, ...]] = {}
    crumbs: list[Span] = []
    for column, spans in row.cells.items():
        good = [span for span in spans if span not in ghosts and not _is_crumb(source.quote(span), column)]
        crumbs += [span for span in spans if span not in good]
        kept[column] = tuple(good)
    return Parted(kept, tuple(sorted(crumbs)), lines)


def _is_crumb(text: str, column: str) -> bool:
    if column == "ref":
        return False
    if column in NAMES_ONLY:
        return not re.search(r"[^\W\d_]", text)
    return not re.search(r"[^\W_]", text)


def _ghosts(source: Source, row: Row, beside: frozenset[int] = frozenset()) -> set[Span]:
    """Return garbled prints of the piece above; on a line with a ghost less likeness is enough."""
    limits = values("action-tables")["limits"]
    found = set()
    for spans in row.cells.values():
        for above, span in itertools.pairwise(spans):
            a, b = source.quote(above), source.quote(span)
            if min(len(a), len(b)) < LEAST_GHOST or a == b:
                continue
            near = source.line_of(span.start) in beside and _words(a) == _words(b)
            if fuzz.ratio(a, b) >= limits["ghost_beside_likeness" if near else "ghost_likeness"]:
                found.add(span)
    return found


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))


def read_cells(source: Source, row: Row, *, columns: Sequence[str]) -> dict[str, Cell]:
    """Return the cells of a row by column, empty ones too, and what is no word as a cell "unclear"."""
    parts = parted(source, row)
    cells = {}
    for column in columns:
        spans = parts.kept.get(column, ())
        text = mended(joined(source.text, spans))
        sure, note = AS_PRINTED if len(spans) < 2 else JOINED, ""
        if any(source.line_of(span.start) in parts.ghost_lines for span in spans):
            sure, note = BESIDE_A_GHOST, "stands on a line whose print is garbled"
        elif len(row.lines) > 1 and len(spans) > 1:
            note = f"printed over {len(spans)} lines"
        if not spans:
            sure, note = (CRUMB, "no text is printed") if column == "item" else (AS_PRINTED, "")
        if len(spans) < len(row.cells.get(column, ())):
            sure, note = min(sure, BESIDE_CRUMBS), "garbled print in it is set aside"
        above = row.joined.get(column)
        if above and not spans:
            note = f"joined with the cell above, at line {source.line_of(above.start)}"
            cells[column] = Cell(mended(source.quote(above)), (), FROM_JOINED, inferred=True, note=note)
        else:
            cells[column] = Cell(text, spans, sure, note=note)
    if parts.crumbs:
        cells[UNCLEAR] = Cell(
            joined(source.text, parts.crumbs), parts.crumbs, CRUMB, note="print that says nothing sure"
        )
    return cells


def mended(text: str) -> str:
    """Return a cell's words without the marks that its file format needed."""
    text = re.sub(r"<br\s*/?>", " ", text.replace('""', '"').replace("\\|", "|"), flags=re.I)
    return " ".join(re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", text).split())


def with_stem(source: Source, cells: dict[str, Cell], carried: Cell | None) -> dict[str, Cell]:
    """Part an item into its stem ("Local authorities should:") and what is asked, or give it `carried`."""
    item = cells.get("item")
    if item is None or not item.text:
        return cells
    match = STEM.match(item.text)
    if match:
        stem, action = _stem_spans(source, item)
        return cells | {
            "stem": Cell(match["stem"], stem, item.confidence),
            "action": Cell(match["action"].lstrip(" –—•·*-"), action, item.confidence),
        }
    return cells | {"stem": carried} if carried else cells


def _stem_spans(source: Source, item: Cell) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return where the stem and where the rest of an item stand."""
    for number, span in enumerate(item.spans):
        colon = source.quote(span).find(":")
        if colon >= 0:
            cut = span.start + colon + 1
            after = (Span(cut, span.end),) if source.text[cut : span.end].strip() else ()
            return (*item.spans[:number], Span(span.start, cut)), (*after, *item.spans[number + 1 :])
    return item.spans, ()
