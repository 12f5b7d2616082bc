"""What was picked and left behind goes back on the shelf together: all or nothing, once, with its reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.supply.models import Ask, Consignment, Depot, LotHold, Order
from junction.supply.operations import picking, stock_refusals
from junction.supply.operations.putting_back import put_back
from junction.supply.operations.supplying import Because, Receiver, make_order
from junction.supply.queries import picking as queries
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import other_officer

from .test_picking import held

UNPICKED = "supply.consignment.unpicked"


def ordered(store, item, units, by, now):
    because, to = Because("portal", "Test"), Receiver(place_id=store.home.pk)
    return make_order(because, to=to, depot=store.depot, wanted={item: units}, by=by, now=now).pk


@pytest.fixture
def picked(store, moved, by, now):
    """Three consignments of masks for home Ash, picked at the hub."""
    moved("masks", 100, "supplier", "available", lot="masks_a")
    moved("masks", 60, "supplier", "available", lot="masks_b")
    orders = [ordered(store, store.masks, units, by, now) for units in (20, 30, 40)]
    return picking.pick(orders, depot_code="hub", by=by, now=now)


def numbers(consignments):
    return [one.pk for one in consignments]


def states():
    return list(Consignment.objects.order_by("pk").values_list("state", flat=True))


def about(by, now, why="Nobody came for it"):
    return {"depot_code": "hub", "why": why, "by": by, "now": now}


def test_all_go_back_together_stay_reserved_and_each_has_its_line(store, picked, by, now):
    done = put_back(numbers(picked[:2]), **about(by, now))
    assert numbers(done) == numbers(picked[:2])
    assert states() == ["cancelled", "cancelled", "picked"]
    assert (held(store, "picked"), held(store, "reserved")) == (40, 50)
    found = Order.objects.order_by("pk").values_list("state", flat=True)
    assert list(found) == ["reserved", "reserved", "picking"]
    lines = AuditEntry.objects.filter(verb=UNPICKED).order_by("pk")
    assert [(one.subject, one.why) for one in lines] == [
        (f"consignment:{one.pk}", "Nobody came for it") for one in picked[:2]
    ]
    assert_ledger_is_balances()


def test_putting_back_again_changes_nothing_and_what_is_new_goes_back(store, picked, by, now):
    put_back(numbers(picked[:2]), **about(by, now))
    assert put_back(numbers(picked[:2]), **about(by, now, "Again")) == []
    assert AuditEntry.objects.filter(verb=UNPICKED).count() == 2
    assert numbers(put_back(numbers(picked), **about(by, now))) == [picked[2].pk]
    assert (held(store, "picked"), held(store, "reserved")) == (0, 90)
    assert_ledger_is_balances()


def test_where_one_has_left_none_goes_back(store, picked, by, now):
    picking.dispatch([picked[1].pk], depot_code="hub", carrier="Post", by=by, now=now)
    with pytest.raises(stock_refusals.NotPicked):
        put_back(numbers(picked), **about(by, now))
    assert states() == ["picked", "dispatched", "picked"]
    for none in ([], [picked[0].pk, 999_999]):
        with pytest.raises(stock_refusals.NotPicked):
            put_back(none, **about(by, now))
    assert not AuditEntry.objects.filter(verb=UNPICKED).exists()


def test_an_order_of_which_something_else_is_picked_is_still_being_picked(store, picked, by, now):
    Consignment.objects.filter(pk=picked[1].pk).update(order=picked[0].order)
    put_back([picked[0].pk], **about(by, now))
    assert Order.objects.get(pk=picked[0].order_id).state == "picking"


def test_a_lot_that_is_held_by_now_does_not_come_back_on_the_shelf(store, picked, by, now):
    LotHold.objects.create(lot=store.masks_a, kind="quarantine", reason="x", from_at=now, from_by="x")
    put_back(numbers(picked), **about(by, now))
    assert (held(store, "picked"), held(store, "available"), held(store, "held")) == (0, 0, 100)
    assert_ledger_is_balances()


def test_nobody_else_puts_back(store, picked, now):
    with pytest.raises(Depot.DoesNotExist):
        put_back(numbers(picked), **about(other_officer(), now))
    assert states() == ["picked"] * 3


def test_left_behind_is_what_was_picked_a_day_ago_or_is_past_its_own_clock(store, picked, by, now):
    def behind(hours):
        return numbers(queries.left_behind(by.scope, store.depot, at=now + timedelta(hours=hours)))

    assert behind(23) == []
    assert behind(25) == numbers(picked)
    Ask.objects.create(
        order=picked[2].order, priority=1, asked_at=now, decide_by=now, dispatch_by=now + timedelta(hours=4)
    )
    assert behind(3) == []
    assert behind(5) == [picked[2].pk]


def test_forty_take_as_many_statements_as_four(store, moved, by, now, django_assert_max_num_queries):
    moved("gloves", 500, "supplier", "available", lot="gloves_a")
    orders = [ordered(store, store.gloves, 1, by, now) for _ in range(40)]
    made = picking.pick(orders, depot_code="hub", by=by, now=now)
    with django_assert_max_num_queries(25):
        put_back(numbers(made), **about(by, now))


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_has_chosen_what_was_left_behind_and_puts_it_back_once(
    store, picked, sign_in, now, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=30))
    keeper, page = sign_in("national"), reverse("supply:put_back", args=["hub"])
    listed = text(keeper.get(reverse("supply:consignments", args=["hub"])))
    assert "Put back 3 consignments that should have left" in listed
    shown = keeper.get(page).content.decode()
    assert shown.count(" checked") == 3 and shown.count("Should have left") == 3
    wrong = keeper.post(page, {"why": "x"})
    assert wrong.status_code == 422 and "Choose what goes back on the shelf" in text(wrong)
    sent = {"chosen": [str(one.pk) for one in picked], "why": "Nobody came"}
    assert "Put back on the shelf: 3 consignments" in text(keeper.post(page, sent, follow=True))
    assert "They were back on the shelf already" in text(keeper.post(page, sent, follow=True))
    assert AuditEntry.objects.filter(verb=UNPICKED).count() == 3
    assert "There is nothing to put back" in text(keeper.get(page, follow=True))


def test_the_page_refuses_what_has_left_since(store, picked, sign_in, now, by):
    picking.dispatch([picked[0].pk], depot_code="hub", carrier="Post", by=by, now=now)
    keeper, page = sign_in("national"), reverse("supply:put_back", args=["hub"])
    wrong = keeper.post(page, {"chosen": [str(picked[0].pk)], "why": "x"})
    assert wrong.status_code == 422 and "is not here to be put back" in text(wrong)
    assert states() == ["dispatched", "picked", "picked"]
    assert sign_in("place-manager", place=store.home).get(page).status_code == 403
