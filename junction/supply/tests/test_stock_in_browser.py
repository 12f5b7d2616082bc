"""Pages of stock in a real browser: accessible and fit for a phone and for a desk."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from junction.people.queries import system_actor
from junction.registry.models import Identifier
from junction.registry.tests.factories import AreaFactory, PlaceFactory
from junction.supply.models import (
    Consignment,
    Depot,
    Discrepancy,
    ItemLink,
    Lot,
    Order,
    Pack,
)
from junction.supply.operations import (
    arriving,
    counting,
    load_catalogue,
    picking,
    pushing,
    recalling,
    receiving,
    selling,
)
from junction.supply.operations.supplying import Because, Receiver, make_order
from junction.supply.queries import catalogue
from junction.supply.rules.sales import ListedSale
from tests.browser import go
from tests.cast import national

from .demand_world import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DAY = NOON.date()


def took_in(depot, *lots):
    by = national()
    receipt = receiving.begin_receipt(
        depot_code=depot.code, supplier="Medical Supplies (Yorkshire and Humber) Limited", paper="DN-20-113",
        received_on=DAY, by=by, now=NOON,
    )  # fmt: skip
    for code, number, quantity in lots:
        item = catalogue.item(by.scope, code)
        came = receiving.Came(item, number, DAY + timedelta(days=400), quantity)
        receiving.receive(receipt_id=receipt.pk, came=came, by=by, now=NOON)
    return receipt


def order(depot, place, wanted, *, steps):
    by = national()
    items = {catalogue.item(by.scope, code): units for code, units in wanted.items()}
    made = make_order(
        Because("portal", "Usual order"),
        to=Receiver(place_id=place.pk),
        depot=depot,
        wanted=items,
        by=by,
        now=NOON,
    )
    if steps:
        [one] = picking.pick([made.pk], depot_code=depot.code, by=by, now=NOON)
    if steps > 1:
        picking.dispatch(
            [one.pk], depot_code=depot.code, carrier="Royal Mail", tracking="AB123456789GB", by=by, now=NOON
        )
    return made


@pytest.fixture
def world(monkeypatch, settings):
    """A hub, a council's store and a wholesaler; homes that ordered, were sent, and had a lot called back."""
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    made = SimpleNamespace()
    stock_depots(made)
    serve_homes(made)
    sell_on(made)
    push_and_call_back(made)
    made.picked = Consignment.objects.filter(state="picked").first().pk
    made.differs = Consignment.objects.get(state="disputed").pk
    made.discrepancy = Discrepancy.objects.get().pk
    made.to_pick = Order.objects.filter(state="reserved", route="portal").first().pk
    return made


def stock_depots(made):
    load_catalogue(by=national(), now=NOON)
    gloves = catalogue.item(national().scope, "gloves")
    Pack.objects.filter(item=gloves, name="Box of 100").update(gtin="09506000134352")
    link = {"kind": "guidance", "title": "When to wear gloves", "url": "https://example.org/g"}
    ItemLink.objects.create(item=gloves, version="3", dated_on=DAY, **link)
    made.council = AreaFactory(name="Nearham and the Western Dales")
    opened = {"opened_on": DAY}
    made.hub = Depot.objects.create(code="hub", kind="hub", name="National hub, Daventry", **opened)
    made.local = Depot.objects.create(
        code="local", kind="council", name="Nearham store", area=made.council, **opened
    )
    Depot.objects.create(code="seller", kind="wholesaler", name="Careful Wholesale", **opened)
    lots = [("gloves", "G-100233-A", 60_000), ("gloves", "G-100234", 9_000), ("masks-iir", "M-7", 50_000)]
    made.receipt = took_in(made.hub, *lots).pk
    took_in(made.local, ("gloves", "G-100233-A", 2_000), ("gloves", "G-100235", 500))
    made.lot = lot_numbered("G-100233-A").pk


def serve_homes(made):
    by = national()
    made.homes = [
        PlaceFactory(name=f"Ashwick Lodge Residential Care Home {n}", area=made.council) for n in range(4)
    ]
    made.home = made.homes[3]
    for steps, home in enumerate(made.homes[:3]):
        order(made.hub, home, {"gloves": 2_000, "masks-iir": 500}, steps=steps)
    made.on_its_way = Consignment.objects.get(state="dispatched").pk
    for home, short in ((made.homes[3], 40), (made.homes[2], 0)):
        line = order(made.hub, home, {"gloves": 600}, steps=2).consignments.get().lines.get()
        said = {line.pk: arriving.Said(600 - short, "broken", "Two boxes were wet")} if short else {}
        arriving.confirm_arrival(line.consignment_id, said=said, received_by="Anna Held", by=by, now=NOON)
    lines = [counting.Counted(lot_numbered("G-100233-A"), 1_950, 2_000, "damaged")]
    made.count = counting.count_stock(
        depot_code="local", lines=lines, counted_on=DAY, note="Monthly count", by=by, now=NOON
    ).pk


