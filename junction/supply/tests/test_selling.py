"""Wholesalers: what is released to them, what they sold on, row by row, and that nothing counts twice."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.registry.models import Identifier
from junction.supply.files import read_sales, sales_template
from junction.supply.models import Balance, Depot, Lot, Movement, Order, Pack, Sale
from junction.supply.operations import arriving, picking, selling, stock_refusals
from junction.supply.operations.accounts import accounts_of
from junction.supply.rules.sales import ListedSale
from junction.supply.tasks import take_sales
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import other_officer

HEAD = "invoice,sold_on,place,item,quantity\n"


@pytest.fixture
def seller(store, moved, by, now):
    """A wholesaler with 200 masks of two lots, released from the hub, and the home's number."""
    Lot.objects.update(expires_on=None)
    moved("masks", 150, "supplier", "available", lot="masks_a")
    moved("masks", 150, "supplier", "available", lot="masks_b")
    store.seller = Depot.objects.create(code="seller", kind="wholesaler", name="Seller", opened_on=now.date())
    order = selling.release_stock(
        from_code="hub", to_code="seller", item=store.masks, quantity=200, why="For sale", by=by, now=now
    )
    [one] = picking.pick([order.pk], depot_code="hub", by=by, now=now)
    picking.dispatch([one.pk], depot_code="hub", carrier="Van", by=by, now=now)
    arriving.confirm_arrival(one.pk, said={}, received_by="", by=by, now=now)
    store.number = Identifier.objects.get(place=store.home, kind="cqc-location").value
    return store


def taken(store, text, *, by, now, dry_run=False):
    table = read_sales((HEAD + text).encode(), filename="sales.csv")
    return selling.import_sales(table, depot_code="seller", dry_run=dry_run, by=by, now=now)


def left(store):
    account = accounts_of(store.seller)["available"]
    return Balance.objects.get(account=account, item=store.masks).quantity


def test_what_is_released_is_an_order_to_the_wholesalers_depot(seller):
    order = Order.objects.get()
    assert (order.route, order.to_depot, order.state) == ("wholesaler", seller.seller, "delivered")
    assert left(seller) == 200


def test_sales_come_in_by_file_once(seller, by, now):
    rows = f"I-1,2020-04-18,{seller.number},masks,120\nI-2,2020-04-19,{seller.number},masks,50\n"
    dry = taken(seller, rows, by=by, now=now, dry_run=True)
    assert (dry.created, Sale.objects.count(), left(seller)) == (2, 0, 200)
    assert taken(seller, rows, by=by, now=now).created == 2
    again = taken(seller, rows, by=by, now=now)
    assert (again.created, again.unchanged, left(seller)) == (0, 2, 30)
    moves = Movement.objects.filter(reference__startswith="sale:").order_by("id")
    assert [(move.quantity, move.about_on.day) for move in moves] == [(120, 18), (30, 19), (20, 19)]
    assert AuditEntry.objects.filter(verb="supply.sales.imported").count() == 1
    assert_ledger_is_balances()


@pytest.mark.parametrize(
    ("row", "column", "check"),
    [
        (",2020-04-18,{n},masks,1", "invoice", "cell-missing"),
        ("I,never,{n},masks,1", "sold_on", "day-not-valid"),
        ("I,2020-05-18,{n},masks,1", "sold_on", "day-to-come"),
        ("I,2020-04-18,{n},masks,1.5", "quantity", "quantity-not-valid"),
        ("I,2020-04-18,{n},boots,1", "item", "item-not-taken"),
        ("I,2020-04-18,1-000,masks,1", "place", "place-not-taken"),
        ("I,2020-04-18,{n},masks,201", "quantity", "quantity-not-taken"),
    ],
)
def test_each_wrong_cell_is_named(row, column, check, seller, by, now):
    report = taken(seller, row.format(n=seller.number) + "\n", by=by, now=now)
    errors = [finding for finding in report.findings if finding.severity == "error"]
    assert [(finding.column, finding.check) for finding in errors] == [(column, check)]
    assert report.effects == 0 and left(seller) == 200


def test_an_invoice_that_says_something_else_is_refused(seller, by, now):
    taken(seller, f"I-1,2020-04-18,{seller.number},masks,120\n", by=by, now=now)
    report = taken(seller, f"I-1,2020-04-18,{seller.number},masks,10\n", by=by, now=now)
    assert "on record with 120" in report.findings[0].message


