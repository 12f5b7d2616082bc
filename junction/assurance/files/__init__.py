"""Files of answers: a table to what each row says, and what is wrong in which cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from junction.core.imports import Finding, Severity
from junction.core.tables import Table

from ..rules.book import AssuranceRules

REQUIRED = ("number", "status")
OPTIONAL = ("ref", "requirement", "result", "depth", "said")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of a file: the number of a requirement in its catalogue, and the answer to it."""

    row: int
    number: int
    status: str
    result: str
    depth: int
    said: str


@dataclass(slots=True)
class AnswerFile:
    """What a file says, and every cell that could not be taken."""

    rows: list[AnswerRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_answers(table: Table, numbers: Mapping[int, str], rules: AssuranceRules) -> AnswerFile:
    """Read a row for each requirement; `numbers` are those that are asked. An empty status says nothing."""
    made = AnswerFile(findings=list(table.findings))
    seen: set[int] = set()
    statuses = _words({code: one.title for code, one in rules.statuses.items()})
    results = _words({code: one.title for code, one in rules.results.items()})
    for row in table:
        wrong = len(made.findings)
        if not row.cells["status"].strip():
            continue
        number = _number(row.cells["number"])
        if number not in numbers:
            _find(
                made,
                row.number,
                "number",
                row.cells["number"],
                "There is no such requirement that is asked of you.",
            )
        elif number in seen:
            _find(
                made, row.number, "number", row.cells["number"], "This requirement stands in the file twice."
            )
        status = statuses.get(_plain(row.cells["status"]), "")
        if not status:
            _find(made, row.number, "status", row.cells["status"], f"Write one of: {_listed(statuses)}.")
        result = results.get(_plain(row.cells.get("result", "")), "")
        if row.cells.get("result", "").strip() and not result:
            _find(made, row.number, "result", row.cells["result"], f"Write one of: {_listed(results)}.")
        depth = _number(row.cells.get("depth", "") or "0")
        if depth is None or depth >= len(rules.depths):
            said = f"Write a whole number from 0 to {len(rules.depths) - 1}."
            _find(made, row.number, "depth", row.cells.get("depth", ""), said)
        if number is not None and depth is not None and len(made.findings) == wrong:
            seen.add(number)
            words = row.cells.get("said", "").strip()
            made.rows.append(AnswerRow(row.number, number, status, result, depth, words))
    return made


def _find(made: AnswerFile, row: int, column: str, value: str, message: str) -> None:
    made.findings.append(Finding(row, column, value[:200], "not-an-answer", Severity.ERROR, message))


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").replace("_", " ").split())


def _words(titles: Mapping[str, str]) -> dict[str, str]:
    """Return every spelling of each word: its code and its title."""
    by_title = {_plain(title): code for code, title in titles.items()}
    return {_plain(code): code for code in titles} | by_title


def _listed(words: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(words.values()))


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
