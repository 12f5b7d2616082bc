"""The registry's own work behind the pages: lists of places that people send."""

from datetime import date

from django.utils import timezone

from junction.core.imports import ImportReport
from junction.core.jobs import task
from junction.core.uploads.work import Order, work
from junction.registry import operations
from junction.registry.files.place_lists import read_place_list
from junction.registry.rules.uploads import PLACES


@task(PLACES.job, retry=False)
def import_places(upload_id: int) -> None:
    """Read a list that somebody sent, or store it."""
    work(upload_id, run=_import, now=timezone.now())


def _import(order: Order) -> ImportReport:
    listed_on = order.options.get("listed_on")
    listing = read_place_list(order.content, filename=order.name, tell=order.progress.tell)
    order.progress.begin("Checking the rows" if order.dry_run else "Storing the rows")
    return operations.import_places(
        listing,
        listed_on=date.fromisoformat(listed_on) if listed_on else None,
        complete_for=order.options.get("complete_for", ""),
        dry_run=order.dry_run,
        tell=order.progress.tell,
        by=order.by,
        now=order.now,
    )
