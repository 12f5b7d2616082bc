"""Supply's own work by the clock."""

from django.utils import timezone

from junction.core.jobs import every
from junction.people.queries import system_actor
from junction.supply.operations import ledger


@every("15 2 * * *", "supply.make_months")
def make_months() -> None:
    ledger.make_coming_months(by=system_actor("months"), now=timezone.now())
