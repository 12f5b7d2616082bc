"""Core's own work by the clock: jobs of dead workers are queued again, finished jobs are swept away."""

from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from junction.core.jobs.stalled import requeue_stalled

HOURS_KEPT = 7 * 24


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
