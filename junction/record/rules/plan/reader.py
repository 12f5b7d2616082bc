"""Reads a plan: furniture first, then blocks, then what the blocks promise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from junction.core.imports import Finding, Severity

from ..reading import Cell, CrossReference, Kind, Read, Reading
from ..source import Source, Span, joined
from .blocks import Assembly, Block, Part, together
from .cover import Cover, cover_of
from .flow import flow_of, masked
from .footnotes import footnotes_of, marks_in
from .furniture import furniture_of
from .lines import Line, lines_of
from .numbering import numbering_findings
from .outline import outline
from .promises import Promises

# The plan promises nothing in what others say or do.
NOT_PROMISING = {"case study", "quotation", "glossary"}
UNDATED = 'No day of publication was found: dates such as "this week" cannot be told.'
BETWEEN = " › "


def read_plan(source: Source, *, written_on: date | None = None) -> Read:
    """Read `source` as a plan; `written_on` is the day it was published, if that is known from elsewhere."""
    lines = lines_of(source)
    furniture = furniture_of(lines)
    cover = cover_of(source, lines, furniture, written_on)
    roles = furniture.role | cover.role
    body = [line for line in lines if line.number not in roles]
    notes = footnotes_of(source, body)
    blocks = Assembly(body, notes, furniture.titles).run()
    outline(blocks, furniture.titles)
    plan = Plan(source, cover, marks_in(source, notes, body))
    plan.furnish(lines, roles)
    plan.take(blocks)
    findings = [*numbering_findings(blocks), *plan.findings]
    return Read(source, tuple(plan.readings), tuple(findings))


@dataclass
class Plan:
    """Makes readings of blocks, in the order of the document."""

    source: Source
    cover: Cover
    marks: Mapping[str, Span]
    readings: list[Reading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    paragraphs: int = 0

    def furnish(self, lines: Sequence[Line], roles: Mapping[int, str]) -> None:
        """Take what says nothing; the cover says what the plan is called, whose it is, and of which day."""
        for line in lines:
            if what := roles.get(line.number):
                cells = {"what": Cell(what, (line.span,), confidence=0.9)}
                if what == "published" and self.cover.published:
                    cells["published"] = Cell(self.cover.published.isoformat(), (line.span,))
                self.readings.append(Reading(Kind.FURNITURE, (line.span,), line.text, cells=cells))

    def take(self, blocks: Iterable[Block]) -> None:
        promises = Promises(self.source, self.cover)
        for block in blocks:
            if block.role == "heading":
                self.readings.append(self._heading(block))
            elif block.role == "footnote":
                self._footnote(block)
            else:
                self._paragraph(block, promises)
        if self.cover.published is None:
            self.findings.append(_finding("published", "no-publication-date", UNDATED))
        self._link()

    def _heading(self, block: Block) -> Reading:
        sure = {"shape": 0.7, "bold": 0.85}.get(block.kind, 0.95)
        text = " ".join(line.said or line.text for line in block.lines)
        cells = {"level": Cell(str(block.level), confidence=sure, inferred=True), **self._standing(block)}
        return Reading(Kind.HEADING, block.spans_of(self.source), text, ref=block.ref, cells=cells)

    def _standing(self, block: Block) -> dict[str, Cell]:
        return {
            "chain": Cell(BETWEEN.join(block.chain), confidence=0.9, inferred=True),
            "part": Cell(block.section, confidence=0.9, inferred=True),
        }

    def _footnote(self, block: Block) -> None:
        mark = self.marks.get(block.ref)
        cells = {"mark": Cell(self.source.quote(mark), (mark,))} if mark else {}
        row = block.lines[0].number + 1
        if mark is None:
            self.findings.append(
                _finding(block.ref, "footnote-unmarked", f"Nothing points to footnote {block.ref}.", row)
            )
        spans = block.spans_of(self.source)
        self.readings.append(
            Reading(Kind.FOOTNOTE, spans, joined(self.source.text, spans), ref=block.ref, cells=cells)
        )

    def _paragraph(self, block: Block, promises: Promises) -> None:
        self.paragraphs += 1
        at, spans = len(self.readings), block.spans_of(self.source)
        dates = promises.dates(spans)
        ref = block.ref or f"p{self.paragraphs}"
        flow = flow_of(self.source, [self._said(part) for part in block.parts])
        self.readings.append(
            Reading(Kind.PARAGRAPH, spans, " ".join(flow.text.split()), ref=ref, ref_inferred=not block.ref,
                    cells=self._standing(block), dates=dates)
        )  # fmt: skip
        for part in block.parts:
            if part.ref:
                self._item(part, at, ref)
        if block.section not in NOT_PROMISING:
            items = {said[0].start for part in block.parts if part.ref and (said := self._said(part))}
            for made in promises.of(flow, dates, items):
                self.readings.append(replace(made, part_of=at, ref=ref, ref_inferred=not block.ref))

    def _item(self, part: Part, at: int, ref: str) -> None:
        spans = together(self.source, (line.span for line in part.lines))
        said = " ".join(masked(joined(self.source.text, self._said(part))).split())
        printed = bool(part.label and part.label.ref == part.ref)
        self.readings.append(
            Reading(Kind.ITEM, spans, said, ref=f"{ref}{part.ref}", ref_inferred=not printed, part_of=at)
        )

    def _said(self, part: Part) -> list[Span]:
        """Return the part's places without the number or mark it begins with."""
        spans = []
        for at, line in enumerate(part.lines):
            span = line.span
            if at == 0 and line.label:
                lead = len(line.raw) - len(line.raw.lstrip())
                span = Span(min(span.end, span.start + max(0, line.label.length - lead)), span.end)
            spans.append(span)
        return list(together(self.source, spans))

    def _link(self) -> None:
        """Point each paragraph to the footnotes whose marks stand in it, and each footnote back."""
        for ref, mark in self.marks.items():
            inside = self._places(mark)
            notes = (n for n, one in enumerate(self.readings) if one.kind is Kind.FOOTNOTE and one.ref == ref)
            note = next(notes, None)
            if not inside or note is None:
                continue
            paragraph, footnote = self.readings[inside[0]], self.readings[note]
            raw = self.source.quote(mark)
            self.readings[inside[0]] = replace(
                paragraph, references=(*paragraph.references, CrossReference(raw, mark, f"footnote {ref}"))
            )
            cells = {**footnote.cells, "paragraph": Cell(paragraph.ref, (mark,), inferred=True)}
            self.readings[note] = replace(footnote, cells=cells)

    def _places(self, mark: Span) -> list[int]:
        """Return the paragraphs and headings that a footnote's mark stands in."""
        return [
            at
            for at, one in enumerate(self.readings)
            if one.kind in (Kind.PARAGRAPH, Kind.HEADING) and any(span.holds(mark) for span in one.spans)
        ]


def _finding(value: str, check: str, message: str, row: int = 0) -> Finding:
    return Finding(row=row, column="plan", value=value, check=check, severity=Severity.NOTE, message=message)
