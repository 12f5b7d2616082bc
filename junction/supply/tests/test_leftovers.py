"""What lacked of orders that nobody decides on goes on too: by itself, or by one tap."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.people.queries import system_actor
from junction.supply.models import Order, OrderLine, Problem
from junction.supply.operations import leftovers
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.leftovers import NothingLeft, send_leftover_on, send_leftovers_on
from junction.supply.queries.requests import need

from .desk import NOW, desk, wanted

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def portal_order(desk, *lines, at=NOW, state="reserved"):
    """An order on the portal: (item, asked, granted, reason) for each line."""
    order = Order.objects.create(
        route="portal", state=state, place=desk.home, ordered_at=at, ordered_by="user:1", channel="api",
        changed_at=at,
    )  # fmt: skip
    for item, asked, granted, reason in lines:
        OrderLine.objects.create(
            order=order, item=getattr(desk, item), asked=asked, granted=granted, reason=reason
        )
    return order


def run(at=LATER):
    return send_leftovers_on(by=system_actor("leftovers"), now=at)


def test_where_less_than_half_was_granted_the_rest_goes_on_by_itself_and_once(desk):
    order = portal_order(desk, ("masks", 100, 40, "shared-out"), ("gloves", 100, 0, "allowance"))
    assert (run(), run()) == (1, 0)
    rest = Order.objects.get(sent_on_from=order)
    assert (rest.route, rest.ask.desk, rest.ask.priority) == ("lrf-drop", desk.forum, 3)
    assert [(line.item.code, line.asked) for line in rest.lines.all()] == [("masks", 60)]
    assert AuditEntry.objects.filter(verb="supply.leftover.sent-on").count() == 1
    for seen_from in (order.pk, rest.pk):
        assert [step.order.pk for step in need(desk.manager.scope, seen_from).steps] == [order.pk, rest.pk]


def test_every_line_that_lacked_goes_along_once_one_goes_by_itself(desk):
    """Else what was granted more than half would be cut off: nobody could send it on any more."""
    order = portal_order(desk, ("masks", 100, 0, "out-of-stock"), ("gloves", 100, 60, "shared-out"))
    assert run() == 1
    rest = Order.objects.get(sent_on_from=order)
    assert {line.item.code: line.asked for line in rest.lines.all()} == {"masks": 100, "gloves": 40}


def test_forty_orders_take_no_more_statements_than_four(desk):
    counts = []
    for number in (4, 40):
        for _ in range(number):
            portal_order(desk, ("masks", 100, 0, "out-of-stock"))
        with CaptureQueriesContext(connection) as seen:
            assert run() == number
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 45


def test_a_run_begins_where_the_one_before_was_broken_off(desk, monkeypatch):
    monkeypatch.setattr(leftovers, "BATCH", 2)
    orders = [portal_order(desk, ("masks", 100, 0, "out-of-stock")) for _ in range(5)]
    done = leftovers.send_on_many

    def broken(remainders, **about):
        if Order.objects.filter(sent_on_from__isnull=False).count() == 2:
            raise KeyboardInterrupt
        return done(remainders, **about)

    monkeypatch.setattr(leftovers, "send_on_many", broken)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert Order.objects.filter(sent_on_from__in=orders).count() == 2
    monkeypatch.setattr(leftovers, "send_on_many", done)
    assert (run(), run()) == (3, 0)


@pytest.mark.parametrize(
    ("line", "more"),
    [(("masks", 100, 50, "shared-out"), {}), (("masks", 100, 0, "allowance"), {}),
     (("masks", 100, 100, ""), {}), (("masks", 100, 0, "out-of-stock"), {"state": "cancelled"}),
     (("masks", 100, 0, "out-of-stock"), {"at": NOW - timedelta(hours=48)})],
)  # fmt: skip
def test_what_does_not_go_on_by_itself(desk, line, more):
    portal_order(desk, line, **more)
    assert run() == 0


def test_what_is_at_a_desk_is_left_to_it(desk):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    order.lines.update(reason="out-of-stock")
    assert run() == 0


def test_an_order_of_which_nothing_was_there_goes_on_and_is_closed(desk):
    order = portal_order(desk, ("masks", 100, 0, "out-of-stock"), state="asked")
    assert run() == 1
    order.refresh_from_db()
    assert order.state == "closed"


def test_whoever_ordered_sends_on_what_they_still_need(desk):
    order = portal_order(desk, ("masks", 100, 80, "shared-out"))
    with pytest.raises(NothingLeft):
        send_leftover_on(order.pk, by=desk.stranger, now=LATER)
    sent = send_leftover_on(order.pk, by=desk.manager, now=LATER)
    assert [line.asked for line in sent.lines.all()] == [20]
    with pytest.raises(NothingLeft):
        send_leftover_on(order.pk, by=desk.manager, now=LATER)
    assert not Problem.objects.exists()


def test_the_order_page_offers_it_and_leads_to_the_chain(desk, sign_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    order = portal_order(desk, ("masks", 100, 80, "shared-out"))
    client = sign_in("place-manager", place=desk.home)
    page = reverse("supply:order", args=[order.pk])
    assert "Send it to the next route" in client.get(page).content.decode()
    answer = client.post(reverse("supply:send-leftover-on", args=[order.pk]), follow=True).content.decode()
    assert "2 routes so far" in answer
    assert "Waits for a decision at North Forum" in answer
    shown = client.get(page).content.decode()
    assert "Follow it" in shown
    assert "Send it to the next route" not in shown
    again = client.post(reverse("supply:send-leftover-on", args=[order.pk]), follow=True).content.decode()
    assert "it has gone on already" in again
