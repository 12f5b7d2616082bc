"""Take published series in: whole publications, never changed once taken, each kept as its differences.

A file may hold several publications, and ones that were taken before: those must be equal to what is kept,
and change nothing. One that came out between two that are kept is put in its place, and the one after it
is given the differences it then needs, so that every publication still reads back exactly.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.imports import Finding, ImportRefused, ImportReport, Severity
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.tables import Table
from junction.core.telling import Tell, told
from junction.registry.queries import area_index
from junction.registry.rules.areas import AreaIndex, full_key
from junction.returns.files.series import PublishedCell, PublishedFile, read_published
from junction.returns.models import Figure, Publication, Series, SeriesLine
from junction.returns.queries.series import state_at
from junction.returns.rules.series import Key, State, changes, fingerprint
from junction.returns.rules.series_book import definition

BATCH = 5_000


class MayNotImportSeries(Refusal):
    """You need permission to import published series."""

    status = 403


@dataclass(slots=True)
class _Issue:
    """One publication as a file gives it."""

    label: str
    published_at: datetime
    data_cutoff: date | None
    state: State = field(default_factory=dict)


def import_series(
    table: Table,
    *,
    name: str = "",
    title: str = "",
    dry_run: bool = False,
    tell: Tell | None = None,
    by: Actor,
    now: datetime,
) -> ImportReport:
    """Take every publication of a file; the counts of the report are of figures.

    Created: a figure the publication before did not give. Changed: revised or withdrawn. Unchanged: as in
    the publication before it, or taken already. Raises MayNotImportSeries, and ImportRefused when anything in
    the file is an error.
    """
    if not by.scope.may("series.import"):
        raise MayNotImportSeries
    published = read_published(table)
    report = ImportReport(rows=table.rows_in_file, findings=[*table.findings, *published.findings])
    name = name or published.series
    if not name:
        _refuse(report, "no-name", "This layout does not say which series it is. Give a name.")
    issues = _issues(published, report)
    if report.errors:
        raise ImportRefused(report)
    with transaction.atomic():
        series = _series(name, title=title, layout=published.series)
        lines = _lines(series, published, report)
        for issue in told(issues, tell, of=len(issues)):
            _take(series, issue, lines=lines, report=report, by=by, now=now)
        if report.errors:
            raise ImportRefused(report)
        transaction.set_rollback(dry_run)
    return report


def _refuse(report: ImportReport, check: str, message: str) -> None:
    report.findings.append(Finding(0, "", "", check, Severity.ERROR, message))
    raise ImportRefused(report)


def _area_key(cell: PublishedCell) -> str:
    return cell.area_code or full_key(cell.area_name)


def _issues(published: PublishedFile, report: ImportReport) -> list[_Issue]:
    issues: dict[str, _Issue] = {}
    for cell in published.cells:
        fresh = _Issue(cell.publication, cell.published_at, cell.data_cutoff)
        issue = issues.setdefault(cell.publication, fresh)
        key = Key(_area_key(cell), cell.measure, cell.day)
        if issue.state.setdefault(key, cell.said) != cell.said:
            what = f"{cell.area_name}, {cell.measure}, {cell.day}"
            message = f"{what} stands twice in {cell.publication}, with two values."
            report.findings.append(Finding(cell.row, "", "", "figure-twice", Severity.ERROR, message))
    return sorted(issues.values(), key=lambda issue: issue.published_at)


def _series(name: str, *, title: str, layout: str) -> Series:
    """Under whatever name it is kept, a series the layout tells keeps that one's limit for small numbers."""
    laid_down = layout or name
    known = definition(laid_down)
    series, _ = Series.objects.get_or_create(
        name=name,
        defaults={
            "definition": laid_down if known else "",
            "title": title or known.get("title", name),
            "source": known.get("source", ""),
            "every": known.get("every", Series.Every.DAY),
        },
    )
    return Series.objects.select_for_update().get(pk=series.pk)


def _lines(series: Series, published: PublishedFile, report: ImportReport) -> dict[tuple[str, str], int]:
    kept = {(line.area_key, line.measure): line.pk for line in series.lines.all()}
    new: dict[tuple[str, str], PublishedCell] = {}
    for cell in published.cells:
        identity = (_area_key(cell), cell.measure)
        if identity not in kept:
            new.setdefault(identity, cell)
    index = area_index() if new else AreaIndex()
    found = _areas(index, new, report)
    made = SeriesLine.objects.bulk_create(
        SeriesLine(series=series, area_key=key, area_name=cell.area_name, area_id=found[key], measure=measure)
        for (key, measure), cell in new.items()
    )
    return kept | {(line.area_key, line.measure): line.pk for line in made}