def sell_on(made):
    by = national()
    masks = catalogue.item(by.scope, "masks-iir")
    released = selling.release_stock(
        from_code="hub", to_code="seller", item=masks, quantity=5_000, why="For sale", by=by, now=NOON
    )
    [one] = picking.pick([released.pk], depot_code="hub", by=by, now=NOON)
    picking.dispatch([one.pk], depot_code="hub", carrier="Van", by=by, now=NOON)
    arriving.confirm_arrival(one.pk, said={}, received_by="", by=by, now=NOON)
    number = Identifier.objects.get(place=made.homes[0], kind="cqc-location").value
    sale = ListedSale(0, "INV-1", DAY, number, "masks-iir", 500)
    selling.record_sale(depot_code="seller", said=sale, by=by, now=NOON)


def push_and_call_back(made):
    by = system_actor("browser")
    decided = pushing.Decided("hub", {"masks-iir": 300}, [], DAY, "All homes, once")
    made.drop = pushing.approve_drop(decided, by=by, now=NOON).pk
    pushing.make_drop(made.drop, by=by, now=NOON)
    recall = recalling.start_recall(
        lot_id=made.lot, reason="The gloves tear when they are put on", source="Maker",
        instructions="Stop using it. Set aside what you have left, and say how much that is.",
        by=by, now=NOON,
    )  # fmt: skip
    made.recall, made.notice = recall.pk, recall.notices.get(place=made.home).pk


def lot_numbered(number):
    return Lot.objects.get(number=number)


NATIONAL = [
    ("items", "/supply/items/"),
    ("item", "/supply/items/gloves/"),
    ("item-add", "/supply/items/add/"),
    ("catalogue-import", "/supply/items/import/"),
    ("depots", "/supply/depots/"),
    ("depot", "/supply/depots/hub/"),
    ("depot-open", "/supply/depots/open/"),
    ("receipt-begin", "/supply/depots/hub/receive/"),
    ("receive", "/supply/receipts/{receipt}/"),
    ("lots", "/supply/depots/hub/lots/"),
    ("lot", "/supply/lots/{lot}/"),
    ("lot-hold", "/supply/lots/{lot}/hold/"),
    ("count", "/supply/depots/local/count/"),
    ("counted", "/supply/counts/{count}/"),
    ("pick-list", "/supply/depots/hub/picking/"),
    ("pick-order", "/supply/orders/{to_pick}/pick/"),
    ("consignments", "/supply/depots/hub/consignments/"),
    ("consignment-picked", "/supply/consignments/{picked}/"),
    ("differences", "/supply/differences/"),
    ("difference", "/supply/differences/{discrepancy}/"),
    ("flow", "/supply/flow/"),
    ("flow-by-depot", "/supply/flow/?by=depot&item=gloves"),
    ("flow-by-day", "/supply/flow/?by=day&item=gloves"),
    ("flow-movements", "/supply/flow/movements/?figure=delivered&item=gloves"),
    ("recalls", "/supply/recalls/"),
    ("recall", "/supply/recalls/{recall}/"),
    ("recall-end", "/supply/recalls/{recall}/end/"),
    ("drops", "/supply/emergency-drops/"),
    ("drop-plan", "/supply/emergency-drops/plan/"),
    ("drop", "/supply/emergency-drops/{drop}/"),
    ("release", "/supply/depots/seller/release/"),
    ("sales", "/supply/depots/seller/sales/"),
    ("sales-import", "/supply/sales/import/"),
]
MANAGER = [
    ("arrivals", "/supply/arrivals/"),
    ("consignment-differs", "/supply/consignments/{differs}/"),
    ("recall-answer", "/supply/recalls/notices/{notice}/"),
    ("flow-of-ones-own", "/supply/flow/"),
]


def look(page, world, pages, check_axe, take_pictures):
    for name, address in pages:
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(address.format(**vars(world)))
        assert answer.status == 200, name
        check_axe(page)
        take_pictures(page, f"stock-{name}")
        check_axe(page)


def test_the_pages_of_the_national_team(browser_page, browse_as, sign_in, world, check_axe, take_pictures):
    browse_as(sign_in("national"))
    look(browser_page, world, NATIONAL, check_axe, take_pictures)


def test_the_pages_of_a_home(browser_page, browse_as, sign_in, world, check_axe, take_pictures):
    browse_as(sign_in("place-manager", place=world.home))
    look(browser_page, world, MANAGER, check_axe, take_pictures)


def test_a_receiver_says_on_a_phone_what_arrived(
    browser_page, browse_as, sign_in, world, check_axe, take_pictures
):
    one = Consignment.objects.select_related("order__place").get(pk=world.on_its_way)
    browse_as(sign_in("place-manager", place=one.order.place))
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto("/supply/arrivals/")
    go(browser_page.get_by_role("link", name=f"Consignment {one.pk}"))
    go(browser_page.get_by_role("button", name="Say what arrived"))
    check_axe(browser_page)
    take_pictures(browser_page, "stock-say-what-arrived")
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.get_by_label("Who took it in?").fill("Anna Held")
    go(browser_page.get_by_role("button", name="Confirm what arrived"))
    assert "The delivery is confirmed" in browser_page.inner_text("main")
