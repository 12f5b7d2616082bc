"""The work board: a page of fifty open orders among 60,000, and one order of 1,300 lines opened and approved.

The national cell, through the whole application: session, roles, list, page. Every order waits, so that the
list is as long as it can be; a tenth have an owner, as many were sent on by another route. No page or part of
it is kept between requests. Then one order of 1,300 lines is opened with its stock beside each line, and
approved as a browser sends it, every box of every line; the time is what a person waits for both answers.
"""

import sys
import time
from datetime import timedelta

from bench import world
from bench.harness import NOW, SIZE, database, durability, measure, promise
from bench.pages import answer, environ, session_of, stand_still_next_morning, statements, steady_application

ORDERS, LINES = 60_000, 1_300
REQUESTS = 200 if SIZE == "full" else 50
PATH = "/supply/board/"
MADE = """
with chosen as (select array_agg(id) as ids from (select id from registry_place order by id) places),
made as (
    insert into supply_order (route, state, place_id, ordered_at, ordered_by, channel, playbook, why,
                              changed_at)
    select case when n %% 10 = 0 then 'lrf-drop' else 'emergency' end, 'asked',
           ids[1 + n %% array_length(ids, 1)], %(now)s::timestamptz - n * interval '2 seconds', 'user:0',
           'web',
           'emergency-line@2020-03-19', '', %(now)s
    from generate_series(1, %(orders)s) n, chosen returning id, ordered_at, route),
lines as (
    insert into supply_orderline (order_id, item_id, asked, granted, shipped, received, reason)
    select made.id, i.id, 100 + made.id %% 900, 0, 0, 0, '' from made,
           lateral (select id from supply_item order by id limit 1 + made.id %% 5) i),
asks as (
    insert into supply_ask (order_id, priority, asked_at, decide_by, settled_by, outcome, why)
    select id, 1 + id %% 3, ordered_at, ordered_at + (1 + id %% 3) * interval '4 hours', '', '', ''
    from made),
told as (
    insert into supply_emergencyrequest (order_id, requester, contact, email, receiver, address,
        contact_until, takes_at_night, night_note, confirmed_cases, cover, tried, playbook)
    select id, 'x', 'x', '', 'x', 'x', ordered_at + interval '1 day', true, '', id %% 7,
           (array['under-24h', '1-2-days', 'over-2-days'])[1 + id %% 3], '{}', 'x'
    from made where route = 'emergency')
insert into core_ownership (subject_kind, subject_id, owner, owned_from, reason, by)
select 'supply-order', id, 'user:' || id %% 50, %(now)s, '', 'x' from made where id %% 10 = 0
"""


def make_orders() -> None:
    """Make the orders that wait, in one statement, and let the planner know."""
    from django.db import connection

    from junction.supply.operations import load_catalogue

    load_catalogue(by=world.actor(), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(MADE, {"orders": ORDERS, "now": NOW})
        cursor.execute("analyze")


def make_long_order() -> tuple[int, int]:
    """Make one order of 1,300 items, all of them in stock at a hub; return the numbers of both."""
    from junction.registry.models import Organisation, Place
    from junction.supply.models import Account, Act, Depot, Item, Lot
    from junction.supply.operations import accounts, ledger
    from junction.supply.operations.asking import People, Wanted, ask_for_help

    by = world.actor()
    kinds = [{"base_unit": "piece", "plural_unit": "pieces", "category": "Other"} for _ in range(LINES)]
    items = Item.objects.bulk_create(
        Item(code=f"item-{n}", name=f"Item {n}", **kind) for n, kind in enumerate(kinds)
    )
    lots = Lot.objects.bulk_create(Lot(item=item, number="A", recorded_at=NOW) for item in items)
    hub = Depot.objects.create(code="bench-hub", kind="hub", name="Hub", opened_on=NOW.date())
    maker = Organisation.objects.create(kind="wholesaler", name="Maker", name_key="maker", created_at=NOW)
    source = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=maker.pk).pk
    shelf = accounts.accounts_of(hub)[Account.Kind.AVAILABLE].pk
    moves = [ledger.Move(lot.item_id, 10_000, source, shelf, Act.RECEIVE, lot_id=lot.pk) for lot in lots]
    ledger.post(moves, by=by, now=NOW)
    people = People("Bench", "0161 496 0000", "Bench", "1 Bench Lane")
    wanted = Wanted(Place.objects.order_by("id")[0].pk, people, "under-24h", {i.code: 100 for i in items})
    return ask_for_help(wanted, by=by, now=NOW - timedelta(minutes=5)).pk, hub.pk


def open_and_approve(application, session: str) -> float:
    """Open the long order, then approve it with every box a browser sends; return the seconds of both."""
    from junction.supply.models import Order

    number, hub = make_long_order()
    order, path = Order.objects.get(pk=number), f"{PATH}{number}/"
    lines = list(order.lines.values_list("pk", flat=True))
    sent: dict[str, object] = {"depot": hub, "why": "", "reason-all": ""}
    sent |= {f"granted-{line}": "100" for line in lines} | {f"reason-{line}": "" for line in lines}
    began = time.perf_counter()
    status, page = answer(application, environ(session, f"{path}?depot={hub}"))
    assert status.startswith("200") and page.count('name="granted-') == LINES, status
    status, _ = answer(application, environ(session, path, posted=sent))
    seconds = time.perf_counter() - began
    order.refresh_from_db()
    assert status.startswith("302") and order.state == "reserved", (status, order.state)
    return seconds


def main() -> int:
    with database():
        seconds = world.fill()
        make_orders()
        application = steady_application()
        stand_still_next_morning()
        session = session_of("national")
        for _ in range(5):
            status, page = answer(application, environ(session, PATH))
        rows = page.count('class="junction-board__item"')
        assert status.startswith("200") and rows == 50, (status, rows)
        sent = statements(application, environ(session, PATH))
        cpu = measure(lambda: [answer(application, environ(session, PATH)) for _ in range(REQUESTS)])
        where = (
            f"{ORDERS:,} orders wait, {REQUESTS} requests, {cpu.parts(REQUESTS)}, "
            f"world made in {seconds:.0f} s, {durability()}"
        )
        name = "work board of 50 open orders among 60,000"
        met = promise(name, cpu.ms_each(REQUESTS), "CPU-ms", at_most=20, conditions=where)
        met &= promise(f"{name}: statements", sent, "queries", at_most=8, conditions=where)
        waited = open_and_approve(application, session)
        where = f"both requests, every box of {LINES:,} lines sent, {durability()}"
        met &= promise("opening and approving 1,300 lines", waited, "s", at_most=1, conditions=where)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
