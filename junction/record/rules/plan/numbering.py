"""Whether the numbers run on: which are missing, doubled, or out of order."""

from collections.abc import Sequence

from junction.core.imports import Finding, Severity

from .blocks import Block
from .labels import Style

Path = tuple[str, ...]


def numbering_findings(blocks: Sequence[Block]) -> list[Finding]:
    """Compare each number with the last one beside it, under the same parent."""
    last: dict[tuple[str, Path], int] = {}
    seen: set[tuple[str, Path]] = set()
    found = []
    for block in blocks:
        label = block.label
        if label is None or not label.path or not label.path[-1].isdigit():
            continue
        # Chapters and a plain run of paragraphs are two series, though both are single figures.
        style = "heading" if block.role == "heading" and len(label.path) == 1 else "paragraph"
        if label.style in (Style.WORD, Style.PART):
            style = label.raw.split()[0].casefold()
        key, number = (style, label.path[:-1]), int(label.path[-1])
        row = block.lines[0].number + 1
        restarted = number == 1 and len(label.path) == 1 and key in last
        if (style, label.path) in seen and not restarted:
            found.append(
                _finding(row, block.ref, "number-doubled", f"Number {block.ref} stands here a second time.")
            )
        elif number < last.get(key, 0) and not restarted:
            found.append(
                _finding(
                    row, block.ref, "number-out-of-order", f"Number {block.ref} comes after a higher one."
                )
            )
        elif number > (expected := 1 if restarted else last.get(key, 0) + 1) and (
            key in last or number <= 50
        ):
            gap = _gap(block.ref, label.path[-1], expected, number - 1)
            found.append(_finding(row, block.ref, "number-missing", f"{gap} missing before {block.ref}."))
        seen.add((style, label.path))
        last[key] = number if restarted else max(number, last.get(key, 0))
    return found


def _gap(ref: str, last: str, first: int, until: int) -> str:
    stem = ref[: len(ref) - len(last)]
    return f"Number {stem}{first} is" if first == until else f"Numbers {stem}{first} to {stem}{until} are"


def _finding(row: int, ref: str, check: str, message: str) -> Finding:
    return Finding(row=row, column="ref", value=ref, check=check, severity=Severity.WARNING, message=message)
