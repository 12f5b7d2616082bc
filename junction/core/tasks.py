"""Core's own work by the clock: stalled jobs, messages, chain and seals of the log, retention."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from junction.core.audit.operations import chain, seal
from junction.core.files.operations import clear_workrooms, remove_given_up
from junction.core.idempotency.operations import forget_expired
from junction.core.jobs import every, task
from junction.core.jobs.stalled import requeue_stalled
from junction.core.messages.carriers import clear_outbox
from junction.core.messages.operations import JOB, deliver, forget_sealed
from junction.core.personal.operations import erase_expired
from junction.core.scope import NOBODY, Actor
from junction.core.uploads.operations import clear_unconfirmed

HOURS_KEPT = 7 * 24
OUTBOX_KEPT = timedelta(hours=HOURS_KEPT)  # files of a trial that sends nothing, addresses and links in them
RETENTION = Actor(key="system:retention", name="Junction (retention)", scope=NOBODY)


# No lock here: a lock would stay with a worker that died while doing this, and nothing would free it.
@app.periodic(cron="* * * * *")
@app.task(name="core.requeue_stalled_jobs", pass_context=True)
async def requeue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    await requeue_stalled(context.app.job_manager)


@app.periodic(cron="20 3 * * *")
@app.task(name="core.remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Failed jobs stay until a person has looked at them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=HOURS_KEPT)


@every("* * * * *", "core.chain_audit")
def chain_audit() -> None:
    chain()


@every("0 * * * *", "core.seal_audit")
def seal_audit() -> None:
    chain()
    seal(timezone.now())


@task(JOB)
def deliver_messages() -> None:
    deliver(timezone.now())


@every("* * * * *", "core.deliver_messages_due")
def deliver_messages_due() -> None:
    """Those that failed and wait, and those whose job was lost."""
    deliver(timezone.now())


@every("5 * * * *", "core.remove_given_up")
def remove_files_given_up() -> None:
    """What a process that died between its commit and the disk had given up."""
    remove_given_up()


@every("50 2 * * *", "core.clear_uploads")
def clear_uploads() -> None:
    """Files that were sent for import and never confirmed; what was never finished."""
    clear_unconfirmed(by=RETENTION, now=timezone.now())
    clear_workrooms(timezone.now())


@every("40 2 * * *", "core.erase_what_is_past_its_time")
def erase_what_is_past_its_time() -> None:
    now = timezone.now()
    erase_expired(today=timezone.localdate(now), by=RETENTION, now=now)
    forget_expired(now)
    forget_sealed(now)
    clear_outbox((now - OUTBOX_KEPT).timestamp())
