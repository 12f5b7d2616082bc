"""Returns' own work by the clock: days added up for trends, months made ahead."""

from django.utils import timezone

from junction.core.jobs import every
from junction.people.queries import system_actor
from junction.returns import operations


@every("*/5 * * * *", "returns.add_up_days")
def add_up_days() -> None:
    operations.add_up_days(by=system_actor("totals"), now=timezone.now())


@every("10 2 * * *", "returns.make_months")
def make_months() -> None:
    operations.make_coming_months(by=system_actor("months"), now=timezone.now())
