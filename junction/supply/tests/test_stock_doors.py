"""Pages where stock comes in, is counted and held: what they show, and what they say when it is wrong."""

import pytest
from django.urls import reverse

from junction.supply.models import Lot, Pack, Receipt, StockCount


@pytest.fixture
def keeper(sign_in):
    return sign_in("national")


def text(answer):
    return " ".join(answer.content.decode().split())


DELIVERY = {"supplier": "Medical Supplies Ltd", "paper": "D-1", "received_on": "2020-04-20"}


def test_a_delivery_by_barcode_and_by_choice(store, keeper):
    Pack.objects.filter(item=store.gloves).update(gtin="09506000134352")
    answer = keeper.post(reverse("supply:begin_receipt", args=["hub"]), DELIVERY)
    receipt = Receipt.objects.get()
    assert answer.url == reverse("supply:receive", args=[receipt.pk])
    scan = {"barcode": "]d2010950600013435217351231" + "10NEW", "count": "3"}
    assert "Taken in: 300 gloves, lot NEW" in text(keeper.post(answer.url, scan, follow=True))
    typed = {"what": "masks", "lot": "M1", "count": "70", "expires_on": "2035-01-31"}
    assert "Taken in: 70 masks, lot M1" in text(keeper.post(answer.url, typed, follow=True))
    wrong = keeper.post(answer.url, {"barcode": "hello"})
    assert wrong.status_code == 422 and "not known here" in text(wrong)
    clash = keeper.post(answer.url, typed | {"expires_on": "2036-01-31"})
    assert "on record with another last day" in text(clash)
    page = text(keeper.get(reverse("supply:lots", args=["hub"])))
    assert "NEW" in page and "May be used" in page
    assert (
        "On the shelf" in keeper.get(reverse("supply:lots", args=["hub"]) + "?format=csv").getvalue().decode()
    )


def test_a_count_asks_why_before_it_keeps_anything(store, keeper, moved):
    Lot.objects.update(expires_on=None)
    moved("masks", 100, "supplier", "available", lot="masks_a")
    address, lot = reverse("supply:count_stock", args=["hub"]), store.masks_a.pk
    assert "Enter what you counted" in text(keeper.post(address, {"counted_on": "2020-04-20"}))
    sent = {"counted_on": "2020-04-20", f"lot-{lot}": "90", f"seen-{lot}": "100"}
    page = text(keeper.post(address, sent))
    assert "Why does it differ?" in page and "100 in the books, 90 counted" in page
    assert not StockCount.objects.exists()
    page = text(keeper.post(address, sent | {"confirmed": "yes"}))
    assert "Enter a reason" in page
    kept = keeper.post(address, sent | {"confirmed": "yes", f"reason-{lot}": "damaged"}, follow=True)
    assert "The books are right now" in text(kept) and "Damaged and thrown away" in text(kept)
    stale = keeper.post(address, sent | {"confirmed": "yes", f"reason-{lot}": "damaged", f"lot-{lot}": "70"})
    assert "Stock moved while you counted" in text(stale)


def test_a_lot_is_held_let_go_and_extended_on_its_page(store, keeper, moved):
    Lot.objects.update(expires_on="2030-01-31")
    moved("masks", 100, "supplier", "available", lot="masks_a")
    page = reverse("supply:lot", args=[store.masks_a.pk])
    assert "May be used" in text(keeper.get(page))
    answer = keeper.post(
        reverse("supply:hold_lot", args=[store.masks_a.pk]),
        {"kind": "hold", "depot": "hub", "why": "Wet"},
        follow=True,
    )
    hold = store.masks_a.holds.get()
    assert "Hub, held back: 100 masks" in text(answer)
    end = reverse("supply:end_hold", args=[store.masks_a.pk, hold.pk])
    assert "The hold has ended" in text(keeper.post(end, {"why": "Dry"}, follow=True))
    assert keeper.get(end).status_code == 404
    extension = {"expires_on": "2031-01-31", "source": "Laboratory", "why": "Tested"}
    extended = keeper.post(reverse("supply:extend_lot", args=[store.masks_a.pk]), extension, follow=True)
    assert "Friday 31 January 2031" in text(extended)
