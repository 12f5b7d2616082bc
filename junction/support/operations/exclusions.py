"""Say that a volunteer is not sent to somebody again, and that this is over. Neither side is told of the
other's wish: what stood between them is taken back in the same transaction, as it would be for any reason.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Func, Value

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import Exclusion, Task, TaskOffer, Volunteer
from ..queries.exclusions import one_exclusion, tasks_apart_from
from ..queries.needs import ANSWER
from ..queries.volunteer_checks import standing
from ..queries.volunteer_tasks import tasks
from ..queries.volunteers import KEEP
from ..rules.volunteer_tasks import tasks_on
from . import volunteer_refusals as refusals
from .task_freeing import free

Side = Exclusion.Side


@transaction.atomic
def exclude(
    number: int, volunteer: int, *, side: str = Side.DESK, reason: str, by: Actor, now: datetime
) -> Exclusion:
    """Keep a volunteer from whoever a task is for, as the desk or whoever was helped would have it. Raise
    `Task.DoesNotExist`, `NotAsked` for who was not offered it, `NotOfAPerson` or `NotAChoice`.
    """
    reached = tasks(by.scope, permission=KEEP) | tasks(by.scope, permission=ANSWER)
    task = reached.get(pk=number)
    if side not in (Side.DESK, Side.PERSON):
        raise refusals.NotAChoice
    if not TaskOffer.objects.filter(task=task, volunteer=volunteer).exists():
        raise refusals.NotAsked
    return _keep_apart(task, volunteer, side=side, reason=reason, by=by, now=now)


@transaction.atomic
def not_again(number: int, one: Volunteer, *, reason: str, by: Actor, now: datetime) -> Exclusion:
    """Say as a volunteer that one would not go there again; a task that one has goes back. Raise `NotYours`,
    `NotOfAPerson` or `NotAChoice`.
    """
    said_yes = TaskOffer.objects.filter(task=number, volunteer=one, answer=TaskOffer.Answer.ACCEPTED)
    if not said_yes.exists():
        raise refusals.NotYours
    task = Task.objects.select_related("need__person").get(pk=number)
    return _keep_apart(task, one.pk, side=Side.VOLUNTEER, reason=reason, by=by, now=now)


def _keep_apart(task: Task, volunteer: int, *, side: str, reason: str, by: Actor, now: datetime) -> Exclusion:
    book = tasks_on(local_day(now))
    if reason not in book.reasons_of(side):
        raise refusals.NotAChoice
    if task.need is None or task.need.person is None:
        raise refusals.NotOfAPerson
    Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer)  # an answer of theirs comes in turn
    made, is_new = Exclusion.objects.get_or_create(
        volunteer_id=volunteer, person=task.need.person, side=side, ended_at=None,
        defaults={"task": task, "area_id": task.area_id, "reason": reason, "playbook": book.reference,
                  "said_at": now, "said_by": by.key},
    )  # fmt: skip
    if is_new:
        freed = _take_back(volunteer, is_told=side != Side.VOLUNTEER, by=by, now=now)
        record(
            at=now, by=by, verb="support.volunteer.excluded", subject=f"exclusion:{made.pk}",
            playbook=book.reference, task=task.pk, side=side, reason=reason, freed=freed,
        )  # fmt: skip
    return made


def _take_back(volunteer: int, *, is_told: bool, by: Actor, now: datetime) -> int:
    """What stands between them goes to others, and they are asked next for none of it."""
    numbers = tasks_apart_from(by.scope, volunteer)
    following = Task.objects.filter(pk__in=numbers, following__contains=[volunteer])
    without = Func(F("following"), Value(volunteer), function="array_remove")
    following.update(following=without)
    theirs = standing(by.scope).filter(volunteer=volunteer, task__in=numbers)
    return len(free(theirs, is_told=is_told, by=by, now=now))


@transaction.atomic
def end_exclusion(number: int, *, why: str, by: Actor, now: datetime) -> Exclusion:
    """Say that a volunteer may be sent there again. Raise `Exclusion.DoesNotExist`, `NotAChoice` or
    `NotNow`.
    """
    one = Exclusion.objects.select_for_update(of=("self",)).get(pk=one_exclusion(by.scope, number).pk)
    if why not in tasks_on(local_day(now)).exclusion_ends:
        raise refusals.NotAChoice
    if one.ended_at is not None:
        raise refusals.NotNow
    one.ended_at, one.ended_by, one.ended_why = now, by.key, why
    one.save(update_fields=["ended_at", "ended_by", "ended_why"])
    record(at=now, by=by, verb="support.exclusion.ended", subject=f"exclusion:{one.pk}", why=why)
    return one
