"""Pages of orders: the allowance before ordering, one order however often the button is pressed, cancel,
files.
"""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from junction.registry.models import Identifier
from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import Order, Used
from junction.supply.views import order_files, ordering, orders

NOW = datetime(2020, 10, 14, 9, 0, tzinfo=UTC)
BASKET = re.compile(r'name="basket" value="([^"]+)"')


@pytest.fixture(autouse=True)
def stands(monkeypatch):
    for module in (ordering, orders, order_files):
        monkeypatch.setattr(module.timezone, "now", lambda: NOW)
    monkeypatch.setattr(order_files.timezone, "localdate", lambda: NOW.date())


@pytest.fixture
def stocked(shop):
    shop.stock("masks-iir", 1_000)
    shop.stock("gloves", 1_000)
    return shop


@pytest.fixture
def manager(stocked, sign_in):
    return sign_in("place-manager", place=stocked.home)


def page(client, name, *arguments, **query):
    return client.get(reverse(f"supply:{name}", args=arguments), query).content.decode()


def check(client, home, **packs):
    url = reverse("supply:place_order", args=[home.pk])
    typed = {f"packs-{code.replace('_', '-')}": count for code, count in packs.items()}
    return url, client.post(url, {"step": "check", "why": "Ill residents"} | typed)


def test_what_may_be_had_is_shown_before_ordering(stocked, manager):
    shown = page(manager, "place_order", stocked.home.pk)
    assert (
        "Home of 25 to 49 beds" in shown and "24 packs left" in shown and "1,200 of 1,200 masks-iir" in shown
    )
    assert "Now. On Monday 19 October 2020 the allowance begins anew" in shown
    assert "Friday 16 October 2020, if you order now" in shown
    assert "tests" not in shown.partition("<tbody")[2].partition("</tbody")[0]  # not on the portal


def test_one_place_alone_is_chosen_at_once_and_several_are_listed(stocked, manager, sign_in):
    answer = manager.get(reverse("supply:order_places"))
    assert answer.url == reverse("supply:place_order", args=[stocked.home.pk])
    shown = page(sign_in("national"), "order_places", q=stocked.home.name)
    assert stocked.home.name in shown and "Order<span" in shown


def test_an_order_is_checked_then_placed_once(stocked, manager):
    url, checked = check(manager, stocked.home, masks_iir="2", gloves="90")
    shown = checked.content.decode()
    assert "2 × Box (100 masks-iir)" in shown and "You have 5,000 gloves left" in shown
    basket = BASKET.search(shown)[1]
    first = manager.post(url, {"step": "send", "basket": basket})
    again = manager.post(url, {"step": "send", "basket": basket})
    order = Order.objects.get()
    assert first.url == again.url == reverse("supply:order", args=[order.pk]) + "?placed=1"
    assert (order.channel, order.why, order.state) == ("web", "Ill residents", "reserved")
    told = manager.get(first.url).content.decode()
    assert f"O-{order.pk}" in told and "Order placed" in told
    assert "There is no more at the depot that serves you" in told
    assert "Ordered, stock set aside" in told and "Cancel this order" in told


@pytest.mark.parametrize(("typed", "words"), [("two", "must be a whole number"), ("", "Say how many packs")])
def test_what_is_no_number_is_said_at_the_item(stocked, manager, typed, words):
    _, answer = check(manager, stocked.home, masks_iir=typed)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_basket_of_another_page_or_none_begins_again(stocked, manager):
    url, _ = check(manager, stocked.home, masks_iir="1")
    for basket in ("", "made-up"):
        assert manager.post(url, {"step": "send", "basket": basket}).url == url
    assert not Order.objects.exists()


def test_the_usual_order_and_the_combined_pack_are_filled_in(stocked, manager):
    url, checked = check(manager, stocked.home, masks_iir="3")
    assert 'value="3"' not in page(manager, "place_order", stocked.home.pk, **{"with": "usual"})
    manager.post(url, {"step": "send", "basket": BASKET.search(checked.content.decode())[1]})
    assert 'name="packs-masks-iir" type="text" inputmode="numeric" value="3"' in page(
        manager, "place_order", stocked.home.pk, **{"with": "usual"}
    )
    combined = page(manager, "place_order", stocked.home.pk, **{"with": "combined"})
    assert combined.count('inputmode="numeric" value="1"') == 2


def test_who_cannot_order_on_the_portal_is_told_where_to_turn(shop, sign_in, monkeypatch):
    monkeypatch.setattr(ordering.timezone, "now", lambda: datetime(2020, 4, 20, tzinfo=UTC))
    shown = page(sign_in("place-manager", place=shop.home), "place_order", shop.home.pk)
    assert "cannot order on the portal now" in shown and "Your Local Resilience Forum" in shown