def _areas(
    index: AreaIndex, new: dict[tuple[str, str], PublishedCell], report: ImportReport
) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for (key, _), cell in new.items():
        if key in found:
            continue
        text = cell.area_code or cell.area_name
        match = index.resolve(text, on=cell.day)
        match = match if match.code or cell.area_code else index.resolve(text)
        found[key] = match.code
        if match.code is None:
            message = f"{match.explain(text)} Its figures are kept under that text."
            report.findings.append(Finding(cell.row, "area", text, "unknown-area", Severity.WARNING, message))
    return found


def _take(
    series: Series,
    issue: _Issue,
    *,
    lines: dict[tuple[str, str], int],
    report: ImportReport,
    by: Actor,
    now: datetime,
) -> None:
    if taken := series.publications.filter(label=issue.label).first():
        _check_same(taken, issue, report)
        return
    earlier = series.publications.filter(published_at__lte=issue.published_at).last()
    later = series.publications.filter(published_at__gt=issue.published_at).first()
    before = state_at(by.scope, earlier) if earlier else {}
    after = state_at(by.scope, later) if later else {}
    publication = _publication(series, issue, earlier=earlier, by=by, now=now)
    kept = changes(before, issue.state)
    if later:
        _mend(later, before=issue.state, after=after, lines=lines)
    _store(publication, kept, lines)
    _count(report, issue, before=before, kept=kept)
    record(
        at=now,
        by=by,
        verb="returns.series.imported",
        subject=f"publication:{publication.pk}",
        series=series.name,
        label=issue.label,
        figures=len(issue.state),
        kept=len(kept),
        sha256=publication.sha256,
    )


def _check_same(taken: Publication, issue: _Issue, report: ImportReport) -> None:
    report.unchanged += len(issue.state)
    if taken.sha256 != fingerprint(issue.state):
        message = f"{issue.label} is kept with other figures. Publications never change: use a new label."
        report.findings.append(
            Finding(0, "publication", issue.label, "publication-differs", Severity.ERROR, message)
        )


def _publication(
    series: Series, issue: _Issue, *, earlier: Publication | None, by: Actor, now: datetime
) -> Publication:
    same_moment = earlier is not None and earlier.published_at == issue.published_at
    return Publication.objects.create(
        series=series,
        label=issue.label,
        published_at=issue.published_at,
        data_cutoff=issue.data_cutoff,
        day_order=earlier.day_order + 1 if earlier and same_moment else 1,
        sha256=fingerprint(issue.state),
        imported_at=now,
        imported_by=by.key,
    )


def _mend(later: Publication, *, before: State, after: State, lines: dict[tuple[str, str], int]) -> None:
    """Give `later` what it shared with the publication once before it and not with the one now before it."""
    own = {Key(*row) for row in later.figures.values_list("line__area_key", "line__measure", "day")}
    needed = changes(before, after)
    _store(later, {key: said for key, said in needed.items() if key not in own}, lines)


def _store(publication: Publication, kept: State, lines: dict[tuple[str, str], int]) -> None:
    Figure.objects.bulk_create(
        (
            Figure(
                line_id=lines[key.area_key, key.measure],
                day=key.day,
                publication=publication,
                value=said.value,
                suppressed=said.suppressed,
            )
            for key, said in kept.items()
        ),
        batch_size=BATCH,
    )


def _count(report: ImportReport, issue: _Issue, *, before: State, kept: State) -> None:
    tally: dict[str, int] = defaultdict(int)
    for key, said in kept.items():
        tally["withdrawn" if said.is_withdrawn else "revised" if key in before else "new"] += 1
    report.created += tally["new"]
    report.changed += tally["revised"] + tally["withdrawn"]
    report.unchanged += len(issue.state) - tally["new"] - tally["revised"]
    if tally["withdrawn"]:
        message = f"{issue.label} no longer gives {tally['withdrawn']} figures of the publication before it."
        report.findings.append(
            Finding(0, "publication", issue.label, "figures-withdrawn", Severity.WARNING, message)
        )
