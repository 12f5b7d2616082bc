"""Write the map: a table of areas is compared with what is known, and only what differs is written.

A table is taken whole or not at all, since a link to an area that failed would be half a map. The areas in
it are replaced as the table says; areas that are not in it stay. Loading the project's own facts is the same
import, so that a second start finds nothing to do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.imports import Finding, ImportRefused, ImportReport, Severity
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.tables import Table
from junction.registry.files.areas import read_facts
from junction.registry.models import Area, AreaChange, AreaInside, AreaLink, AreaName
from junction.registry.rules.area_table import AreaRow, read_rows
from junction.registry.rules.areas import full_key
from junction.registry.rules.inside import Change, Link, Span, inside

AREA_FIELDS = ("kind", "name", "started_on", "ended_on", "longitude", "latitude")
LinkFact = tuple[str, str, Decimal, date, date | None]  # parent, kind, share, from, until


class MayNotImportAreas(Refusal):
    """You need permission to import for the whole country to change the map of areas."""

    status = 403


@dataclass(slots=True)
class _Fact:
    """All that is kept of one area, in a form two of which can be compared."""

    values: tuple[object, ...] = ()
    names: set[str] = field(default_factory=set)
    links: set[LinkFact] = field(default_factory=set)
    changes: set[tuple[str, date]] = field(default_factory=set)


def load_area_facts(*, by: Actor, now: datetime) -> ImportReport:
    """Load the fact tables that come with the project; a second time finds nothing to change."""
    return import_areas(read_facts(), dry_run=False, by=by, now=now)


def import_areas(table: Table, *, dry_run: bool, by: Actor, now: datetime) -> ImportReport:
    """Take a table of areas; see `rules.area_table` for its columns.

    Raises MayNotImportAreas, and ImportRefused when any row has an error.
    """
    if not by.scope.reach("registry.import").national:
        raise MayNotImportAreas
    wanted, findings = read_rows((row.number, row.cells) for row in table)
    findings[:0] = table.findings
    report = ImportReport(rows=table.rows_in_file, findings=findings)
    with transaction.atomic():
        spans = {
            code: Span(start, end)
            for code, start, end in Area.objects.values_list("code", "started_on", "ended_on")
        }
        spans |= {row.code: Span(row.started_on, row.ended_on) for row in wanted}
        facts = {row.code: _wanted_fact(row, spans, findings) for row in wanted}
        if report.errors:
            raise ImportRefused(report)
        _store(facts, report)
        if report.created or report.changed:
            _rebuild_inside()
            record(
                at=now,
                by=by,
                verb="registry.areas.imported",
                subject="areas:all",
                created=report.created,
                changed=report.changed,
                rows=report.rows,
            )
        transaction.set_rollback(dry_run)
    return report


def _wanted_fact(row: AreaRow, spans: Mapping[str, Span], findings: list[Finding]) -> _Fact:
    fact = _Fact(values=tuple(getattr(row, name) for name in AREA_FIELDS), names={row.name, *row.other_names})
    own = spans[row.code]
    for parent in row.parents:
        given = Span(parent.start or date.min, parent.end)
        span = own.overlap(spans[parent.code]) if parent.code in spans else None
        span = span.overlap(given) if span else None
        if span is None:
            message = f"{parent.code} is not known, or never existed together with {row.code}."
            findings.append(
                Finding(row.number, parent.kind, parent.code, "unknown-parent", Severity.ERROR, message)
            )
            continue
        fact.links.add((parent.code, parent.kind, Decimal(f"{parent.share:.3f}"), span.start, span.end))
    for code in row.replaced_by:
        if code not in spans or row.ended_on is None:
            message = f"{code} is not known, or {row.code} has no ended_on."
            findings.append(
                Finding(row.number, "replaced_by", code, "unknown-successor", Severity.ERROR, message)
            )
            continue
        fact.changes.add((code, row.ended_on))
    return fact


def _known_facts(codes: Iterable[str]) -> dict[str, _Fact]:
    facts = {
        row[0]: _Fact(values=row[1:])
        for row in Area.objects.filter(code__in=codes).values_list("code", *AREA_FIELDS)
    }
    for code, name in AreaName.objects.filter(area__in=facts).values_list("area_id", "name"):
        facts[code].names.add(name)
    links = AreaLink.objects.filter(child__in=facts)
    for child, parent, kind, share, start, end in links.values_list(
        "child_id", "parent_id", "kind", "share", "valid_from", "valid_until"
    ):
        facts[child].links.add((parent, kind, share, start, end))
    for old, new, on in AreaChange.objects.filter(old__in=facts).values_list("old_id", "new_id", "on"):
        facts[old].changes.add((new, on))
    return facts


def _store(facts: dict[str, _Fact], report: ImportReport) -> None:
    known = _known_facts(facts)
    different = {code: fact for code, fact in facts.items() if known.get(code) != fact}
    report.created = len(facts.keys() - known.keys())
    report.changed = len(different) - report.created
    report.unchanged = len(facts) - len(different)
    Area.objects.bulk_create(
        [
            Area(code=code, **dict(zip(AREA_FIELDS, fact.values, strict=True)))
            for code, fact in different.items()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=AREA_FIELDS,
    )
    AreaName.objects.filter(area__in=different).delete()
    AreaLink.objects.filter(child__in=different).delete()
    AreaChange.objects.filter(old__in=different).delete()
    AreaName.objects.bulk_create(
        AreaName(area_id=code, name=name, key=full_key(name))
        for code, fact in different.items()
        for name in sorted(fact.names)
    )
    AreaLink.objects.bulk_create(
        AreaLink(child_id=code, parent_id=parent, kind=kind, share=share, valid_from=start, valid_until=end)
        for code, fact in different.items()
        for parent, kind, share, start, end in sorted(fact.links, key=str)
    )
    AreaChange.objects.bulk_create(
        AreaChange(old_id=code, new_id=new, on=on)
        for code, fact in different.items()
        for new, on in sorted(fact.changes)
    )


def _rebuild_inside() -> None:
    starts = dict(Area.objects.values_list("code", "started_on"))
    links = AreaLink.objects.values_list("child_id", "parent_id", "valid_from", "valid_until", "share")
    changes = AreaChange.objects.values_list("old_id", "new_id", "on")
    rows = inside(
        starts,
        links=[
            Link(child, parent, Span(start, end), float(share)) for child, parent, start, end, share in links
        ],
        changes=[Change(*change) for change in changes],
    )
    AreaInside.objects.all().delete()
    AreaInside.objects.bulk_create(
        AreaInside(ancestor_id=top, descendant_id=code, valid_from=span.start, valid_until=span.end)
        for top, code, span in rows
    )
