"""Write down that somebody compared the ledger with its balances, and what was found."""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor

from ..queries.reconciling import Reconciled, reconcile


@transaction.atomic
def verify_ledger(*, by: Actor, now: datetime) -> Reconciled:
    """Compare, and keep a line of it in the log: the reason is empty when the ledger is whole."""
    found = reconcile(by.scope)
    record(
        at=now, by=by, verb="supply.ledger.verified", subject="ledger:all", why=found.reason(),
        movements=found.movements, is_whole=found.is_whole,
    )  # fmt: skip
    return found
