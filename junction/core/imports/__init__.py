"""What every import answers with: counts, and a finding for each row and cell that is not as it should be."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    ERROR = "error"  # the row (or file) is not taken
    WARNING = "warning"  # taken, and somebody should look
    NOTE = "note"  # taken; nothing to do


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or odd in one cell of a file (row 0: the file as a whole)."""

    row: int
    column: str
    value: str
    check: str
    severity: Severity
    message: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "check": self.check,
            "severity": str(self.severity),
            "message": self.message,
        }


@dataclass(slots=True)
class ImportReport:
    """The answer of every import, the same shape whatever was imported."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def errors(self) -> int:
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        return self.count(Severity.WARNING)

    @property
    def effects(self) -> int:
        """How many rows change something: none when the file says what is known."""
        return self.created + self.changed

    def details(self) -> dict[str, int]:
        """What this kind of import counts besides."""
        return {}

    def summary(self) -> dict[str, Any]:
        """Every count, without the findings."""
        return {
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "warnings": self.warnings,
            "errors": self.errors,
            "checks": dict(Counter(finding.check for finding in self.findings)),
            "details": self.details(),
        }

    def as_dict(self) -> dict[str, Any]:
        """One object of one shape, whatever was imported: the counts, and each finding."""
        return self.summary() | {"findings": [finding.as_dict() for finding in self.findings]}


class ImportRefused(Exception):
    """The file was not taken at all, and nothing was stored. `report` says why."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(
            "; ".join(finding.message for finding in report.findings if finding.severity == "error")
        )
        self.report = report
