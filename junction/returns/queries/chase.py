"""The chase list: who has not reported, how late, how risky, whom to ring, and what came of the last call."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from junction.core.calls.models import Call
from junction.core.calls.queries import CallSummary, call_summaries, calls_to
from junction.core.scope import Scope
from junction.registry.queries import areas, place, places

from ..rules.chasing import matter
from ..rules.questions import QuestionSet
from ..rules.windows import missed
from .belonging import Families
from .owed import Owed, Wanted, owed

CHASE = "returns.chase"
CALL_STATES = ("all", "not-called", "call-now", "waiting")


@dataclass(frozen=True, slots=True)
class ChaseRow:
    """One place that owes a return."""

    standing: Owed
    missed: int | None  # returns that fell due since the last; None when there never was one
    phone: str
    provider: str
    call: CallSummary | None
    is_call_due: bool


@dataclass(frozen=True, slots=True)
class ChaseList:
    """One page of the chase list, how many places owe a return in all, and which page it is."""

    rows: list[ChaseRow]
    total: int
    number: int = 1


def phones_of(scope: Scope, place_ids: Iterable[int]) -> dict[int, str]:
    """Return one telephone number for each place that has one; what a person wrote wins over a list."""
    found = (
        places(scope)
        .filter(pk__in=list(place_ids), contacts__kind="phone", contacts__ended_at__isnull=True)
        .order_by("contacts__source", "contacts__id")
        .values_list("pk", "contacts__value")
    )
    return dict(found)


def _in_state(
    scope: Scope, wanted: Wanted, *, state: str, question_set: QuestionSet, about_on: date, now: datetime
) -> Wanted:
    """Narrow the list by what came of calls; the calls about one matter are few."""
    if state == "all":
        return wanted
    calls = call_summaries("place", None, about=matter(question_set.name, about_on), as_at=now)
    if state == "not-called":
        return replace(wanted, not_among=frozenset(calls))
    due = frozenset(
        place for place, call in calls.items() if call.next_call_at is not None and call.next_call_at <= now
    )
    return replace(wanted, among=due if state == "call-now" else frozenset(calls) - due)


def chase_list(
    scope: Scope,
    *,
    question_set: QuestionSet,
    about_on: date,
    wanted: Wanted,
    call_state: str = "all",
    families: Families | None = None,
    now: datetime,
) -> ChaseList:
    """Return a page of the places in scope that owe the return of a day. At most four statements."""
    wanted = replace(wanted, only_missing=True, with_contacts=True)
    wanted = _in_state(scope, wanted, state=call_state, question_set=question_set, about_on=about_on, now=now)
    page = owed(
        scope,
        question_set=question_set,
        about_on=about_on,
        permission=CHASE,
        wanted=wanted,
        families=families,
    )
    ids = [row.place_id for row in page.rows]
    if not ids:
        return ChaseList([], page.total, page.number)
    calls = call_summaries("place", ids, about=matter(question_set.name, about_on), as_at=now)
    rows = [
        ChaseRow(
            standing=row,
            missed=missed(question_set.window, last_about_on=row.last_about_on, now=now),
            phone=row.phone or "",
            provider=row.provider or "",
            call=(call := calls.get(row.place_id)),
            is_call_due=call is None or (call.next_call_at is not None and call.next_call_at <= now),
        )
        for row in page.rows
    ]
    return ChaseList(rows, page.total, page.number)


@dataclass(frozen=True, slots=True)
class CallsAbout:
    """A place to ring about a return, and every call already made about it, newest first."""

    place_id: int
    name: str
    phone: str
    calls: list[Call]


def calls_about(
    scope: Scope, *, place_id: int, question_set: str, about_on: date, now: datetime
) -> CallsAbout:
    """Return whom to ring and what came of ringing before. Raise `Place.DoesNotExist` out of reach."""
    found = place(scope, place_id, permission=CHASE)
    calls = calls_to("place", [found.pk], about=matter(question_set, about_on), as_at=now)
    return CallsAbout(found.pk, found.name, phones_of(scope, [found.pk]).get(found.pk, ""), calls)


def councils_to_chase(scope: Scope) -> list[tuple[str, str]]:
    """Return code and name of each council in reach; nothing to choose from when there is but one."""
    reach = scope.reach(CHASE)
    if not reach.national and len(reach.areas) < 2:
        return []
    found = areas(scope).filter(kind__in=("county", "unitary"), ended_on__isnull=True)
    if not reach.national:
        found = found.filter(code__in=reach.areas)
    codes = list(found.order_by("name").values_list("code", "name"))
    return codes if len(codes) > 1 else []
