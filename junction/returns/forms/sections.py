"""How the boxes of a return stand on a page: in sections, and in each the questions of one group together.

A group ("Aprons") names its numbers in a word or two ("In stock"), so that they fit side by side on a phone.
A hint that several questions of a section share is shown once, where it is first needed; all of them refer
to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ..rules.questions import QuestionSet
from .answers import Box


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint of a group, and the short names of the questions it is for."""

    id: str
    of: str
    text: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that stand together: those of a group, or one that has no group."""

    group: str
    boxes: tuple[tuple[Box, str], ...]  # each with the ids of what describes it
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the page."""

    code: str
    title: str
    clusters: tuple[Cluster, ...]

    @property
    def boxes(self) -> list[Box]:
        return [box for cluster in self.clusters for box, _ in cluster.boxes]

    @property
    def is_filled_in(self) -> bool:
        """Tell whether something is answered here, and all that must be."""
        boxes = self.boxes
        must = any(box.is_empty and box.question.required for box in boxes)
        return not must and any(not box.is_empty for box in boxes)


def in_sections(question_set: QuestionSet, boxes: Iterable[Box]) -> list[Section]:
    """Put boxes into their sections, in the order they are asked."""
    found: dict[str, list[Box]] = {code: [] for code in question_set.sections}
    for box in boxes:
        found[box.question.section].append(box)
    return [
        Section(code, question_set.sections[code], tuple(_clusters(inside)))
        for code, inside in found.items()
        if inside
    ]


def _clusters(boxes: list[Box]) -> Iterable[Cluster]:
    shown: dict[str, str] = {}
    for group, together in groupby(boxes, key=lambda box: box.question.group):
        if group:
            yield _grouped(group, list(together), shown)
        else:
            yield from (Cluster("", ((box, _described_by(box, f"{box.id}-hint")),)) for box in together)


def _grouped(group: str, boxes: list[Box], shown: dict[str, str]) -> Cluster:
    """Make a group; `shown` has the hints already on the page, by text, and takes in the new ones."""
    names: dict[str, list[str]] = {}
    for box in boxes:
        if box.question.hint and box.question.hint not in shown:
            names.setdefault(box.question.hint, []).append(box.question.short)
    hints = tuple(
        Hint(f"{boxes[0].id}-hint-{number}", ", ".join(of), text)
        for number, (text, of) in enumerate(names.items(), start=1)
    )
    shown |= {hint.text: hint.id for hint in hints}
    return Cluster(
        group, tuple((box, _described_by(box, shown.get(box.question.hint, ""))) for box in boxes), hints
    )


def _described_by(box: Box, hint: str) -> str:
    parts = [
        f"{box.id}-error" if box.error else "",
        hint if box.question.hint else "",
        f"{box.id}-last" if box.last is not None else "",
    ]
    return " ".join(part for part in parts if part)
