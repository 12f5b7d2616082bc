"""Take in a list or a feed of services: what is new is added, what says something else is changed.

A second sending of the same changes nothing. What a person corrected here is left as it is, and the report
says so; so is what another source brought. All is one transaction, a few statements for each kind of row.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.imports import Finding, ImportReport, Severity
from junction.core.scope import Actor
from junction.registry.models import Area, Organisation

from ..models import DirectorySource, Service
from ..rules.directory_book import directory_book
from ..rules.listed import Listed, ListedService
from . import directory_refusals as refusals
from .directory_rows import store_services

DIRECTORY = "support.directory"


@dataclass(frozen=True, slots=True)
class Taking:
    """Whose list it is: its name, the council it is for, and who keeps its services from now."""

    source: str
    area: str = ""
    keeper: int | None = None


def import_directory(
    listed: Listed, taking: Taking, *, dry_run: bool = False, by: Actor, now: datetime
) -> ImportReport:
    """Take in what a file lists. Raise a refusal where the list is not one's to bring, or too long."""
    with transaction.atomic():
        report = _take(listed, taking, by=by, now=now)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _take(listed: Listed, taking: Taking, *, by: Actor, now: datetime) -> ImportReport:
    _permit(taking, by=by)
    if len(listed.services) > directory_book(local_day(now)).most_services_in_a_file:
        raise refusals.TooManyServices
    source = _source(listed, taking, by=by, now=now)
    report = ImportReport(rows=listed.rows, findings=list(listed.findings))
    known = Service.objects.defer("described").in_bulk([one.id for one in listed.services])
    to_store = [one for one in listed.services if _is_to_store(one, known, source, report)]
    report.created = sum(one.id not in known for one in to_store)
    report.changed = len(to_store) - report.created
    store_services(to_store, source=source, keeper=taking.keeper, now=now)
    record(
        at=now, by=by, verb="support.directory.imported", subject=f"directory-source:{source.pk}",
        rows=report.rows, created=report.created, changed=report.changed, sha256=listed.sha256,
    )  # fmt: skip
    return report


def _permit(taking: Taking, *, by: Actor) -> None:
    reach = by.scope.reach(DIRECTORY)
    if not (reach.national or (taking.area and taking.area in reach.areas)):
        raise refusals.NotYourDirectory
    if taking.area and not Area.objects.filter(pk=taking.area).exists():
        raise refusals.AreaNotKnown
    if taking.keeper and not Organisation.objects.filter(pk=taking.keeper).exists():
        raise refusals.NotYourDirectory


def _source(listed: Listed, taking: Taking, *, by: Actor, now: datetime) -> DirectorySource:
    new = {"kind": listed.kind, "area_id": taking.area or None, "taken_at": now, "taken_by": by.key,
           "sha256": listed.sha256}  # fmt: skip
    name = taking.source.strip()[:120]
    source, is_new = DirectorySource.objects.select_for_update().get_or_create(name=name, defaults=new)
    if is_new:
        return source
    if source.area_id != (taking.area or None):
        raise refusals.SourceOfAnother
    source.taken_at, source.taken_by, source.sha256 = now, by.key, listed.sha256
    source.save(update_fields=["taken_at", "taken_by", "sha256"])
    return source


def _is_to_store(
    one: ListedService, known: dict[UUID, Service], source: DirectorySource, report: ImportReport
) -> bool:
    there = known.get(one.id)
    if there is None:
        return True
    if there.source_id != source.pk:
        _say(report, one, "of-another-source", "Another source has this service. It was left as that says.")
    elif there.digest != one.digest and there.edited_at is not None:
        _say(report, one, "corrected-here", "Somebody corrected this service here. It was left as it is.")
    elif there.digest != one.digest:
        return True
    report.unchanged += 1
    return False


def _say(report: ImportReport, one: ListedService, check: str, message: str) -> None:
    report.findings.append(Finding(one.row, "name", one.name, check, Severity.WARNING, message))
