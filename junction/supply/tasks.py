"""Supply's own work by the clock."""

from django.utils import timezone

from junction.core.jobs import every
from junction.supply.operations import ledger


@every("15 2 * * *", "supply.make_months")
def make_months() -> None:
    ledger.make_coming_months(now=timezone.now())
