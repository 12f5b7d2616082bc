"""The ledger: what moves is neither made nor lost, nothing goes below zero, and what is written stays."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junction.supply.models import Account, Balance, LotBalance, Movement
from junction.supply.operations import MakesNoSense, NotEnough, accounts, ledger

from .conftest import move_of

ACCOUNTS = ("supplier", "available", "reserved", "picked", "held", "in_transit", "at_home", "lost")


def balance(account, item):
    found = Balance.objects.filter(account=account, item=item).first()
    return found.quantity if found else 0


def in_lots(account, lot):
    found = LotBalance.objects.filter(account=account, lot=lot).first()
    return found.quantity if found else 0


def test_what_arrives_is_reserved_picked_sent_and_delivered(store, moved, by, now):
    moved("masks", 300, "supplier", "available", lot="masks_a")
    moved("masks", 200, "supplier", "available", lot="masks_b")
    moved("masks", 350, "available", "reserved")
    assert (balance(store.available, store.masks), balance(store.reserved, store.masks)) == (150, 350)
    assert in_lots(store.available, store.masks_a) == 300  # a reservation binds no lot
    moved("masks", 300, "reserved", "picked", lot="masks_a")
    moved("masks", 300, "picked", "in_transit", lot="masks_a")
    moved("masks", 300, "in_transit", "at_home", lot="masks_a")
    assert balance(store.at_home, store.masks) == in_lots(store.at_home, store.masks_a) == 300
    assert in_lots(store.available, store.masks_a) == 0
    assert balance(store.supplier, store.masks) == -500
    assert set(Movement.objects.values_list("recorded_at", "by")) == {(now, by.key)}


@pytest.mark.parametrize(
    ("source", "target", "lot"), [("available", "reserved", None), ("available", "held", "masks_a")]
)
def test_nothing_goes_below_zero_and_the_refusal_says_what_is_short(source, target, lot, store, moved):
    moved("masks", 100, "supplier", "available", lot="masks_b")
    with pytest.raises(NotEnough) as refused:
        moved("masks", 101, source, target, lot=lot)
    assert refused.value.about["short"] == 1
    assert refused.value.about["account"] == store.available.pk
    assert Movement.objects.count() == 1


def test_a_lot_that_is_not_there_cannot_be_taken_though_the_sum_would_do(store, moved):
    moved("masks", 100, "supplier", "available", lot="masks_b")
    with pytest.raises(NotEnough) as refused:
        moved("masks", 40, "available", "held", lot="masks_a")
    assert (refused.value.about["lot"], refused.value.about["short"]) == (store.masks_a.pk, 40)


@pytest.mark.parametrize(
    ("quantity", "source", "target", "lot"),
    [
        (0, "supplier", "available", "masks_a"),
        (-5, "supplier", "available", "masks_a"),
        (5, "available", "available", None),
        (5, "supplier", "available", None),  # what changes its shelf names its lot
        (5, "supplier", "available", "gloves_a"),  # a lot of something else
    ],
)
def test_a_movement_that_makes_no_sense_is_refused(quantity, source, target, lot, moved):
    with pytest.raises(MakesNoSense):
        moved("masks", quantity, source, target, lot=lot)
    assert not Movement.objects.exists() and not Balance.objects.exists()


def test_all_or_none(store, by, now):
    sound = move_of(store, "masks", 10, "supplier", "available", lot="masks_a")
    with pytest.raises(NotEnough):
        ledger.post([sound, move_of(store, "gloves", 1, "available", "reserved")], by=by, now=now)
    assert not Movement.objects.exists()
    ledger.post([sound, move_of(store, "masks", 10, "available", "reserved")], by=by, now=now)
    assert [row.act for row in Movement.objects.order_by("id")] == ["correct", "correct"]


@pytest.mark.parametrize("change", ["UPDATE supply_movement SET quantity = 1", "DELETE FROM supply_movement"])
def test_a_movement_is_never_changed_or_removed(change, moved):
    moved("masks", 10, "supplier", "available", lot="masks_a")
    with pytest.raises(DatabaseError, match="a movement is a fact"), transaction.atomic():
        connection.cursor().execute(change)


def test_accounts_of_many_places_are_made_once(store, django_assert_num_queries):
    with django_assert_num_queries(2):
        first = accounts.accounts_of_places([store.home.pk])
    assert accounts.accounts_of_places([store.home.pk]) == first == {store.home.pk: store.at_home.pk}
    assert Account.objects.filter(kind="at-provider").count() == 1


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["masks", "gloves"]), st.integers(1, 60), st.sampled_from(ACCOUNTS),
        st.sampled_from(ACCOUNTS), st.sampled_from(["a", "b", None]),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=MOVES)
def test_balances_are_what_the_movements_add_up_to_whatever_is_tried(moves, store, by, now):
    with transaction.atomic():
        for item, quantity, source, target, lot in moves:
            lot = f"{item}_{lot}" if lot else None
            try:
                ledger.post([move_of(store, item, quantity, source, target, lot=lot)], by=by, now=now)
            except (NotEnough, MakesNoSense):
                continue
        for row in Balance.objects.all():
            came = Movement.objects.filter(to_account=row.account, item=row.item).aggregate(n=Sum("quantity"))
            went = Movement.objects.filter(from_account=row.account, item=row.item).aggregate(
                n=Sum("quantity")
            )
            assert row.quantity == (came["n"] or 0) - (went["n"] or 0)
            assert row.quantity >= 0 or row.account == store.supplier
        for account in (store.picked, store.held, store.in_transit, store.at_home, store.lost):
            lots = LotBalance.objects.filter(account=account, lot__item=store.masks).aggregate(
                n=Sum("quantity")
            )
            assert (lots["n"] or 0) == balance(account, store.masks)
        on_shelf = LotBalance.objects.filter(account=store.available, lot__item=store.masks)
        shelf = balance(store.available, store.masks) + balance(store.reserved, store.masks)
        assert (on_shelf.aggregate(n=Sum("quantity"))["n"] or 0) == shelf
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_cannot_both_take_the_last(store, by, now, moved):
    moved("masks", 100, "supplier", "available", lot="masks_a")
    outcomes, ready = [], threading.Barrier(2)

    def take():
        ready.wait()
        try:
            ledger.post([move_of(store, "masks", 60, "available", "reserved")], by=by, now=now)
            outcomes.append("taken")
        except NotEnough:
            outcomes.append("short")
        finally:
            connection.close()

    writers = [threading.Thread(target=take) for _ in range(2)]
    [writer.start() for writer in writers]
    [writer.join() for writer in writers]
    assert sorted(outcomes) == ["short", "taken"]
    assert balance(store.available, store.masks) == 40
