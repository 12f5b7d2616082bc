"""What happens to the jobs of a worker that died: they are queued again, a few times, then given up."""

from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

MOST_ATTEMPTS = 5  # a job that kills its worker each time must not do so for ever


async def requeue_stalled(jobs: JobManager, *, seconds_silent: float = 30) -> list[int]:
    """Queue again every job whose worker has been silent; return their numbers."""
    again = []
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=seconds_silent):
        if job.attempts >= MOST_ATTEMPTS:
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
        elif await _requeued(jobs, job):
            again.append(int(job.id or 0))
    return again


async def _requeued(jobs: JobManager, job: Job) -> bool:
    """Queue one job again; drop it where the same work already waits, as that of the clock does by then."""
    try:
        await jobs.retry_job(job)
    except UniqueViolation:
        await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
        return False
    return True
