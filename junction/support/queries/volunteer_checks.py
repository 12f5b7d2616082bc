"""Offers whose volunteers have no check in force that is worth what the task asks for."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from junction.core.scope import Scope

from ..models import Task, TaskOffer, VettingSeen
from ..rules.volunteering import volunteering_on


def standing(scope: Scope) -> QuerySet[TaskOffer]:
    """Return the offers that bind somebody: they wait for an answer, or what was accepted is theirs and not
    done yet.
    """
    has_it = Q(answer=TaskOffer.Answer.ACCEPTED, task__volunteer=F("volunteer"))
    return TaskOffer.objects.filter(
        Q(answer=TaskOffer.Answer.WAITING) | has_it, task__state__in=Task.ALIVE
    )  # fmt: skip


def short_of_check(scope: Scope, offers: QuerySet[TaskOffer], *, on: date) -> QuerySet[TaskOffer]:
    """Narrow offers to those whose volunteer has no check in force on a day that the task asks for."""
    checks = volunteering_on(on).checks.values()
    held = VettingSeen.objects.filter(
        volunteer=OuterRef("volunteer"), withdrawn_at__isnull=True, expires_on__gt=on
    )
    short = Q(pk__in=[])
    for level in {one.level for one in checks}:
        enough = [one.code for one in checks if one.level >= level]
        short |= Q(~Exists(held.filter(check_code__in=enough)), task__level=level)
    return offers.filter(short)


def is_short(scope: Scope, task: Task, volunteer: int | None, *, on: date) -> bool:
    """Tell whether somebody has no check in force on a day that a task asks for."""
    return short_of_check(scope, TaskOffer.objects.filter(task=task, volunteer=volunteer), on=on).exists()