def test_forty_rows_take_no_more_statements_than_four(seller, by, now):
    counts = []
    for start, rows in ((0, 4), (100, 40)):
        text = "".join(f"I{start + row},2020-04-19,{seller.number},masks,1\n" for row in range(rows))
        with CaptureQueriesContext(connection) as seen:
            assert taken(seller, text, by=by, now=now).created == rows
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 30
    assert left(seller) == 156
    assert_ledger_is_balances()


def test_rows_of_one_file_share_what_there_is_and_a_row_twice_counts_once(seller, by, now):
    sold = f"2020-04-19,{seller.number},masks"
    report = taken(seller, f"I1,{sold},150\nI1,{sold},150\nI2,{sold},60\nI3,{sold},50\n", by=by, now=now)
    assert (report.created, report.unchanged, left(seller)) == (2, 1, 0)
    assert [finding.message.split(" lie")[0] for finding in report.findings] == ["By the books 50 masks"]
    moves = Movement.objects.filter(reference__startswith="sale:").order_by("id")
    assert [(move.lot.number, move.quantity) for move in moves] == [("A", 150), ("B", 50)]


def test_one_sale_and_each_refusal(seller, by, now):
    said = ListedSale(0, "I-1", date(2020, 4, 18), seller.number, "masks", 20)
    sale = selling.record_sale(depot_code="seller", said=said, by=by, now=now)
    assert (sale.place, sale.quantity) == (seller.home, 20)
    wrong = ListedSale(0, "I-2", date(2020, 4, 18), seller.number, "masks", 999)
    with pytest.raises(stock_refusals.CannotRecordSale, match="180 masks lie there"):
        selling.record_sale(depot_code="seller", said=wrong, by=by, now=now)
    with pytest.raises(stock_refusals.NotAWholesaler):
        selling.record_sale(depot_code="hub", said=said, by=by, now=now)
    with pytest.raises(Depot.DoesNotExist):
        selling.record_sale(depot_code="seller", said=said, by=other_officer(), now=now)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_pages_of_a_wholesaler(seller, sign_in, settings, tmp_path):
    settings.HOME = tmp_path
    client = sign_in("national")
    release = {"depot": "hub", "item": "masks", "quantity": "40", "why": "More"}
    page = text(client.post(reverse("supply:release_stock", args=["seller"]), release, follow=True))
    assert "40 masks reserved for it" in page
    sale = {
        "place": seller.number,
        "item": "masks",
        "quantity": "20",
        "sold_on": "2020-04-18",
        "invoice": "I",
    }
    page = text(client.post(reverse("supply:record_sale", args=["seller"]), sale, follow=True))
    assert "The sale is on record" in page and "Ash House" in page
    wrong = client.post(
        reverse("supply:record_sale", args=["seller"]), sale | {"place": "1-0", "invoice": "J"}
    )
    assert wrong.status_code == 422 and "No place that you can see" in text(wrong)
    file = SimpleUploadedFile("sales.csv", sales_template(), content_type="text/csv")
    answer = client.post(reverse("supply:import_sales"), {"depot": "seller", "file": file})
    take_sales(int(answer.url.rstrip("/").rpartition("/")[2]))
    page = text(client.get(answer.url))
    assert "What the file would change" in page or "No row of this file can be taken" in page
    assert "No item of the catalogue has this code" in page


def test_a_row_with_its_unit_becomes_base_units(seller, by, now):
    Pack.objects.create(item=seller.masks, name="Carton of 20", quantity=20)
    head = HEAD.replace("quantity", "quantity,unit")

    def take(*rows):
        text = head + "".join(f"{row}\n" for row in rows)
        table = read_sales(text.encode(), filename="sales.csv")
        return selling.import_sales(table, depot_code="seller", dry_run=False, by=by, now=now)

    row = f"2020-04-18,{seller.number},masks"
    made = take(f"I-1,{row},2,Carton of 20", f"I-2,{row},3 cartons of 20,", f"I-3,{row},7,")
    assert made.created == 3
    assert list(Sale.objects.order_by("invoice").values_list("quantity", flat=True)) == [40, 60, 7]
    (wrong,) = take(f"I-4,{row},1,crate").findings
    assert (wrong.check, wrong.column) == ("quantity-not-valid", "quantity")
    assert "Carton of 20" in wrong.message
