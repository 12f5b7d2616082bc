"""The files of a bundle: what left, its schedule, the lines of the log about it. What proves them: `chain`.

BagIt 1.0 (RFC 8493). Beside its two manifests a bundle has `chain.tsv`: one row for each line of each file,
with a hash over the row and all before it; the last is the head of the bundle, which is signed. So a changed
line can be named, and whoever kept the head elsewhere knows the bundle even if all of it was made anew.

The files are yielded in parts, several of them at a time, one document after another: nobody holds more than
one document.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from junction.core.audit.rules import Line, moment

from .chain import PAYLOAD, Part, json_lines
from .papers import Leaf, Leaving
from .rules import Rule
from .words import VERIFY

INDEX, STATEMENTS, NOTES = "data/index.jsonl", "data/statements.jsonl", "data/notes.jsonl"
SCHEDULE, RULES = "data/redactions.csv", "data/rules.csv"
SCHEDULED = ["document", "line", "reasons", "printed", "rules"]


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """One line of the log with its link."""

    position: int
    line: Line
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """One redaction rule with who made it, when and why, for the schedule."""

    rule: Rule
    comment: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into a bundle."""

    title: str
    purpose: str
    made_for: str
    number: int
    as_at: datetime
    sealed_at: datetime
    leaving: Leaving
    leaves: Iterable[Leaf]  # one at a time
    rules: Sequence[RuleSaid]
    log: Sequence[LoggedLine]
    checkpoint: Mapping[str, Any]
    original: Callable[[Leaf], Iterable[bytes] | None]  # what goes as received


@dataclass(slots=True)
class _Counted:
    """How much of the payload was written so far."""

    names: set[str] = field(default_factory=set)
    bytes: int = 0

    def add(self, part: Part) -> Part:
        name, said = part
        if name.startswith(PAYLOAD):
            self.names.add(name)
            self.bytes += len(said)
        return part


def parts_of(contents: Contents) -> Iterator[Part]:
    """Yield the files of a bundle without what proves them; the parts of one file come in their order."""
    counted = _Counted()
    yield "bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    yield "VERIFY.txt", VERIFY.encode()
    yield from map(counted.add, _payload(contents))
    yield "audit.jsonl", json_lines(logged_as(one, contents.leaving) for one in contents.log)
    yield "checkpoint.json", json_lines([contents.checkpoint])
    yield "bag-info.txt", _information(contents, counted)


def _payload(contents: Contents) -> Iterator[Part]:
    yield from ((name, b"") for name in (INDEX, STATEMENTS, NOTES))  # they are there with nothing in them too
    yield SCHEDULE, _csv([SCHEDULED])
    for leaf in contents.leaves:
        yield from _of_leaf(leaf, contents.original(leaf))
    yield RULES, _csv(_rules(contents))


def _of_leaf(leaf: Leaf, original: Iterable[bytes] | None) -> Iterator[Part]:
    name = _file_name(leaf)
    text_file = f"data/documents/{name}.txt"
    yield text_file, _unix(leaf.body.text).encode("utf-8", "replace")
    if original is not None:
        kept = f"data/originals/{name}{_ending(leaf.file_name)}"
        yield kept, b""
        yield from ((kept, piece) for piece in original)
    form = "text made anew" if original is None else "as received, and as text"
    yield INDEX, json_lines([leaf.index() | {"form": form, "text_file": text_file}])
    yield STATEMENTS, json_lines(leaf.statements())
    yield NOTES, json_lines(leaf.notes())
    yield SCHEDULE, _csv(_schedule(leaf))


def logged_as(one: LoggedLine, leaving: Leaving) -> dict[str, Any]:
    """Return a line of the log; of one that a rule touches the link alone, since its hash is of its words."""
    line = one.line
    link_alone = {"position": one.position, "previous_hash": one.previous_hash, "hash": one.hash}
    said = {
        "id": line.id,
        "at": moment(line.at),
        "by": line.by,
        "verb": line.verb,
        "subject": line.subject,
        "detail": line.detail,
        "why": line.why,
        "playbook": line.playbook,
    }
    cuts = [cut for text in (line.detail, line.why, line.by) for cut in leaving.redacted(text).cuts]
    if cuts:
        return link_alone | {"withheld": sorted({reason for cut in cuts for reason in cut.reasons})}
    return link_alone | said


def _schedule(leaf: Leaf) -> list[list[object]]:
    """Return each thing that was taken out of a text; never what it was."""
    return [
        [
            leaf.number,
            leaf.source.line_of(cut.at),
            " ".join(cut.reasons),
            cut.printed,
            " ".join(map(str, cut.rules)),
        ]
        for cut in leaf.body.cuts
    ]


def _rules(contents: Contents) -> list[list[object]]:
    rows: list[list[object]] = [["rule", "scope", "seeks", "reason", "printed", "comment", "by", "at"]]
    for one in contents.rules:
        rule = one.rule
        seeks = rule.pattern or ("a place" if rule.scope == "place" else "words")
        comment = contents.leaving.words(one.comment, rule.document)
        rows.append(
            [rule.number, rule.scope, seeks, rule.reason, rule.printed, comment, one.by, moment(one.at)]
        )
    return rows


def _information(contents: Contents, counted: _Counted) -> bytes:
    words = contents.leaving.words
    lines = {
        "Bagging-Date": contents.sealed_at.date().isoformat(),
        "External-Description": words(contents.title),
        "Purpose": words(contents.purpose),
        "Made-For": words(contents.made_for),
        "External-Identifier": f"extract:{contents.number}",
        "Record-As-At": moment(contents.as_at),
        "Payload-Oxum": f"{counted.bytes}.{len(counted.names)}",
        "Log-Lines": str(len(contents.log)),
        "Originals": "Documents a rule touches left as text made anew; their bytes as received are not here.",
    }
    return "".join(f"{name}: {' '.join(said.split())}\n" for name, said in lines.items()).encode()


def _file_name(leaf: Leaf) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", leaf.title.casefold()).strip("-")
    return f"{leaf.number:04d}-{plain[:60].strip('-') or 'document'}"


def _ending(name: str) -> str:
    found = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
    return found.group().lower() if found else ".bin"


def _unix(text: str) -> str:
    return text if text.endswith("\n") or not text else text + "\n"


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _cell(cell: object) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    said = str(cell)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t", "\r") else said
