"""What lies inside what, and when: links are followed upwards and their spans cut down to what they share.

Three choices. An area lies in itself for ever, so that an ended council still finds its own records. An
area that gave way to exactly one other lies in that one from the day of the change, so that records kept
under the old code stay within reach of the new council; one that was split does not. An area shared
between several of one kind (a council across two integrated care boards) counts wholly to the one with
most of its people, so that totals over areas of one kind add up to the nation.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

MAIN_SHARE = 0.5


class Span(NamedTuple):
    """Days from `start` to the day before `end` (for ever when None)."""

    start: date
    end: date | None

    def overlap(self, other: "Span") -> "Span | None":
        """Return the days both have, or None."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return None if end is not None and end <= start else Span(start, end)


class Link(NamedTuple):
    """`child` lies in `parent` during `span`, by a share of its people."""

    child: str
    parent: str
    span: Span
    share: float = 1.0


class Change(NamedTuple):
    """`old` gave way to `new` on a day."""

    old: str
    new: str
    on: date


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or touch."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        last = joined[-1] if joined else None
        if last is None or (last.end is not None and span.start > last.end):
            joined.append(span)
        elif last.end is not None:
            joined[-1] = Span(last.start, None if span.end is None else max(last.end, span.end))
    return joined


def _edges(links: Iterable[Link], changes: Iterable[Change]) -> dict[str, list[tuple[str, Span]]]:
    edges: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for link in links:
        if link.share > MAIN_SHARE:
            edges[link.child].append((link.parent, link.span))
    successors: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        successors[change.old].append(change)
    for old, found in successors.items():
        if len(found) == 1:
            edges[old].append((found[0].new, Span(found[0].on, None)))
    return edges


def inside(
    starts: Mapping[str, date], *, links: Iterable[Link], changes: Iterable[Change]
) -> list[tuple[str, str, Span]]:
    """Return every (ancestor, descendant, span), each area in itself included.

    `starts` maps every code to its first day. Raises ValueError where links run in a circle.
    """
    edges = _edges(links, changes)
    rows: list[tuple[str, str, Span]] = []
    for code, start in sorted(starts.items()):
        found: dict[str, list[Span]] = defaultdict(list)
        found[code].append(Span(start, None))
        _climb(code, Span(start, None), edges=edges, found=found, path=(code,))
        rows += [(top, code, span) for top, spans in sorted(found.items()) for span in merged(spans)]
    return rows


def _climb(
    code: str,
    span: Span,
    *,
    edges: Mapping[str, list[tuple[str, Span]]],
    found: dict[str, list[Span]],
    path: tuple[str, ...],
) -> None:
    for parent, valid in edges.get(code, ()):
        if parent in path:
            raise ValueError(f"the links run in a circle: {' → '.join((*path, parent))}")
        shared = span.overlap(valid)
        if shared:
            found[parent].append(shared)
            _climb(parent, shared, edges=edges, found=found, path=(*path, parent))
