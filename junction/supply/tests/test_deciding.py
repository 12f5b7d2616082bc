"""Deciding at a desk: what is granted is bound in the ledger, what is still needed goes on, decided once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.ownership.operations import CannotTake
from junction.core.ownership.queries import history, owner
from junction.supply.models import Account, Ask, Consignment, Movement, Order, Problem
from junction.supply.operations.arriving import confirm_arrival
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.deciding import (
    AlreadyDecided,
    CannotDecide,
    CannotSendOn,
    Decision,
    NeedsADepot,
    decide,
    send_on,
    withdraw,
)
from junction.supply.operations.owning import CannotOwn, hand_over_order, release_order, take_order
from junction.supply.operations.picking import dispatch, pick
from junction.supply.operations.refusals import NotEnough
from junction.supply.queries.requests import need
from tests.cast import national, user_who

from .desk import NOW, balance, desk, wanted

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def order(desk):
    return ask_for_help(wanted(desk), by=desk.manager, now=NOW)


def decision(order, depot=None, *, masks=None, gloves=None, reason="not-enough-stock", why=""):
    """Grant in full, or so much of masks and gloves, for one reason."""
    said = {"masks": masks, "gloves": gloves}
    lines = {line.pk: said[line.item.code] for line in order.lines.all() if said[line.item.code] is not None}
    return Decision(lines, dict.fromkeys(lines, reason), depot.pk if depot else None, why)


def test_approved_in_full_is_reserved_and_leaves_by_express(desk, order):
    assert decide(order.pk, decision(order, desk.hub), by=desk.nation, now=LATER) == "approved"
    order.refresh_from_db()
    assert (order.state, order.from_depot, order.ask.outcome) == ("reserved", desk.hub, "approved")
    assert (balance(desk.hub, desk.masks), balance(desk.hub, desk.gloves)) == (800, 1600)
    assert balance(desk.hub, desk.masks, Account.Kind.RESERVED) == 200
    sent = Consignment.objects.get(order=order)
    assert (sent.state, sent.is_express, sent.promised_on) == ("planned", True, NOW.date())
    assert {move.act for move in Movement.objects.filter(reference=f"order:{order.pk}")} == {"reserve"}
    assert not Order.objects.filter(sent_on_from=order).exists()
    assert "set aside at National hub" in Message.objects.last().context["said"]
    line = AuditEntry.objects.get(verb="supply.request.decided")
    assert (line.detail["outcome"], line.detail["late"]) == ("approved", False)


def test_in_part_grants_what_there_is_and_the_rest_goes_to_the_forum(desk, order):
    assert decide(order.pk, decision(order, desk.hub, masks=150), by=desk.nation, now=LATER) == "in part"
    rest = Order.objects.get(sent_on_from=order)
    assert (rest.route, rest.ask.desk, rest.ask.priority) == ("lrf-drop", desk.forum, 1)
    assert [(line.item.code, line.asked) for line in rest.lines.all()] == [("masks", 50)]
    assert rest.ask.decide_by == LATER + timedelta(hours=1)  # as soon as a P1, and not the forum's half day
    assert [line.reason for line in order.lines.order_by("id")] == ["not-enough-stock", ""]


def test_the_forum_grants_the_rest_and_one_page_shows_the_chain(desk, order):
    decide(order.pk, decision(order, desk.hub, masks=150), by=desk.nation, now=LATER)
    rest = Order.objects.get(sent_on_from=order)
    decide(rest.pk, decision(rest, desk.store), by=desk.lrf, now=LATER)
    assert balance(desk.store, desk.masks) == 50
    for seen_from in (order.pk, rest.pk):
        found = need(desk.manager.scope, seen_from)
        assert [step.order.pk for step in found.steps] == [order.pk, rest.pk]
    assert [message.context["number"] for message in Message.objects.all()] == [order.pk] * 4


def test_a_need_nobody_could_meet_becomes_a_problem_and_is_not_cut_off(desk, order):
    at, by = order, [desk.nation, desk.lrf, desk.nation]
    for actor in by:
        decide(at.pk, decision(at, masks=0, gloves=0), by=actor, now=LATER)
        at = Order.objects.filter(sent_on_from=at).first() or at
    problem = Problem.objects.get()
    assert (problem.order, problem.severity, problem.area) == (at, "out", desk.council)
    assert {(one.item.code, one.quantity) for one in problem.items.all()} == {("masks", 200), ("gloves", 400)}
    assert [step.order.route for step in need(desk.manager.scope, order.pk).steps] == [
        "emergency", "lrf-drop", "portal",
    ]  # fmt: skip


def test_what_is_not_needed_ends_with_its_reason(desk, order):
    refused = decision(order, masks=0, gloves=0, reason="more-than-needed", why="A delivery came today")
    assert decide(order.pk, refused, by=desk.nation, now=LATER) == "refused"
    assert not Order.objects.filter(sent_on_from=order).exists()
    assert "A delivery came today" in Message.objects.last().context["said"]


def test_too_little_stock_refuses_the_whole_and_leaves_everything_as_it_was(desk, order):
    with pytest.raises(NotEnough) as refused:
        decide(order.pk, decision(order, desk.store, gloves=0), by=desk.nation, now=LATER)
    assert refused.value.about["short"] == 100
    order.refresh_from_db()
    assert (order.state, order.ask.settled_at, balance(desk.store, desk.masks)) == ("asked", None, 100)
    assert [line.granted for line in order.lines.all()] == [0, 0]


def test_refusals(desk, order):
    with pytest.raises(NeedsADepot):
        decide(order.pk, decision(order), by=desk.nation, now=LATER)
    with pytest.raises(CannotDecide) as refused:
        decide(order.pk, decision(order, desk.hub, masks=1, reason=""), by=desk.nation, now=LATER)
    assert list(refused.value.about["lines"].values()) == ["Select why less is granted"]
    with pytest.raises(CannotDecide):
        decide(order.pk, Decision({10**9: 5}, {}, desk.hub.pk), by=desk.nation, now=LATER)
    decide(order.pk, decision(order, desk.hub), by=desk.nation, now=LATER)
    with pytest.raises(AlreadyDecided):
        decide(order.pk, decision(order, desk.hub), by=desk.nation, now=LATER)


def test_only_the_desk_decides(desk, order):
    for actor in (desk.manager, desk.officer, desk.lrf, desk.stranger, desk.line):
        with pytest.raises(Ask.DoesNotExist):
            decide(order.pk, decision(order, desk.hub), by=actor, now=LATER)
        with pytest.raises(Ask.DoesNotExist):
            take_order(order.pk, by=actor, now=LATER)


def test_a_forum_sends_from_its_own_stores_only(desk, order):
    decide(order.pk, decision(order, desk.hub, masks=150), by=desk.nation, now=LATER)
    rest = Order.objects.get(sent_on_from=order)
    with pytest.raises(NeedsADepot):
        decide(rest.pk, decision(rest, desk.hub), by=desk.lrf, now=LATER)


def test_a_whole_request_is_sent_on_with_a_reason(desk, order):
    with pytest.raises(CannotSendOn):
        send_on(order.pk, route="emergency", why="Round and round", by=desk.nation, now=LATER)
    with pytest.raises(CannotSendOn):
        send_on(order.pk, route="portal", why=" ", by=desk.nation, now=LATER)
    there = send_on(order.pk, route="portal", why="Open since today", by=desk.nation, now=LATER)
    assert (there.route, there.why, there.sent_on_from) == ("portal", "Open since today", order)


def test_a_request_is_withdrawn_by_who_may_ask_and_only_before_it_is_decided(desk, order):
    with pytest.raises(Ask.DoesNotExist):
        withdraw(order.pk, why="x", by=desk.stranger, now=LATER)
    with pytest.raises(CannotSendOn):
        withdraw(order.pk, why="", by=desk.manager, now=LATER)
    withdraw(order.pk, why="A delivery came", by=desk.manager, now=LATER)
    order.refresh_from_db()
    assert (order.state, order.ask.outcome) == ("cancelled", "withdrawn")
    with pytest.raises(AlreadyDecided):
        withdraw(order.pk, why="again", by=desk.manager, now=LATER)


def test_one_has_it_at_a_time_and_hands_it_over_with_a_reason(desk, order):
    first, second = user_who("national"), user_who("national")
    outsider = user_who("lrf", area=desk.forum)
    one = national()
    one = type(one)(key=first.key, name="", scope=one.scope)
    take_order(order.pk, by=one, now=LATER)
    with pytest.raises(CannotTake):
        take_order(order.pk, by=desk.nation, now=LATER)
    with pytest.raises(CannotOwn):
        hand_over_order(order.pk, to=outsider.key, why="Off duty", by=one, now=LATER)
    with pytest.raises(CannotOwn):
        hand_over_order(order.pk, to=second.key, why=" ", by=one, now=LATER)
    hand_over_order(order.pk, to=second.key, why="Off duty", expected=first.key, by=one, now=LATER)
    assert [(span.owner, span.reason) for span in history("supply-order", order.pk)] == [
        (first.key, ""), (second.key, "Off duty"),
    ]  # fmt: skip
    release_order(order.pk, by=one, now=LATER)
    assert owner("supply-order", order.pk) is None
    assert Message.objects.filter(context__said__startswith="Somebody is looking").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_bind_the_stock_once(desk):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    answers = []

    def decide_it():
        try:
            answers.append(decide(order.pk, decision(order, desk.hub), by=desk.nation, now=LATER))
        except AlreadyDecided:
            answers.append("too late")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["approved", "too late"]
    assert balance(desk.hub, desk.masks) == 800
    connection.close()


def test_a_request_goes_from_the_line_to_the_door_and_who_asked_is_told_at_every_step(desk, order):
    decide(order.pk, decision(order, desk.hub, masks=150), by=desk.nation, now=LATER)
    (picked,) = pick([order.pk], depot_code="hub", by=desk.nation, now=LATER)
    assert (picked.is_express, picked.order_id) == (True, order.pk)  # the one that was planned
    dispatch([picked.pk], depot_code="hub", carrier="Van", by=desk.nation, now=LATER)
    confirm_arrival(picked.pk, said={}, received_by="Bill", by=desk.manager, now=LATER)
    assert [line.received for line in order.lines.order_by("id")] == [150, 400]
    said = [message.context["said"] for message in Message.objects.order_by("pk")]
    assert [words.split(".")[0] for words in said] == [
        "We have it", "It is approved in part", "It has gone to another route: Local Resilience Forum",
        "It is on its way", "It was delivered",
    ]  # fmt: skip
