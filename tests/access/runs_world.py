"""Runs and aid for the world of the matrix: masks shared in Northham, once published and once a draft.

And masks that Ash gives to Beech, offered and accepted; gloves at a wholesaler's, to be sold.
"""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from junction.core.scope import Actor
from junction.people.queries import system_actor
from junction.supply.models import AllocationRun, Depot, Item, Pack
from junction.supply.operations import receiving
from junction.supply.operations.aid import answer_aid, offer_aid
from junction.supply.operations.allocation import (
    Wish,
    approve_allocation,
    ask_allocation,
    publish_allocation,
    solve_allocation,
)


def make_runs(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make them; return what stands in addresses for them."""
    by = system_actor("matrix")
    masks, gloves = Item.objects.get(code="masks"), Item.objects.get(code="gloves")
    Item.objects.filter(pk=masks.pk).update(measure="masks")
    Pack.objects.create(item=masks, name="Box of 50", quantity=50, is_orderable=True)
    _bring("north-store", masks, 20_000, by=by, now=now)
    _bring("seller", gloves, 1_000, by=by, now=now)
    store = Depot.objects.get(code="north-store")
    run, draft = (
        _draft(world, store, masks, name, by=by, now=now) for name in ("Matrix run", "Matrix draft")
    )
    approve_allocation(run_id=run.pk, why="Short", by=by, now=now)
    publish_allocation(run_id=run.pk, by=by, now=now)
    number = run.lines.get(place=world.ash).number
    given, accepted = (_aid(world, by=by, now=now) for _ in range(2))
    answer_aid(accepted, step="accept", by=by, now=now)
    return {
        "run_id": run.pk, "draft_id": draft.pk, "number": number, "aid_id": given, "accepted_id": accepted,
        "store_id": store.pk, "masks_id": masks.pk,
    }  # fmt: skip


def _bring(code: str, item: Item, quantity: int, *, by: Actor, now: datetime) -> None:
    note = {"depot_code": code, "supplier": "Maker", "paper": "runs", "received_on": now.date()}
    receipt = receiving.begin_receipt(**note, by=by, now=now)
    came = receiving.Came(item, f"RUNS-{code}", now.date() + timedelta(days=900), quantity)
    receiving.receive(receipt_id=receipt.pk, came=came, by=by, now=now)


def _draft(
    world: SimpleNamespace, store: Depot, item: Item, name: str, *, by: Actor, now: datetime
) -> AllocationRun:
    wish = Wish(
        name=name, kind="places", stocks=[(store.pk, item.pk)], why="Short", area_code=world.north.code,
        most_packs=3,
    )  # fmt: skip
    run = ask_allocation(wish, by=by, now=now)
    solve_allocation(run.pk, by=by, now=now)
    run.refresh_from_db()
    assert run.state == "draft", run.trouble
    return run


def _aid(world: SimpleNamespace, *, by: Actor, now: datetime) -> int:
    wanted = {"masks": 40}
    made = offer_aid(giver_id=world.ash.pk, taker_number="1-900000001", wanted=wanted, by=by, now=now)
    return made.pk
