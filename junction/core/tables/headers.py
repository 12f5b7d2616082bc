"""Which row names the columns, and whether every column that must be there is."""

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from junction.core.imports import Finding, ImportRefused, ImportReport, Severity

from .shape import finding, refuse

NEAR = 70  # of 100: "Post code" for "postcode" and "Locaton" for "Location" are near, "Region" is not


def name_columns(
    cells: Sequence[str], *, row: int, required: Sequence[str], optional: Sequence[str]
) -> tuple[tuple[str, ...], list[Finding]]:
    """Return the column names; one that differs only in case, spaces or marks is taken as wanted."""
    wanted = {_key(name): name for name in (*required, *optional)}
    names = [" ".join(cell.split()) for cell in cells]
    exact = set(names)
    findings: list[Finding] = []
    for position, name in enumerate(names):
        meant = wanted.get(_key(name))
        if name and meant is not None and meant != name and meant not in exact:
            findings.append(_renamed(name, meant, row))
            names[position] = meant
        elif not name:
            names[position] = f"column {position + 1}"
    _refuse_repeats(names, row)
    _refuse_missing(names, row=row, required=required, known={*required, *optional})
    findings += _looks_like(names, row=row, wanted=[*required, *optional])
    return tuple(names), findings


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _refuse_repeats(names: Sequence[str], row: int) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        listed = ", ".join(f"“{name}”" for name in twice)
        refuse(
            "header-repeated",
            f"Row {row} names more than one column {listed}. Rename or remove all but one.",
            row=row,
            column=twice[0],
        )


def _refuse_missing(names: Sequence[str], *, row: int, required: Sequence[str], known: set[str]) -> None:
    missing = [name for name in required if name not in names]
    if not missing:
        return
    spare = [name for name in names if name not in known]
    findings = [
        finding(
            "header-missing",
            f"The column “{name}” is missing.{_suggestion(name, spare)}",
            row=row,
            column=name,
            severity=Severity.ERROR,
        )
        for name in missing
    ]
    raise ImportRefused(ImportReport(findings=findings))


def _suggestion(name: str, spare: Sequence[str]) -> str:
    near = process.extractOne(name, spare, scorer=fuzz.ratio, processor=_key, score_cutoff=NEAR)
    return f" Did you mean it by “{near[0]}”? Rename that column." if near else " Add it to the first row."


def _looks_like(names: Sequence[str], *, row: int, wanted: Sequence[str]) -> list[Finding]:
    absent = [name for name in wanted if name not in names]
    found = []
    for name in names:
        if name in wanted or not absent:
            continue
        near = process.extractOne(name, absent, scorer=fuzz.ratio, processor=_key, score_cutoff=NEAR + 10)
        if near:
            found.append(
                finding(
                    "header-near",
                    f"The column “{name}” was not used. If “{near[0]}” is meant, rename it.",
                    row=row,
                    column=name,
                )
            )
    return found


def _renamed(name: str, meant: str, row: int) -> Finding:
    return finding(
        "header-renamed",
        f"The column “{name}” was read as “{meant}”.",
        row=row,
        column=meant,
        value=name,
        severity=Severity.NOTE,
    )
