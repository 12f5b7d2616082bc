"""How the work done later is doing: workers alive, jobs that wait, jobs whose worker died."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

UNDONE = ("todo", "doing")
SILENT_AFTER = timedelta(seconds=30)  # a worker tells every 10 seconds that it lives


@dataclass(frozen=True, slots=True)
class Backlog:
    """The state of jobs at one moment."""

    workers_alive: int
    waiting: int  # due and not begun
    waiting_since: datetime | None
    stalled: int  # begun by a worker that is dead
    failed: int  # given up after the last attempt


def backlog(now: datetime) -> Backlog:
    """Return the state of jobs at `now`; three queries."""
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gte=now - SILENT_AFTER)
    due = Q(status="todo") & (Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=now))
    dead = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=now - SILENT_AFTER)
    counts = ProcrastinateJob.objects.aggregate(
        waiting=Count("id", filter=due),
        first_waiting=Min("id", filter=due),
        stalled=Count("id", filter=Q(status="doing") & dead),
        failed=Count("id", filter=Q(status="failed")),
    )
    since = ProcrastinateEvent.objects.filter(job=counts["first_waiting"]).aggregate(at=Min("at"))["at"]
    return Backlog(
        workers_alive=alive.count(),
        waiting=counts["waiting"],
        waiting_since=since,
        stalled=counts["stalled"],
        failed=counts["failed"],
    )


def is_given_up(job: int | None) -> bool:
    """Tell whether this job neither waits nor is being done: it is over, was given up, or is not there."""
    return not ProcrastinateJob.objects.filter(id=job or 0, status__in=UNDONE).exists()
