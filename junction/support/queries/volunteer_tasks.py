"""Tasks in reach with their offers and reasons; a volunteer's own offers and tasks; runs of matching."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from junction.core.personal.queries import shown, value
from junction.core.scope import Scope
from junction.engine.pairing import Answer, Offer, Offers
from junction.registry.models import Area
from junction.registry.queries import areas

from ..models import MatchingRun, Need, Task, TaskOffer, TaskState, TaskWord, Volunteer
from ..rules.likely import Likely, likely
from ..rules.volunteer_tasks import TaskBook, tasks_on
from ..rules.where import degrees_of, outward_of
from .needs import Told, for_a_helper
from .volunteer_checks import is_short
from .volunteers import KEEP, schemes
from .where import districts


@dataclass(frozen=True, slots=True)
class Where:
    """What whoever has accepted a task is told: for whom and where; or that it may not be told."""

    name: str = ""
    phone: str = ""
    address: str = ""
    what: str = ""


def tasks(scope: Scope, *, permission: str = KEEP, as_at: datetime | None = None) -> QuerySet[Task]:
    """Return the tasks in reach, the most urgent first. With `as_at`, those made by then, with `then_state`,
    `then_at` and `then_volunteer` as they were.
    """
    reach = scope.reach(permission)
    found = Task.objects.select_related("area", "need", "demand", "volunteer")
    found = found if reach.national else found.filter(area_id__in=reach.areas)
    if as_at is None:
        return found
    stood = TaskState.objects.filter(task=OuterRef("pk"), from_at__lte=as_at).order_by("-from_at", "-pk")
    return found.filter(made_at__lte=as_at).annotate(
        then_state=Subquery(stood.values("state")[:1]), then_at=Subquery(stood.values("from_at")[:1]),
        then_volunteer=Subquery(stood.values("volunteer")[:1]),
    )  # fmt: skip


def one_task(scope: Scope, number: int) -> Task:
    """Return one task in reach. Raise `Task.DoesNotExist`."""
    return tasks(scope).get(pk=number)


def offers_of_task(scope: Scope, task: Task) -> list[TaskOffer]:
    """Return to whom a task that was read within a scope was offered, and why."""
    return list(task.offers.all())


def words_of_task(scope: Scope, task: Task) -> list[tuple[TaskWord, str]]:
    """Return what was said of a task that was read within a scope."""
    return [(one, shown(one.words) if one.words else "") for one in task.words.all()]


def runs(scope: Scope) -> QuerySet[MatchingRun]:
    """Return the runs of matching in reach, the newest first."""
    reach = scope.reach(KEEP)
    found = MatchingRun.objects.select_related("area")
    return found if reach.national else found.filter(area_id__in=reach.areas)


def offers_to(scope: Scope, one: Volunteer, now: datetime) -> list[TaskOffer]:
    """Return what a volunteer is offered now. Their session is the leave."""
    waiting = TaskOffer.objects.filter(volunteer=one, answer=TaskOffer.Answer.WAITING, until__gt=now)
    return list(waiting.select_related("task").order_by("until", "pk"))


def waiting_offers(scope: Scope, *, now: datetime) -> QuerySet[TaskOffer]:
    """Return what volunteers of schemes that one keeps are offered and have not answered in time yet."""
    mine = schemes(scope).order_by().values("pk")
    waiting = TaskOffer.objects.filter(answer=TaskOffer.Answer.WAITING, until__gt=now)
    return waiting.filter(volunteer__scheme__in=mine).select_related("task")


def offer_to(scope: Scope, one: Volunteer, number: int) -> TaskOffer:
    """Return one offer to a volunteer. Raise `TaskOffer.DoesNotExist`."""
    return TaskOffer.objects.select_related("task", "task__demand").get(pk=number, volunteer=one)


def tasks_of(scope: Scope, one: Volunteer) -> list[Task]:
    """Return what a volunteer has accepted or done, the last first."""
    held = Task.objects.filter(volunteer=one).select_related("demand", "need")
    return list(held.order_by("-state_at", "-pk")[:50])


def task_of(scope: Scope, one: Volunteer, number: int) -> Task:
    """Return one task that a volunteer has accepted. Raise `Task.DoesNotExist`."""
    found = Task.objects.select_related("demand", "need__person", "area")
    return found.get(pk=number, volunteer=one)


def where_of(scope: Scope, task: Task, *, on: date) -> Where | None:
    """Return for whom and where a task is, for the volunteer who has accepted it and until it is done; None
    where it may not be told: the need is over or protected, or their check is not in force on the day. The
    reading is in the log of whoever asks.
    """
    if task.state != Task.State.ACCEPTED or is_short(scope, task, task.volunteer_id, on=on):
        return None
    if task.need is not None and not task.need.is_open:
        return None
    if task.demand is not None:
        contact = value(task.demand.contact) if task.demand.contact else ""
        return Where(phone=contact or "", address=task.demand.where, what=task.demand.what)
    told: Told | None = for_a_helper(scope, task.need) if task.need else None
    if told is None:
        return None
    address = "" if task.kind in tasks_on(on).by_phone else told.address
    return Where(told.name, _numbered(told.phone, task.need), address)


def _numbered(phone: str, need: Need | None) -> str:
    """A number with the only way in which it is safe to use, where there is only one."""
    person = need.person if need else None
    if not phone or person is None or (person.may_ring and person.may_text):
        return phone
    return f"{phone} ({'only ring' if person.may_ring else 'only text, do not ring'})"


def likely_here(
    scope: Scope, book: TaskBook, *, area: str, skills: int, longitude: float, latitude: float, reach_km: int,
    now: datetime,
) -> Likely:  # fmt: skip
    """Return how likely a task is for somebody with some of these skills there: counts only, for anybody.

    Tasks are those of the last days within their reach that need no other skill; volunteers those on duty
    in the same box who have one of the skills.
    """
    north, east = degrees_of(reach_km, latitude=latitude)
    box = Q(
        latitude__range=(latitude - north, latitude + north),
        longitude__range=(longitude - east, longitude + east),
    )
    since = now - timedelta(days=book.likely_days)
    came = Task.objects.filter(box, made_at__gte=since, made_at__lte=now)
    none_other = came.annotate(shared=F("skills").bitand(skills)).filter(shared=F("skills"))
    there = Volunteer.objects.filter(box, on_duty_until__gt=now)
    alike = there.annotate(shared=F("skills").bitand(skills)).exclude(shared=0)
    return likely(
        none_other.count(), alike.count(), days=book.likely_days, next_days=book.likely_next_days,
        least=book.likely_least,
    )  # fmt: skip


def likely_around(
    scope: Scope, book: TaskBook, postcode: str, *, skills: int, reach_km: int, now: datetime
) -> Likely | None:
    """Return the same around a postcode's district; None where nothing is known of it."""
    half = outward_of(postcode)
    near = districts(scope, [half]).get(half)
    if near is None or near.longitude is None or near.latitude is None:
        return None
    area = near.councils[0] if near.councils else ""
    return likely_here(
        scope, book, area=area, skills=skills, longitude=near.longitude, latitude=near.latitude,
        reach_km=reach_km, now=now,
    )  # fmt: skip


