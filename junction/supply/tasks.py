"""Supply's own work by the clock."""

import logging

from django.utils import timezone

from junction.core.calendar import local_day
from junction.core.imports import ImportReport
from junction.core.jobs import every, task
from junction.core.uploads.work import Order, work
from junction.people.queries import system_actor
from junction.supply.files import read_items, read_place_counts, read_sales
from junction.supply.operations import (
    alerting,
    allocation,
    holding,
    keeping_cover,
    ledger,
    leftovers,
    marking,
    place_counting,
    posting_use,
    pushing,
    recall_letters,
    recalling,
    reconciling,
    selling,
    sending,
)
from junction.supply.operations.catalogue_import import import_catalogue
from junction.supply.operations.portal import look_ahead as renew_outlook
from junction.supply.rules.uploads import CATALOGUE, PLACE_COUNTS, SALES

logger = logging.getLogger("junction.supply")


@every("15 2 * * *", "supply.make_months")
def make_months() -> None:
    ledger.make_coming_months(by=system_actor("months"), now=timezone.now())


@every("7 * * * *", "supply.mark_flow")
def mark_flow() -> None:
    """Looking back is read from the nearest mark."""
    marking.make_mark(by=system_actor("flow"), now=timezone.now())


@every("*/5 * * * *", "supply.keep_cover")
def keep_cover() -> None:
    """Who opens cover of the nation finds it worked out."""
    keeping_cover.keep_cover(by=system_actor("cover"), now=timezone.now())


@every("12 * * * *", "supply.look_ahead")
def look_ahead() -> None:
    """What is expected to be ordered until the period ends, so that early orders leave something for late
    ones.
    """
    renew_outlook(by=system_actor("portal"), now=timezone.now())


@every("35 2 * * *", "supply.verify_ledger")
def verify_ledger() -> None:
    """Every balance is what its movements add up to; where not, the log of the worker says so too."""
    found = reconciling.verify_ledger(by=system_actor("ledger"), now=timezone.now())
    if not found.is_whole:
        logger.error(found.reason())


@every("5 1 * * *", "supply.hold_what_is_past_its_day")
def hold_what_is_past_its_day() -> None:
    """Lots whose last day was yesterday are on no shelf today."""
    holding.hold_what_is_past_its_day(by=system_actor("stock"), now=timezone.now())


@every("20 3,15,21 * * *", "supply.post_use")
def post_use() -> None:
    """What counts in returns say was used is taken as used, and corrected with them."""
    now = timezone.now()
    posting_use.post_use(on=local_day(now), by=system_actor("use"), now=now)


@every("*/5 * * * *", "supply.send_leftovers_on")
def send_leftovers_on() -> None:
    """What lacked of orders that nobody decides on goes to the next route."""
    leftovers.send_leftovers_on(by=system_actor("leftovers"), now=timezone.now())


@every("*/15 * * * *", "supply.alert_ownerless")
def alert_ownerless() -> None:
    """What nobody has had for too long is told to everyone who could take it."""
    alerting.alert_ownerless(by=system_actor("alerts"), now=timezone.now())


@task(CATALOGUE.job, retry=False)
def take_catalogue(upload_id: int) -> None:
    """Read a catalogue that somebody sent, or store it."""
    work(upload_id, run=_catalogue, now=timezone.now())


def _catalogue(order: Order) -> ImportReport:
    table = read_items(order.content, filename=order.name)
    order.progress.begin("Checking the rows" if order.dry_run else "Storing the rows")
    return import_catalogue(table, findings=table.findings, dry_run=order.dry_run, by=order.by, now=order.now)


@task(allocation.SOLVE, retry=False)
def solve_allocation(run_id: int) -> None:
    """Work out a run of sharing that somebody asked for."""
    allocation.work_out_allocation(run_id, by=system_actor("allocation"), now=timezone.now())


@task(allocation.PUBLISH, retry=False)
def publish_allocation(run_id: int) -> None:
    """Make the orders of a run that somebody approved, and reserve the stock."""
    allocation.publish_approved(run_id, by=system_actor("allocation"), now=timezone.now())


@task(recalling.TELL)
def tell_recall(recall_id: int, again: bool) -> None:
    """Write to all who had some of a lot that is called back."""
    recall_letters.tell_recall(
        recall_id=recall_id, again=again, by=system_actor("recall"), now=timezone.now()
    )


@task(pushing.MAKE, retry=False)
def make_drop(drop_id: int) -> None:
    """Make the orders of a drop that somebody approved, and reserve all of it."""
    pushing.make_drop(drop_id, by=system_actor("drop"), now=timezone.now())


@task(sending.SEND)
def send_drop(drop_id: int, carrier: str) -> None:
    """Pick and send a drop, so many places at a time; each batch is kept by itself."""
    by, after = system_actor("drop"), 0
    while (
        reached := sending.send_batch(drop_id, after=after, carrier=carrier, by=by, now=timezone.now())
    ) is not None:
        after = reached


@task(SALES.job, retry=False)
def take_sales(upload_id: int) -> None:
    """Read a file of sales that somebody sent, or store it."""
    work(upload_id, run=_sales, now=timezone.now())


def _sales(order: Order) -> ImportReport:
    table = read_sales(order.content, filename=order.name)
    order.progress.begin("Checking the rows" if order.dry_run else "Storing the rows")
    return selling.import_sales(
        table, depot_code=str(order.options["depot"]), dry_run=order.dry_run, by=order.by, now=order.now
    )


@task(PLACE_COUNTS.job, retry=False)
def take_place_counts(upload_id: int) -> None:
    """Read a file of counts that somebody sent, or store it."""
    work(upload_id, run=_place_counts, now=timezone.now())


def _place_counts(order: Order) -> ImportReport:
    table = read_place_counts(order.content, filename=order.name)
    order.progress.begin("Checking the rows" if order.dry_run else "Storing the rows")
    return place_counting.import_place_counts(table, dry_run=order.dry_run, by=order.by, now=order.now)
