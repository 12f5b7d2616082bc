"""Editing the catalogue and depots: who may, what is refused, what the log says, and what the pages show."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.registry.tests.factories import AreaFactory, PlaceFactory
from junction.supply.models import Depot, Item, Pack
from junction.supply.operations import depots, editing, stock_refusals
from junction.supply.queries import depots as queries
from tests.cast import manager_of, officer_of, other_officer

SAID = {
    "name": "Visors", "base_unit": "visor", "plural_unit": "visors", "category": "PPE", "is_ppe": True,
    "measure": "visors", "note": "",
}  # fmt: skip


def test_an_item_is_added_changed_and_withdrawn(db, by, now):
    editing.add_item(code="visors", said=SAID, by=by, now=now)
    editing.change_item(code="visors", said=SAID | {"note": "Wipe clean"}, by=by, now=now)
    editing.withdraw_item(code="visors", on=date(2020, 5, 1), why="None left", by=by, now=now)
    item = Item.objects.get(code="visors")
    assert (item.note, item.withdrawn_on) == ("Wipe clean", date(2020, 5, 1))
    verbs = ["supply.item.added", "supply.item.changed", "supply.item.withdrawn"]
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True)) == verbs


def test_each_refusal_of_the_catalogue(store, moved, by, now):
    moved("gloves", 100, "supplier", "available", lot="gloves_a")
    common = {"by": by, "now": now}
    with pytest.raises(stock_refusals.CodeTaken):
        editing.add_item(code="gloves", said=SAID, **common)
    with pytest.raises(stock_refusals.UnitInUse):
        editing.change_item(code="gloves", said=SAID, **common)
    pack = {"code": "gloves", "quantity": 1_000, "is_orderable": True, **common}
    with pytest.raises(stock_refusals.PackKnown):
        editing.set_pack(name="Box of 100", gtin="", **pack)
    editing.set_pack(name="Case", gtin="09506000134352", **pack)
    with pytest.raises(stock_refusals.GtinTaken):
        editing.set_pack(name="Other case", gtin="09506000134352", **pack)
    box = Pack.objects.get(item=store.gloves, name="Box of 100")
    with pytest.raises(stock_refusals.GtinTaken):
        editing.change_pack(pack_id=box.pk, gtin="09506000134352", is_orderable=True, **common)
    instead = {"code": "gloves", "per": Decimal(1), "note": "", **common}
    with pytest.raises(stock_refusals.NoSubstituteOfItself):
        editing.add_substitute(other="gloves", **instead)
    editing.add_substitute(other="masks", **instead)
    with pytest.raises(stock_refusals.SubstituteKnown):
        editing.add_substitute(other="masks", **instead)
    link = {"kind": "guidance", "title": "T", "url": "https://example.org/", "version": "",
            "dated_on": date(2020, 4, 1)}  # fmt: skip
    editing.add_link(code="gloves", said=link, **common)
    with pytest.raises(stock_refusals.LinkKnown):
        editing.add_link(code="gloves", said=link, **common)


def test_nobody_else_edits(store, now):
    manager = manager_of(store.home)
    with pytest.raises(stock_refusals.MayNotEditCatalogue):
        editing.add_item(code="visors", said=SAID, by=manager, now=now)
    with pytest.raises(stock_refusals.MayNotEditCatalogue):
        editing.withdraw_item(code="gloves", on=None, why="x", by=manager, now=now)


DEPOT = {
    "kind": "council",
    "name": "Store",
    "latitude": None,
    "longitude": None,
    "opened_on": date(2020, 4, 1),
}


def test_a_council_opens_and_closes_its_own_depot_and_no_other(db, now):
    area = AreaFactory()
    officer = officer_of(area)
    depots.open_depot(code="store", said=DEPOT | {"area_id": area.code}, by=officer, now=now)
    with pytest.raises(stock_refusals.DepotKnown):
        depots.open_depot(code="store", said=DEPOT | {"area_id": area.code}, by=officer, now=now)
    with pytest.raises(stock_refusals.MayNotKeepStock):
        depots.open_depot(code="other", said=DEPOT | {"area_id": area.code}, by=other_officer(), now=now)
    with pytest.raises(stock_refusals.MayNotKeepStock):
        depots.open_depot(code="hub", said=DEPOT | {"area_id": None}, by=officer, now=now)
    assert list(queries.depots(officer.scope)) == [Depot.objects.get()]
    assert not queries.depots(other_officer().scope).exists()
    with pytest.raises(Depot.DoesNotExist):
        depots.close_depot(code="store", on=now.date(), why="x", by=other_officer(), now=now)
    closed = depots.close_depot(code="store", on=now.date(), why="Moved", by=officer, now=now)
    assert closed.closed_on == now.date()
    assert not queries.depots(officer.scope, on=now.date()).exists()


def test_a_depot_with_stock_stays_open(store, moved, by, now):
    moved("masks", 10, "supplier", "available", lot="masks_a")
    with pytest.raises(stock_refusals.DepotNotEmpty):
        depots.close_depot(code="hub", on=now.date(), why="x", by=by, now=now)


def test_what_a_depot_holds_in_two_statements(store, moved, by, now, django_assert_num_queries):
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("masks", 40, "available", "reserved")
    moved("masks", 10, "available", "held", lot="masks_a")
    with django_assert_num_queries(2):
        [line] = queries.stock_of(by.scope, store.depot)
    assert (line.available, line.reserved, line.held, line.here) == (50, 40, 10, 100)
    assert queries.stock_of(manager_of(store.home).scope, store.depot) == []


def test_pages_of_the_catalogue_for_who_reads_and_who_edits(store, sign_in):
    reader = sign_in("place-manager", place=PlaceFactory())
    assert "Add an item" not in reader.get(reverse("supply:items")).content.decode()
    assert reader.get(reverse("supply:item", args=["masks"])).status_code == 200
    assert reader.get(reverse("supply:add_item")).status_code == 403
    editor = sign_in("national")
    answer = editor.post(reverse("supply:add_item"), SAID | {"code": "Not a code"})
    assert answer.status_code == 422
    assert "Use small letters, digits and single hyphens" in answer.content.decode()
    answer = editor.post(reverse("supply:add_item"), SAID | {"code": "masks"})
    assert "Another item has this code" in answer.content.decode()
    answer = editor.post(reverse("supply:add_item"), SAID | {"code": "visors"}, follow=True)
    assert "Visors is in the catalogue" in answer.content.decode()
    assert editor.get(reverse("supply:item", args=["nothing"])).status_code == 404


def test_items_are_found_by_name_code_and_trade_item_number(store, sign_in):
    Pack.objects.filter(item=store.gloves).update(gtin="09506000134352")
    client = sign_in("national")
    for asked in ("glov", "9506000134352", "Box of 100"):
        page = client.get(reverse("supply:items"), {"q": asked}).content.decode()
        assert reverse("supply:item", args=["gloves"]) in page
    assert reverse("supply:item", args=["masks"]) not in client.get(
        reverse("supply:items"), {"q": "glov"}
    ).content.decode()  # fmt: skip
