"""A run of matching for an area: needs become tasks, tasks are paired with volunteers on duty, offers go
out.

Asked for on a page or by the clock, worked out by a job that says how far it is. What is read and solved
stands in no transaction; offers are written in one, and only of tasks that still wait then.
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from junction.core import jobs
from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.engine.pairing import Batch, Plan, pair_cells, pool_named
from junction.registry.queries import areas as known_areas
from junction.registry.queries import inside

from ..models import MatchingRun, Task
from ..queries.matching import apart, may_match, parts_of, tasks_to_offer, volunteers_for
from ..queries.needs_for_volunteers import needs_for_volunteers
from ..queries.volunteers import KEEP
from ..rules.matching import Reasons, batch_of, reasons_of
from ..rules.matching_figures import Told
from ..rules.volunteer_tasks import TaskBook, tasks_on
from ..rules.volunteering import volunteering_on
from . import volunteer_refusals as refusals
from .nobody_found import nobody_found
from .task_closing import end_tasks_of_closed_needs
from .task_making import tasks_of_needs

JOB = "support.match"
UNDER_WAY = (MatchingRun.State.WAITING, MatchingRun.State.WORKING)
COPY = "COPY offered (task_id, volunteer_id, why) FROM STDIN"
STORE = """
WITH taken AS (
    SELECT offered.* FROM offered JOIN support_task AS task ON task.id = offered.task_id
    JOIN support_volunteer AS volunteer ON volunteer.id = offered.volunteer_id
    WHERE task.state = 'open' AND volunteer.on_duty_until > %(now)s ORDER BY task.id FOR UPDATE OF task
), made AS (
    INSERT INTO support_taskoffer (task_id, volunteer_id, run_id, offered_at, until, answer, why, playbook)
    SELECT task_id, volunteer_id, %(run)s, %(now)s, %(until)s, 'waiting', why, %(book)s FROM taken
    ON CONFLICT DO NOTHING RETURNING id, task_id, volunteer_id
), moved AS (
    UPDATE support_task AS task SET state = 'offered', state_at = %(now)s
    FROM made WHERE task.id = made.task_id
), told AS (
    INSERT INTO support_wantedmessage (volunteer_id, offer_id, kind, wanted_at, useful_until, is_queued)
    SELECT volunteer_id, id, 'offer', %(now)s, %(until)s, false FROM made
)
SELECT count(*) FROM made
"""


@transaction.atomic
def ask_matching(area: str, *, by: Actor, now: datetime) -> MatchingRun:
    """Ask for a run. Raise `NotYourArea` or `RunsAlready`."""
    today = local_day(now)
    if not by.scope.may(KEEP) or not may_match(by.scope, {area}):
        raise refusals.NotYourArea
    if not known_areas(by.scope, on=today).filter(pk=area).exists():
        raise refusals.NotYourArea
    if MatchingRun.objects.select_for_update().filter(area=area, state__in=UNDER_WAY).exists():
        raise refusals.RunsAlready
    run = MatchingRun.objects.create(area_id=area, asked_at=now, asked_by=by.key)
    record(at=now, by=by, verb="support.matching.asked", subject=f"matching:{run.pk}", area=area)
    jobs.defer(JOB, in_turn=f"{JOB}:{area}", run_id=run.pk)
    return run


def match(run_id: int, *, by: Actor, now: datetime) -> MatchingRun | None:
    """Work a run out and offer its tasks; nothing where it was done before."""
    begun = MatchingRun.objects.filter(pk=run_id, state__in=UNDER_WAY).update(state=MatchingRun.State.WORKING)
    if not begun:
        return None
    run = MatchingRun.objects.get(pk=run_id)
    try:
        return _match(run, by=by, now=now)
    except Exception:
        _tell(run, "It broke off", state=MatchingRun.State.FAILED, at=now)
        raise


def _match(run: MatchingRun, *, by: Actor, now: datetime) -> MatchingRun:
    today = local_day(now)
    book, codes = tasks_on(today), sorted(inside([run.area_id], on=today))
    _tell(run, "Making tasks of needs")
    ended = end_tasks_of_closed_needs(codes, by=by, now=now)
    made = tasks_of_needs(codes, by=by, now=now)
    told = Told()
    for part in parts_of(by.scope, codes, on=today):
        _tell(run, "Reading tasks and volunteers", done=told.offered, of=told.tasks)
        batch = read_batch(part, instant=False, book=book, by=by, now=now)
        told.read(batch)
        _tell(run, "Pairing", done=told.offered, of=told.tasks)
        if len(batch.needs) and len(batch.helpers):
            plan = _pair(batch, book)
            _tell(run, "Writing offers", done=told.offered, of=told.tasks)
            told.give(plan, _store(run, reasons_of(plan), book, by=by, now=now))
    figures = {"made": made, "ended": ended, **told.figures}
    figures["nobody"] = _nobody(run, told.asked, by=by, now=now)
    MatchingRun.objects.filter(pk=run.pk).update(figures=figures, playbook=book.reference)
    _tell(run, "", state=MatchingRun.State.DONE, done=told.offered, of=told.tasks, at=now)
    return MatchingRun.objects.get(pk=run.pk)


def read_batch(areas: Collection[str], *, instant: bool, book: TaskBook, by: Actor, now: datetime) -> Batch:
    """Return what waits to be paired in some areas. A step of a run that has made sure of them."""
    tasks = tasks_to_offer(by.scope, areas, instant=instant, now=now)
    found = volunteers_for(by.scope, tasks, areas, now=now)
    return batch_of(
        tasks,
        found,
        apart(by.scope, areas),
        book=volunteering_on(local_day(now)),
        now=now,
        days=book.horizon_days,
        spread=book.spread_metres,
    )


def _pair(batch: Batch, book: TaskBook) -> Plan:
    """Return the exact pairing of a batch, in cells, wherever the setting of the engine solves them."""
    with pool_named(settings.ENGINE_POOL) as pool:
        return pair_cells(
            batch, side=book.cell_km * 1000.0, pool=pool, candidates=book.most_candidates,
            fairness=book.fairness_metres,
        )  # fmt: skip


@transaction.atomic
def _store(run: MatchingRun, why: Reasons, book: TaskBook, *, by: Actor, now: datetime) -> int:
    """Write the offers of a run: one COPY, one statement, one line of the log."""
    columns = (why.metres, why.fairness, why.recent, why.candidates, why.next_metres)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE offered (task_id bigint, volunteer_id bigint, why jsonb) ON COMMIT DROP"
        )
        with cursor.copy(COPY) as copy:
            for task, volunteer, *said in zip(
                why.tasks.tolist(), why.volunteers.tolist(), *(one.tolist() for one in columns), strict=True
            ):
                copy.write_row((task, volunteer, json.dumps(dict(zip(WHY, said, strict=True)))))
        cursor.execute("ANALYZE offered")
        given: dict[str, Any] = {
            "run": run.pk,
            "now": now,
            "until": now + book.batch_patience,
            "book": book.reference,
        }
        cursor.execute(STORE, given)
        made = int(cursor.fetchone()[0])
        cursor.execute("DROP TABLE offered")
    record(
        at=now, by=by, verb="support.tasks.offered", subject=f"matching:{run.pk}", playbook=book.reference,
        offers=made, area=run.area_id,
    )  # fmt: skip
    return made


@transaction.atomic
def _nobody(run: MatchingRun, tasks: list[int], *, by: Actor, now: datetime) -> int:
    """Write down of which tasks of a run nobody was asked."""
    found = nobody_found(tasks, by=by, now=now)
    if found:
        record(at=now, by=by, verb="support.tasks.unfilled", subject=f"matching:{run.pk}", needs=found)
    return found


WHY = ("metres", "fairness", "recent", "candidates", "next_metres")


def _tell(
    run: MatchingRun, step: str, *, state: str = "", done: int = 0, of: int = 0, at: datetime | None = None
) -> None:
    """Say how far a run is; seen at once, since it stands in no transaction."""
    run.step, run.done, run.of = step, done, of
    run.state, run.finished_at = state or run.state, at
    run.save(update_fields=["step", "done", "of", "state", "finished_at"])


def ask_where_tasks_wait(*, by: Actor, now: datetime) -> int:
    """Ask for a run of each area in which something waits; return how many."""
    waiting = Task.objects.filter(state=Task.State.OPEN, is_instant=False, closes_at__gt=now)
    needs = needs_for_volunteers(by.scope, tasks_on(local_day(now))).order_by()
    areas = {*waiting.order_by().values_list("area_id", flat=True).distinct(),
             *needs.values_list("area_id", flat=True).distinct()}  # fmt: skip
    asked = 0
    for area in sorted(areas):
        try:
            ask_matching(area, by=by, now=now)
            asked += 1
        except refusals.RunsAlready:
            continue
    return asked
