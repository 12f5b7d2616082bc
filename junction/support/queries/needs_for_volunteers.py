"""Needs that volunteers may be asked to meet: open, of a class, kind and level the rules give them, near
somewhere known.

Never one whose address is protected, never one of a place, never one that a task is under way for, and never
a talk by telephone with somebody who may not be rung.
"""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from junction.core.scope import Scope

from ..models import Need, Task
from ..rules.volunteer_tasks import TaskBook
from .needs import SEE, needs

MAY_BE_RUNG = Q(person__may_ring=True) & ~Q(person__phone="")


def needs_for_volunteers(
    scope: Scope, book: TaskBook, *, areas: Collection[str] = (), levels: Iterable[str] = ()
) -> QuerySet[Need]:
    """Return such needs in reach, the nearest limit first; of some areas and levels only, where they are
    given.

    No row holds a name or an address: who it is about is told to who has accepted, and to nobody before.
    """
    asked = [level for level in book.levels if not levels or level in set(levels)]
    found = needs(scope, permission=SEE).filter(
        state=Need.State.OPEN, category__in=list(book.kind_of_need), level__in=asked,
        need_class__in=book.classes,
        longitude__isnull=False, person__isnull=False, person__is_protected=False,
        person__erased_at__isnull=True,
    ).filter(MAY_BE_RUNG | ~Q(category__in=book.needs_by_phone))  # fmt: skip
    if areas:
        found = found.filter(area_id__in=areas)
    under_way = Task.objects.filter(need=OuterRef("pk"), state__in=Task.ALIVE)
    return found.filter(~Exists(under_way)).order_by("limit_at", "pk")
