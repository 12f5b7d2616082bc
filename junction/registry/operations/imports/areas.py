"""In which area each row lies: by its code when that is one, else by the council's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from junction.core.imports import Finding, ImportRefused, Severity
from junction.core.scope import Reach
from junction.registry import queries
from junction.registry.rules.areas import COUNCIL_KINDS, is_gss_code
from junction.registry.rules.listed import ListedPlace
from junction.registry.rules.places import is_in_reach

from .report import PlacesReport


@dataclass(frozen=True, slots=True)
class Lies:
    """The lowest-tier area of a row and the council responsible for it, each by code when known."""

    area: str | None = None
    council: str | None = None


class AreaFinder:
    """Finds areas of rows as they were on a day, inside what the importer may reach."""

    def __init__(self, reach: Reach, *, on: date) -> None:
        self.reach, self.on = reach, on
        self.index = queries.area_index()
        self.found: dict[tuple[str, str], str | None] = {}

    def complete_for(self, text: str, *, listed_on: date | None, report: PlacesReport) -> str:
        """Return the code of the area a list is complete for, "" for none; refuse what cannot be right."""
        if not text:
            return ""
        match = self.index.resolve(text, on=self.on)
        if listed_on is None:
            self._refuse(report, text, "A complete list needs its day. Give --listed-on as well.")
        if match.code is None:
            self._refuse(report, text, match.explain(text))
        code = match.code or ""
        if not self.reach.national and code not in self.reach.areas:
            self._refuse(report, text, f"{text} is outside the areas you may import for.")
        return code

    def find(
        self, rows: Sequence[ListedPlace], *, report: PlacesReport
    ) -> tuple[list[ListedPlace], list[Lies]]:
        """Return the rows that may be taken and where each lies; a row out of reach is an error."""
        codes = [self._code(row, report) for row in rows]
        lowest = {code for code in codes if code and self.index.areas[code].kind != "county"}
        upper = queries.upper_tiers(lowest, on=self.on)
        lies = [Lies(code if code in lowest else None, upper.get(code or "", code)) for code in codes]
        taken = [
            (row, where)
            for row, where in zip(rows, lies, strict=True)
            if self._is_reached(row, where, report)
        ]
        return [row for row, _ in taken], [where for _, where in taken]

    def _is_reached(self, row: ListedPlace, where: Lies, report: PlacesReport) -> bool:
        if is_in_reach(self.reach, area=where.area, council=where.council):
            return True
        message = "This place lies outside the areas you may import for. The row was not taken."
        self._tell(report, row, message, check="area-out-of-reach", severity=Severity.ERROR)
        return False

    def _code(self, row: ListedPlace, report: PlacesReport) -> str | None:
        key = (row.area_code, row.area_name)
        if any(key) and key not in self.found:
            self.found[key] = self._resolve(row, report)
        return self.found.get(key)

    def _resolve(self, row: ListedPlace, report: PlacesReport) -> str | None:
        code = self.index.resolve(row.area_code).code if is_gss_code(row.area_code) else None
        if code and self.index.areas[code].kind in COUNCIL_KINDS:
            return code
        match = self.index.resolve(row.area_name, on=self.on, kinds=COUNCIL_KINDS)
        if match.code is None:
            self._tell(report, row, match.explain(row.area_name or row.area_code), check="area-unknown")
        elif row.area_code:
            message = f"{row.area_code} is no GSS code; {row.area_name} was taken, which is {match.code}."
            self._tell(report, row, message, check="area-code-not-valid")
        return match.code

    def _tell(
        self,
        report: PlacesReport,
        row: ListedPlace,
        message: str,
        *,
        check: str,
        severity: Severity = Severity.WARNING,
    ) -> None:
        column, value = ("area_code", row.area_code) if row.area_code else ("area_name", row.area_name)
        report.findings.append(Finding(row.number, column, value, check, severity, message))

    def _refuse(self, report: PlacesReport, value: str, message: str) -> None:
        report.findings.append(Finding(0, "complete-for", value, "complete-for", Severity.ERROR, message))
        raise ImportRefused(report)
