"""The work board: who sees what waits, in which order, narrowed how, and in how many statements."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.registry.tests.factories import PlaceFactory
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.deciding import Decision, decide, send_on
from junction.supply.operations.owning import take_order
from junction.supply.operations.picking import dispatch, pick
from junction.supply.queries.board import Wanted, board, late_to_leave

from .desk import NOW, desk, wanted

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def waiting(desk):
    """Three requests: a P3 that came first, a P1, and a P2 that was sent to the forum."""
    asked = {
        number: ask_for_help(wanted(desk, cover=cover), by=desk.manager, now=NOW + timedelta(minutes=number))
        for number, cover in ((3, "over-2-days"), (1, "under-24h"), (2, "1-2-days"))
    }
    asked["forum"] = send_on(asked[2].pk, route="lrf-drop", why="Near", by=desk.nation, now=LATER)
    return asked


def listed(actor, **more):
    return [row.order_id for row in board(actor.scope, Wanted(**more), own_key=actor.key, now=LATER).rows]


def test_the_shortest_time_comes_first_and_the_forum_sees_its_own_desk_only(desk, waiting):
    assert listed(desk.nation) == [waiting[1].pk, waiting["forum"].pk, waiting[3].pk]
    assert listed(desk.lrf) == [waiting["forum"].pk]
    for actor in (desk.officer, desk.stranger, desk.manager, desk.line):
        assert listed(actor) == []


def test_filters(desk, waiting):
    take_order(waiting[3].pk, by=desk.nation, now=LATER)
    assert listed(desk.nation, priority=1) == [waiting[1].pk]
    assert listed(desk.nation, route="lrf-drop") == [waiting["forum"].pk]
    assert listed(desk.nation, owned="mine") == [waiting[3].pk]
    assert listed(desk.nation, owned="nobody") == [waiting[1].pk, waiting["forum"].pk]
    assert listed(desk.nation, owned="others") == []
    assert listed(desk.nation, late=True) == []
    assert listed(desk.nation, desk="others") == [waiting["forum"].pk]
    assert listed(desk.nation, desk="nation") == [waiting[1].pk, waiting[3].pk]
    assert listed(desk.nation, order="newest")[0] == waiting["forum"].pk
    assert listed(desk.nation, search=str(waiting[1].pk)) == [waiting[1].pk]
    assert len(listed(desk.nation, search="Ash House")) == 3
    assert listed(desk.nation, search="Nowhere at all") == []


def test_a_row_says_what_is_needed_and_where_it_came_from(desk, waiting):
    rows = board(desk.nation.scope, Wanted(), own_key="", now=LATER).rows
    first, forum = rows[0], rows[1]
    assert (first.receiver, first.town, first.council, first.cover) == (
        "Ash House",
        "Sale",
        "Northham",
        "under-24h",
    )
    assert (first.first_items, first.lines, first.confirmed_cases) == ("Masks: 200; Gloves: 400", 2, 3)
    assert (forum.desk, forum.sent_on_from, forum.cover) == ("North Forum", waiting[2].pk, None)


def test_a_page_past_the_last_is_the_last(desk, waiting):
    assert board(desk.nation.scope, Wanted(page=9), own_key="", now=LATER).number == 1


def test_how_many_statements_a_page_takes(desk, django_assert_num_queries):
    desk.home = PlaceFactory(name="Elm House", area=desk.council)
    for _ in range(5):
        ask_for_help(wanted(desk), by=desk.nation, now=NOW)
    with django_assert_num_queries(2):
        assert len(board(desk.nation.scope, Wanted(), own_key="", now=LATER).rows) == 5


def test_what_was_granted_and_has_not_left_in_time_is_listed(desk, sign_in, monkeypatch):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    decide(order.pk, Decision({}, {}, desk.hub.pk), by=desk.nation, now=LATER)
    due = NOW + timedelta(hours=4)
    assert not late_to_leave(desk.nation.scope, now=due).exists()
    monkeypatch.setattr(timezone, "now", lambda: due + timedelta(minutes=1))
    assert not late_to_leave(desk.lrf.scope, now=due + timedelta(minutes=1)).exists()
    client, page = sign_in("national"), reverse("supply:late-to-leave")
    assert "Ash House" in client.get(page).content.decode()
    (picked,) = pick([order.pk], depot_code="hub", by=desk.nation, now=LATER)
    dispatch([picked.pk], depot_code="hub", carrier="Van", by=desk.nation, now=LATER)
    assert "has left in time" in client.get(page).content.decode()
