"""Returns' own work: days added up for trends and months made ahead by the clock, files that people send."""

from django.utils import timezone

from junction.core.calendar import local_day
from junction.core.imports import ImportReport
from junction.core.jobs import every, task
from junction.core.tables import read
from junction.core.uploads.work import Order, work
from junction.people.queries import system_actor
from junction.returns import operations
from junction.returns.files.returns import known_columns, required_columns
from junction.returns.rules.questions import question_set_on
from junction.returns.rules.uploads import RETURNS


@every("*/5 * * * *", "returns.add_up_days")
def add_up_days() -> None:
    operations.add_up_days(by=system_actor("totals"), now=timezone.now())


@every("10 2 * * *", "returns.make_months")
def make_months() -> None:
    operations.make_coming_months(by=system_actor("months"), now=timezone.now())


@task(RETURNS.job, retry=False)
def import_returns(upload_id: int) -> None:
    """Read a file of returns that somebody sent, or store it."""
    work(upload_id, run=_import, now=timezone.now())


def _import(order: Order) -> ImportReport:
    question_set = order.options["question_set"]
    asked = question_set_on(question_set, local_day(order.now))
    required, optional = required_columns(asked), known_columns(asked)
    table = read(order.content, filename=order.name, required=required, optional=optional)
    order.progress.begin("Checking the rows" if order.dry_run else "Storing the rows")
    return operations.import_returns(
        table,
        question_set=question_set,
        dry_run=order.dry_run,
        partial=order.dry_run or order.options.get("partial", False),
        tell=order.progress.tell,
        by=order.by,
        now=order.now,
    )
