"""The files of a bundle: what left, its schedule, the lines of the log about it, and what proves them.

BagIt 1.0 (RFC 8493). Beside its two manifests a bundle has `chain.tsv`: one row for each line of each file,
with a hash over the row and all before it; the last is the head of the bundle, which is signed. So a changed
line can be named, and whoever kept the head elsewhere knows the bundle even if all of it was made anew.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from junction.core.audit.rules import Line, moment

from .papers import Leaf, Leaving
from .rules import Rule
from .words import VERIFY

CHAIN, SEAL, MANIFEST, TAGS = "chain.tsv", "seal.json", "manifest-sha256.txt", "tagmanifest-sha256.txt"
UNCHAINED = frozenset({CHAIN, SEAL, MANIFEST, TAGS})
START = bytes(32)
Files = dict[str, bytes]


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
    leaves: Sequence[Leaf]
    rules: Sequence[RuleSaid]
    log: Sequence[LoggedLine]
    checkpoint: Mapping[str, Any]
    originals: Mapping[int, bytes]  # by the number of the paper; only of what no rule touches


def files_of(contents: Contents) -> Files:
    """Return the files of a bundle without what proves them."""
    found: Files = {"bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"}
    found["VERIFY.txt"] = VERIFY.encode()
    for leaf in contents.leaves:
        name = _file_name(leaf)
        found[f"data/documents/{name}.txt"] = _unix(leaf.body.text).encode("utf-8", "replace")
        if leaf.number in contents.originals:
            found[f"data/originals/{name}{_ending(leaf.file_name)}"] = contents.originals[leaf.number]
    found["data/index.jsonl"] = _lines(_index(leaf, contents) for leaf in contents.leaves)
    found["data/statements.jsonl"] = _lines(one for leaf in contents.leaves for one in leaf.statements())
    found["data/notes.jsonl"] = _lines(one for leaf in contents.leaves for one in leaf.notes())
    found["data/redactions.csv"] = _csv(_schedule(contents))
    found["data/rules.csv"] = _csv(_rules(contents))
    found["audit.jsonl"] = _lines(logged_as(one, contents.leaving) for one in contents.log)
    found["checkpoint.json"] = _lines([dict(contents.checkpoint)])
    found["bag-info.txt"] = _information(contents, found)
    return found


def with_proof(files: Files, seal: Mapping[str, Any]) -> Files:
    """Return the files of a bundle with its chain, its signed head and its manifests."""
    whole = dict(files)
    whole[CHAIN] = chain_of(files)[0]
    whole[SEAL] = _lines([dict(seal)])
    whole[MANIFEST] = _manifest({name: said for name, said in whole.items() if name.startswith("data/")})
    tags = {name: said for name, said in whole.items() if not name.startswith("data/")}
    whole[TAGS] = _manifest(tags)
    return whole


def chain_of(files: Mapping[str, bytes]) -> tuple[bytes, str, int]:
    """Return the chain of all files, its head in hexadecimal and how many rows it has."""
    rows, running = [], START
    for path in sorted(files):
        if path in UNCHAINED:
            continue
        for number, digest in enumerate(digests(path, files[path]), start=1):
            running = link(running, path, number, digest)
            rows.append(f"{running.hex()}\t{digest}\t{number}\t{path}\n")
    return "".join(rows).encode(), running.hex(), len(rows)


def link(previous: bytes, path: str, number: int, digest: str) -> bytes:
    """Return the hash over one line of one file and everything before it."""
    return hashlib.sha256(previous + f"{path}\n{number}\n{digest}\n".encode()).digest()


def digests(path: str, content: bytes) -> list[str]:
    """Return the hash of each line of a text, of the whole of an original."""
    pieces = [content] if path.startswith("data/originals/") else content.split(b"\n")
    if len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    return [hashlib.sha256(piece).hexdigest() for piece in pieces]


def seal_text(*, head: str, rows: int, sealed_at: str) -> bytes:
    """Return what is signed of a bundle."""
    return f"junction bundle 1\n{rows}\n{head}\n{sealed_at}".encode()


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


def _index(leaf: Leaf, contents: Contents) -> dict[str, Any]:
    form = "as received, and as text" if leaf.number in contents.originals else "text made anew"
    return leaf.index() | {"form": form, "text_file": f"data/documents/{_file_name(leaf)}.txt"}


def _schedule(contents: Contents) -> list[list[object]]:
    """Return each thing that was taken out of a text; never what it was."""
    rows: list[list[object]] = [["document", "line", "reasons", "printed", "rules"]]
    for leaf in contents.leaves:
        for cut in leaf.body.cuts:
            rules = " ".join(map(str, cut.rules))
            rows.append([leaf.number, leaf.source.line_of(cut.at), " ".join(cut.reasons), cut.printed, rules])
    return rows


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


def _information(contents: Contents, files: Files) -> bytes:
    payload = [said for name, said in files.items() if name.startswith("data/")]
    words = contents.leaving.words
    lines = {
        "Bagging-Date": contents.sealed_at.date().isoformat(),
        "External-Description": words(contents.title),
        "Purpose": words(contents.purpose),
        "Made-For": words(contents.made_for),
        "External-Identifier": f"extract:{contents.number}",
        "Record-As-At": moment(contents.as_at),
        "Payload-Oxum": f"{sum(map(len, payload))}.{len(payload)}",
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


def _lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode(
        "utf-8", "replace"
    )


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _cell(cell: object) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    said = str(cell)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t", "\r") else said


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
