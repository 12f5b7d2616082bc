"""An import in parts: each part is a transaction of its own, and what was done is known to whoever goes on.

What a file's import has counted so far is a `RunningReport`: it counts findings and hands them on, so that no
more of them are in memory than one part has. `Parts` is where that is remembered; the plain one remembers
nothing, as an import by the command line does, which is simply begun again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from . import Finding, ImportReport, Severity

MOST_HELD = 100_000  # findings in memory where nobody takes them


@dataclass(slots=True)
class RunningReport(ImportReport):
    """A report that grows part by part; `findings` are those not yet handed on."""

    position: int = 0  # rows of the file that are done
    severities: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)

    def found(self, findings: Iterable[Finding]) -> None:
        """Count findings, and hold them until they are handed on."""
        for one in findings:
            self.severities[one.severity] += 1
            self.checks[one.check] += 1
            if len(self.findings) < MOST_HELD:
                self.findings.append(one)

    def handed_on(self) -> list[Finding]:
        """Return the findings since the last time."""
        since, self.findings = self.findings, []
        return since

    def count(self, severity: Severity) -> int:
        """Count every finding so far."""
        return self.severities[severity]

    def summary(self) -> dict[str, Any]:
        """Every count, of every part."""
        return ImportReport.summary(self) | {"checks": dict(self.checks)}

    def so_far(self) -> dict[str, Any]:
        """What another run needs to go on from here."""
        counts = {
            name: getattr(self, name) for name in ("rows", "created", "changed", "unchanged", "position")
        }
        return counts | {"severities": dict(self.severities), "checks": dict(self.checks)}

    @classmethod
    def going_on(cls, so_far: dict[str, Any]) -> Self:
        """Return the report to go on with."""
        told = dict(so_far)
        severities, checks = Counter(told.pop("severities", {})), Counter(told.pop("checks", {}))
        return cls(**told, severities=severities, checks=checks)


@dataclass(slots=True)
class Parts:
    """How far an import came, and each further part of it."""

    report: RunningReport = field(default_factory=RunningReport)

    @contextmanager
    def part(self) -> Iterator[None]:
        """One part, within a transaction. What the report says at its end is kept with it."""
        yield
