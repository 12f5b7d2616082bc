"""A catalogue from a file: what it says comes in once, each wrong cell is named, a dry run stores nothing."""

import pytest

from junction.core.audit.models import AuditEntry
from junction.registry.tests.factories import PlaceFactory
from junction.supply.files import catalogue_template, read_items
from junction.supply.models import Item, Pack
from junction.supply.operations.catalogue_import import import_catalogue
from junction.supply.operations.stock_refusals import MayNotEditCatalogue
from junction.supply.rules.catalogue import clean_gtin, read_catalogue_row
from tests.cast import manager_of

HEAD = "code,name,base_unit,plural_unit,category,is_ppe,pack,pack_quantity,gtin,orderable\n"
SOUND = HEAD + "gloves,Gloves,glove,gloves,PPE,yes,Box of 100,100,9506000134352,yes\n"


def taken(text, *, by, now, dry_run=False):
    content = text if isinstance(text, bytes) else text.encode()
    table = read_items(content, filename="items.csv")
    return import_catalogue(table, findings=table.findings, dry_run=dry_run, by=by, now=now)


def test_the_template_is_taken_and_the_second_time_changes_nothing(db, by, now):
    first = taken(catalogue_template(), by=by, now=now)
    assert (first.created, first.changed, first.errors) == (1, 1, 0)
    assert list(Pack.objects.values_list("quantity", "gtin")) == [(2, ""), (100, "09506000134352")]
    again = taken(catalogue_template(), by=by, now=now)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert AuditEntry.objects.filter(verb="supply.catalogue.imported").count() == 1


def test_a_dry_run_says_the_same_and_stores_nothing(db, by, now):
    report = taken(SOUND, by=by, now=now, dry_run=True)
    assert report.created == 1
    assert not Item.objects.exists() and not AuditEntry.objects.exists()


def test_what_a_row_says_changes_item_and_pack(db, by, now):
    taken(SOUND, by=by, now=now)
    changed = SOUND.replace("Gloves", "Nitrile gloves").replace("9506000134352", "")
    assert taken(changed, by=by, now=now).changed == 1
    assert Item.objects.get().name == "Nitrile gloves"
    assert Pack.objects.get().gtin == ""


@pytest.mark.parametrize(
    ("column", "value", "check"),
    [
        ("code", "Gloves!", "code-not-valid"),
        ("code", "", "cell-missing"),
        ("name", "", "cell-missing"),
        ("base_unit", "u" * 21, "cell-too-long"),
        ("is_ppe", "perhaps", "cell-not-yes-or-no"),
        ("measure", "boots", "measure-not-known"),
        ("pack_quantity", "1.5", "cell-not-a-quantity"),
        ("pack_quantity", "0", "cell-not-a-quantity"),
        ("pack_quantity", "", "cell-missing"),
        ("pack", "", "pack-nameless"),
        ("gtin", "9506000134353", "gtin-not-valid"),
        ("gtin", "12", "gtin-not-valid"),
    ],
)
def test_each_wrong_cell_is_named(column, value, check):
    cells = {
        "code": "gloves", "name": "Gloves", "base_unit": "glove", "plural_unit": "gloves", "category": "PPE",
        "pack": "Box", "pack_quantity": "100", "gtin": "9506000134352", column: value,
    }  # fmt: skip
    row, findings = read_catalogue_row(2, cells)
    assert row is None
    assert {finding.check for finding in findings} == {check}
    assert all(finding.message.endswith(".") for finding in findings)


def test_a_trade_item_number_of_any_length_has_fourteen_digits():
    assert clean_gtin("9506 0001 34352") == "09506000134352"
    assert clean_gtin("614141000036") == "00614141000036"
    assert clean_gtin("") == ""


def test_rows_that_contradict_each_other_are_not_taken(db, by, now):
    other = "gloves,Other gloves,glove,gloves,PPE,yes,Case,1000,,no\n"
    same_number = "masks,Masks,mask,masks,PPE,yes,Box,50,9506000134352,yes\n"
    report = taken(SOUND + other + same_number, by=by, now=now)
    assert {finding.check for finding in report.findings} == {"code-twice", "gtin-twice"}
    assert report.created == 1


def test_a_number_that_another_pack_bears_and_a_unit_in_use_are_refused(store, moved, by, now):
    Pack.objects.filter(item=store.masks).update(gtin="09506000134352")
    moved("gloves", 100, "supplier", "available", lot="gloves_a")
    report = taken(
        HEAD + "gloves,Gloves,pair,pairs,PPE,yes,Box of 100,100,,yes\n"
        "visors,Visors,visor,visors,PPE,yes,Box,10,9506000134352,yes\n",
        by=by, now=now,
    )  # fmt: skip
    assert [finding.check for finding in report.findings] == ["unit-in-use", "gtin-taken"]
    assert report.effects == 0
    assert not Item.objects.filter(code="visors").exists()


def test_only_the_national_team_imports(db, now):
    with pytest.raises(MayNotEditCatalogue):
        taken(SOUND, by=manager_of(PlaceFactory()), now=now)