def tasks_by_state(scope: Scope, *, as_at: datetime | None = None) -> dict[str, int]:
    """Return how many tasks in reach stand where, or stood at a moment."""
    field = "state" if as_at is None else "then_state"
    rows = tasks(scope, as_at=as_at).order_by().values(field).annotate(count=Count("pk"))
    return {row[field]: row["count"] for row in rows}


def one_run(scope: Scope, number: int) -> MatchingRun:
    """Return one run of matching in reach. Raise `MatchingRun.DoesNotExist`."""
    return runs(scope).get(pk=number)


def searched(scope: Scope, found: QuerySet[Task], words: str) -> QuerySet[Task]:
    """Narrow tasks to a reference: of the task ("T-12") or of its need ("4K7P-29QX")."""
    text = words.strip().upper()
    if not text:
        return found
    number = text.removeprefix("T-")
    is_number = number.isdecimal() and len(number) < 19
    return found.filter(pk=int(number)) if is_number else found.filter(need__reference=text)


def areas_to_match(scope: Scope, *, on: date, is_council: bool = False) -> list[tuple[str, str]]:
    """Return the areas one may have matched, by code and name: councils, and regions for the nation."""
    reach = scope.reach(KEEP)
    kinds = (Area.Kind.COUNTY, Area.Kind.UNITARY)
    found = areas(scope, on=on).filter(kind__in=kinds if is_council else (*kinds, Area.Kind.REGION))
    if not reach.national:
        found = found.filter(pk__in=reach.areas, kind__in=kinds)
    return list(found.order_by("name").values_list("code", "name"))


def standing_offers(scope: Scope, task: Task, book: TaskBook) -> Offers:
    """Return how the offers of a task stand. A step under the task's lock.

    An answer is a fact and stays. Who accepted and has the task no more stands as who declined.
    """
    made = tuple(Offer(one.volunteer_id, one.until, _stands(one, task)) for one in task.offers.all())
    if task.is_instant:
        return Offers(tuple(task.following), book.instant_at_once, book.instant_patience, made)
    return Offers((), 1, book.batch_patience, made)


def _stands(offer: TaskOffer, task: Task) -> Answer:
    gave_back = offer.answer == TaskOffer.Answer.ACCEPTED and task.volunteer_id != offer.volunteer_id
    return Answer.DECLINED if gave_back else Answer(offer.answer)
