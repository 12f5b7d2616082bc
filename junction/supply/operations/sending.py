"""Pick and send a drop by a job, so many places at a time; what may not leave stays behind and is named.

Each batch is kept by itself: a job that dies is begun again and finds what is left. A consignment with a lot
that is held by now stays picked at the depot, where somebody puts it back (`queries.pushing.left_behind`).
"""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.jobs import defer
from junction.core.scope import Actor

from ..models import Drop
from ..queries import depots as depot_queries
from ..queries import pushing as queries
from . import picking
from .stock_refusals import DropNotReady, LotHeldSince, MayNotKeepStock, NothingToPick

SEND = "supply.send_drop"
BATCH = 1_000


@transaction.atomic
def begin_to_send(drop_id: int, *, carrier: str, by: Actor, now: datetime) -> Drop:
    """Let a job pick and send a drop, batch by batch. Raise `MayNotKeepStock`, `DropNotReady`."""
    if not by.scope.reach(depot_queries.STOCK).national:
        raise MayNotKeepStock
    drop = Drop.objects.select_for_update().get(pk=drop_id)
    if drop.state != Drop.State.READY:
        raise DropNotReady
    turn = f"{SEND}:{drop.pk}"
    if job := defer(SEND, once=turn, in_turn=turn, drop_id=drop.pk, carrier=carrier):
        drop.job = job
        drop.save(update_fields=["job"])
    record(at=now, by=by, verb="supply.drop.sending", subject=f"drop:{drop.pk}", carrier=carrier)
    return drop


def send_batch(drop_id: int, *, after: int = 0, carrier: str, by: Actor, now: datetime) -> int | None:
    """Pick the next orders of a drop beyond order `after` and send all that may leave.

    Return the last order that was looked at, None once none was left and nothing was ready to go. Each batch
    is asked for at its own moment: what was held since the one before is seen then.
    """
    drop = queries.drop_to_send(by.scope, drop_id)
    orders = queries.to_send(by.scope, drop, after=after, most=BATCH)
    if orders:
        with suppress(NothingToPick):  # nothing lies there for these; those after them may be luckier
            picking.pick(orders, depot_code=drop.depot.code, by=by, now=now)
    ready = _dispatch(drop, carrier=carrier, by=by, now=now)
    return orders[-1] if orders else after if ready else None


def _dispatch(drop: Drop, *, carrier: str, by: Actor, now: datetime) -> int:
    """Send the next consignments that hold no lot which is held by now; return how many were looked at."""
    ready = queries.ready_to_go(by.scope, drop, at=now, most=BATCH)
    if ready:
        with suppress(LotHeldSince):  # held since `now`: the next batch, at its own moment, leaves it behind
            picking.dispatch(
                ready, depot_code=drop.depot.code, carrier=carrier, promised_on=drop.promised_on, by=by,
                now=now,
            )  # fmt: skip
    return len(ready)