def test_an_order_is_cancelled_after_one_question(stocked, manager):
    url, checked = check(manager, stocked.home, masks_iir="2")
    manager.post(url, {"step": "send", "basket": BASKET.search(checked.content.decode())[1]})
    order = Order.objects.get()
    cancel = reverse("supply:cancel_order", args=[order.pk])
    assert "becomes free for others" in manager.get(cancel).content.decode()
    assert manager.post(cancel, {"why": "Found some"}).url == reverse("supply:order", args=[order.pk])
    assert Used.objects.get().granted == 0
    assert manager.post(cancel).status_code == 409


def test_orders_are_listed_to_who_sees_the_place_and_nobody_else(stocked, manager, sign_in):
    url, checked = check(manager, stocked.home, masks_iir="2", gloves="90")
    manager.post(url, {"step": "send", "basket": BASKET.search(checked.content.decode())[1]})
    order = Order.objects.get()
    officer = sign_in("council-officer", area=stocked.home.area)
    other = sign_in("council-officer", area=PlaceFactory().area)
    assert f"O-{order.pk}" in page(officer, "orders") and f"O-{order.pk}" not in page(other, "orders")
    assert f"O-{order.pk}" in page(officer, "orders", short="in-part")
    assert f"O-{order.pk}" not in page(officer, "orders", short="in-full")
    assert other.get(reverse("supply:order", args=[order.pk])).status_code == 404
    file = officer.get(reverse("supply:orders"), {"format": "csv"})
    assert f"O-{order.pk},{stocked.home.name}" in b"".join(file.streaming_content).decode()


def sent_file(client, text):
    file = SimpleUploadedFile("orders.csv", text.encode(), content_type="text/csv")
    return client.post(reverse("supply:order_by_file"), {"step": "check", "file": file})


def test_a_file_is_tried_then_placed_once_and_what_is_wrong_is_said_by_cell(stocked, manager):
    number = stocked.home.identifiers.get().value
    elsewhere = PlaceFactory().pk
    answer = sent_file(
        manager,
        f"place,masks-iir,gloves\n{number},100,\n{stocked.home.pk},50,many\n{elsewhere},50,\n,50,\n{number},,\n",
    )
    shown = answer.content.decode()
    assert "1 order can be placed; 4 rows cannot and are left out" in shown
    for words in (
        "“many” is no number of gloves",
        f"place: there is no “{elsewhere}” that you may order for",
        "it is empty",
        "asks for nothing",
    ):
        assert words in shown, words
    assert not Order.objects.exists() and not Used.objects.exists()
    basket = {"step": "send", "basket": BASKET.search(shown)[1]}
    for _ in range(2):
        told = manager.post(reverse("supply:order_by_file"), basket).content.decode()
        assert "1 order placed" in told and "masks-iir: 100 of 100" in told
    assert Order.objects.get().channel == "file"


def test_a_number_that_several_places_bear_is_refused_by_row_and_cell(stocked, manager, monkeypatch):
    others = [PlaceFactory(), PlaceFactory()]
    both = [others[1].pk, stocked.home.pk]
    monkeypatch.setattr("junction.supply.operations.portal.placing.bearers", lambda scope, value, kind: both)
    for kind, place in (("ods", others[0]), ("company", stocked.home)):
        Identifier.objects.create(kind=kind, value="RM3", place=place, recorded_at=NOW)
    shown = sent_file(manager, "place,masks-iir\nRM3,50\ncompany:RM3,50\nods:RM3,50\n").content.decode()
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", shown, re.S)[1:]
    assert "place: 2 places bear “RM3”" in rows[0] and "cqc:1-123456789" in rows[0] and ">2<" in rows[0]
    assert "masks-iir: 50 of 50" in rows[1]
    assert "place: there is no “ods:RM3” that you may order for" in rows[2]


def test_a_file_that_is_none_is_refused_with_a_sentence(stocked, manager):
    assert sent_file(manager, "town\nLeeds\n").status_code == 422
    assert manager.post(reverse("supply:order_by_file"), {"step": "check"}).status_code == 422
    assert sent_file(manager, "place\n").status_code == 422
    empty = manager.get(reverse("supply:order_template_file")).content.decode()
    assert empty == "place,gloves,masks-iir,tests\r\n"
    assert "Download an empty file" in page(manager, "order_by_file")


def test_queries_of_the_order_page(stocked, manager, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        page(manager, "place_order", stocked.home.pk)
