"""Jobs are queued with the write that asks for them, survive their worker, and are never lost."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import TaskNotFound
from procrastinate.manager import JobManager

from junction.core.jobs import defer, every, task
from junction.core.jobs.backlog import backlog
from junction.core.jobs.stalled import MOST_ATTEMPTS, requeue_stalled

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
done: list[str] = []


@task("tests.note")
def note(word: str = "") -> None:
    done.append(word)


@every("0 4 * * *", "tests.by_the_clock")
def by_the_clock() -> None:
    done.append("clock")


class AtOnce(DjangoConnector):
    """Asks the database in this thread, so that what waits for it never waits."""

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        self.execute_query(query, **arguments)

    async def execute_query_all_async(self, query: str, **arguments: Any) -> list[dict[str, Any]]:
        return self.execute_query_all(query, **arguments)


def requeue() -> list[int]:
    """Run the task's work without an event loop: a browser test may have left one running in this thread."""
    work = requeue_stalled(JobManager(AtOnce()))
    try:
        work.send(None)
    except StopIteration as ended:
        return list(ended.value)
    raise AssertionError("it waited for something")


def queued(**wishes: str) -> int:
    job = defer("tests.note", **wishes)
    assert job is not None
    return job


def status(job: int) -> str:
    return ProcrastinateJob.objects.get(id=job).status


def begin(job: int, *, silent_for: timedelta, attempts: int = 0) -> None:
    """Put a job into the hands of a worker that was last heard of a while ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval) returning id",
            [str(silent_for)],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s, attempts = %s where id = %s",
            [worker, attempts, job],
        )


@pytest.mark.django_db(transaction=True)
def test_a_job_is_queued_only_with_the_write_that_asks_for_it():
    with pytest.raises(RuntimeError), transaction.atomic():
        defer("tests.note", word="lost")
        raise RuntimeError
    with transaction.atomic():
        defer("tests.note", word="kept")
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"word": "kept"}]


@pytest.mark.django_db
def test_a_misspelt_name_is_refused():
    with pytest.raises(TaskNotFound):
        defer("tests.nota")


@pytest.mark.django_db
def test_asking_twice_queues_once_and_spoils_nothing():
    assert defer("tests.note", once="sum 2020-04-20") is not None
    assert defer("tests.note", once="sum 2020-04-20") is None
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_waits():
    done.clear()
    defer("tests.note", word="first")
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined] # Django's connector has it

    def work() -> None:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert done == ["first"]


@pytest.mark.django_db
def test_jobs_of_a_dead_worker_are_queued_again():
    dead, alive = queued(), queued()
    begin(dead, silent_for=timedelta(minutes=2))
    begin(alive, silent_for=timedelta(seconds=5))
    assert requeue() == [dead]
    assert (status(dead), status(alive)) == ("todo", "doing")


@pytest.mark.django_db(transaction=True)
def test_work_that_already_waits_again_is_not_queued_twice_and_holds_up_nothing():
    dead, other = queued(once="sum"), queued()
    begin(dead, silent_for=timedelta(minutes=2))
    begin(other, silent_for=timedelta(minutes=2))
    waiting = queued(once="sum")  # the clock came round while the dead one hung
    assert requeue() == [other]
    assert {job.id: job.status for job in ProcrastinateJob.objects.all()} == {waiting: "todo", other: "todo"}


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_each_time_is_given_up():
    job = queued()
    begin(job, silent_for=timedelta(minutes=2), attempts=MOST_ATTEMPTS)
    assert requeue() == []
    assert status(job) == "failed"


@pytest.mark.django_db
def test_work_by_the_clock_is_registered_once_and_alone():
    periodic = app.periodic_registry.periodic_tasks[("tests.by_the_clock", "")]
    assert periodic.cron == "0 4 * * *"
    assert (periodic.task.lock, periodic.task.queueing_lock) == ("tests.by_the_clock", "tests.by_the_clock")


@pytest.mark.django_db
def test_the_backlog_counts_what_waits_and_what_hangs(django_assert_num_queries):
    now = datetime.now(UTC)  # noqa: TID251, the database's own clock stamps jobs
    defer("tests.note")
    hanging = queued()
    begin(hanging, silent_for=timedelta(minutes=2))
    with django_assert_num_queries(3):
        state = backlog(now)
    assert (state.workers_alive, state.waiting, state.stalled, state.failed) == (0, 1, 1, 0)
    assert state.waiting_since is not None
