"""Take in a catalogue from a file: add and change what it says, leave alone what it does not name.

The base unit of an item that has ever moved cannot change: every quantity on record would mean another thing.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.imports import Finding, ImportReport, Severity
from junction.core.scope import Actor
from junction.core.tables import Row

from ..models import Balance, Item, Pack
from ..rules.catalogue import CatalogueRow, ListedPack, contradictions, read_catalogue_row
from .stock_refusals import MayNotEditCatalogue

CATALOGUE = "supply.catalogue"


@transaction.atomic
def import_catalogue(
    rows: Iterable[Row], *, findings: list[Finding], dry_run: bool, by: Actor, now: datetime
) -> ImportReport:
    """Take in every sound row; answer with counts and what was wrong. Raise `MayNotEditCatalogue`."""
    if not by.scope.may(CATALOGUE):
        raise MayNotEditCatalogue
    report = ImportReport(findings=list(findings))
    sound = _sound(rows, report)
    stored = _Stored()
    for row in sound:
        _take(row, stored, report)
    if dry_run:
        transaction.set_rollback(True)
    elif report.effects:
        record(
            at=now, by=by, verb="supply.catalogue.imported", subject="catalogue:items",
            created=report.created, changed=report.changed,
        )  # fmt: skip
    return report


def _sound(rows: Iterable[Row], report: ImportReport) -> list[CatalogueRow]:
    read: list[CatalogueRow] = []
    for row in rows:
        report.rows += 1
        sound, wrong = read_catalogue_row(row.number, row.cells)
        report.findings += wrong
        read += [sound] if sound else []
    against = contradictions(read)
    report.findings += against
    refused = {finding.row for finding in against}
    return [row for row in read if row.number not in refused]


class _Stored:
    """What is known already, by code, name and trade item number."""

    def __init__(self) -> None:
        self.items = {item.code: item for item in Item.objects.all()}
        self.packs = {(pack.item_id, pack.name): pack for pack in Pack.objects.all()}
        self.gtins = {pack.gtin: pack for pack in self.packs.values() if pack.gtin}
        self.moved = set(Balance.objects.values_list("item_id", flat=True).distinct())


def _take(row: CatalogueRow, stored: _Stored, report: ImportReport) -> None:
    said = asdict(row.item)
    item = stored.items.get(row.item.code)
    if item and item.pk in stored.moved and item.base_unit != row.item.base_unit:
        report.findings.append(_unit_changed(row, item))
        return
    bearer = stored.gtins.get(row.pack.gtin) if row.pack and row.pack.gtin else None
    if bearer and row.pack and (item is None or (bearer.item_id, bearer.name) != (item.pk, row.pack.name)):
        report.findings.append(_gtin_taken(row, bearer))
        return
    is_new = item is None
    if item is None:
        item = stored.items[row.item.code] = Item.objects.create(**said)
    changed = [name for name, value in said.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, said[name])
    if changed:
        item.save(update_fields=changed)
    packed = row.pack is not None and _take_pack(item, row.pack, stored)
    if is_new:
        report.created += 1
    elif changed or packed:
        report.changed += 1
    else:
        report.unchanged += 1


def _take_pack(item: Item, listed: ListedPack, stored: _Stored) -> bool:
    """Store a pack; tell whether anything was new in it."""
    pack = stored.packs.get((item.pk, listed.name))
    if pack is None:
        pack = Pack.objects.create(item=item, **asdict(listed))
        stored.packs[item.pk, listed.name] = pack
    elif all(getattr(pack, name) == value for name, value in asdict(listed).items()):
        return False
    else:
        stored.gtins.pop(pack.gtin, None)
        for name, value in asdict(listed).items():
            setattr(pack, name, value)
        pack.save()
    if listed.gtin:
        stored.gtins[listed.gtin] = pack
    return True


def _unit_changed(row: CatalogueRow, item: Item) -> Finding:
    message = (
        f"{item.name} is counted in {item.plural_unit}, and stock of it has moved. Add another item instead."
    )
    return Finding(row.number, "base_unit", row.item.base_unit, "unit-in-use", Severity.ERROR, message)


def _gtin_taken(row: CatalogueRow, bearer: Pack) -> Finding:
    gtin = row.pack.gtin if row.pack else ""
    message = f"{bearer.item.name}, {bearer.name} has this trade item number already. Correct it there first."
    return Finding(row.number, "gtin", gtin, "gtin-taken", Severity.ERROR, message)
