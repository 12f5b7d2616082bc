"""Escalations in reach and where each stands, as at a moment.

A provider reads its own. A council, a forum and the nation read what has reached them; a region reads what
went beyond a council in it.
"""

from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.core.searching.queries import holding
from junction.registry.queries import places, topmost

from ..models import Escalation, EscalationOutcome, EscalationStep
from ..rules.escalations import escalation_rules
from .owners import with_owner
from .parties import SYSTEM
from .reach import ANSWER, RAISE, REVIEW, SEE

SUBJECT = "escalation"
OPEN = ("waiting", "answered", "refused")


def escalations(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> QuerySet[Escalation]:
    """Return those in reach, each with `rung`, `state`, `is_late`, `answer_by` and `owner` then."""
    at = as_at or now
    steps = EscalationStep.objects.filter(escalation=OuterRef("pk"), at__lte=at).order_by("-pk")
    said = EscalationOutcome.objects.filter(step=OuterRef("step_now"), at__lte=at).order_by("-pk")
    any_said = EscalationOutcome.objects.filter(step=OuterRef("step_now"), at__lte=at)
    met = EscalationOutcome.objects.filter(step__escalation=OuterRef("pk"), at__lte=at, settles=True)
    found = Escalation.objects.filter(_readable(scope, at=at), raised_at__lte=at)
    found = found.select_related("place", "council").annotate(
        step_now=Subquery(steps.values("pk")[:1]), rung=Subquery(steps.values("rung")[:1]),
        desk=Subquery(steps.values("area")[:1]), answer_by=Subquery(steps.values("answer_by")[:1]),
    )  # fmt: skip
    known: QuerySet[Any] = found.annotate(
        is_met=Exists(met), is_refused=Subquery(said.values("refuses")[:1]), is_answered=Exists(any_said),
    )  # fmt: skip
    known = known.annotate(state=_state(at)).annotate(is_late=_late(at))
    return with_owner(known, SUBJECT, at=at)


def escalation(scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return one with its steps. Raise `Escalation.DoesNotExist` out of reach."""
    at = as_at or now
    said = EscalationOutcome.objects.filter(at__lte=at).order_by("pk")
    steps = EscalationStep.objects.filter(at__lte=at).select_related("area").order_by("pk")
    steps = steps.prefetch_related(Prefetch("outcomes", said, "said_by_then"))
    found: Any = escalations(scope, as_at=as_at, now=now)
    one = found.prefetch_related(Prefetch("steps", steps, "steps_by_then")).get(pk=number)
    for step, after in zip_longest(one.steps_by_then, one.steps_by_then[1:]):
        step.passed_at = after.at if after else None
    return one


def searched(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Narrow escalations to those whose text or place holds all of what is sought."""
    return holding(rows, words, "text", "place__name")


def may_raise_at(scope: Scope, place: int) -> bool:
    """Tell whether one may ask for a place: its own people, or its council."""
    own = tuple(one for one in scope.grants if one.reach.places or one.reach.organisations)
    if own and places(Scope(grants=own), permission=ANSWER).filter(pk=place).exists():
        return True
    return scope.may(RAISE) and places(scope, permission=RAISE).filter(pk=place).exists()


def is_at_desk(scope: Scope, area: str | None) -> bool:
    """Tell whether one settles what is at a desk: the area itself, or the centre where there is none."""
    if _is_system(scope):
        return True
    if area is None:
        return scope.reach(RAISE).national and scope.reach(REVIEW).national
    return area in desks(scope)


def desks(scope: Scope) -> set[str]:
    """Return the areas at the top of what one raises for."""
    codes = scope.reach(RAISE).areas
    return set(topmost(codes).values_list("pk", flat=True)) if codes else set()


def how_many_wait(scope: Scope, *, now: datetime) -> dict[str, int]:
    """Count what waits at one's own desks, and what of it is late; nothing for who has no desk."""
    if not scope.may(RAISE):
        return {}
    rows = waiting_here(scope, escalations(scope, now=now)).order_by()
    return dict(rows.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(is_late=True))))


def waiting_here(scope: Scope, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow escalations to those that wait at one's own desks."""
    at_desk = Q(desk__isnull=True) if scope.reach(RAISE).national else Q(desk__in=desks(scope))
    return rows.filter(at_desk, state__in=("waiting", "refused"))


def _is_system(scope: Scope) -> bool:
    return any(one.role == SYSTEM and RAISE in one.permissions for one in scope.grants)


def _readable(scope: Scope, *, at: datetime) -> Q:
    if _is_system(scope):
        return Q()
    reached = EscalationStep.objects.filter(at__lte=at)
    seen, raising = scope.reach(SEE), scope.reach(RAISE)
    found = Q(pk__in=[])
    if seen.national:
        found |= Q(pk__in=reached.filter(area__isnull=True).values("escalation"))
    if raising.areas:
        found |= Q(pk__in=reached.filter(area__in=desks(scope)).values("escalation"))
        first = escalation_rules(local_day(at)).first.code
        beyond = reached.exclude(rung=first).values("escalation")
        found |= Q(council__in=raising.areas, pk__in=beyond)
    held = tuple(one for one in scope.grants if one.reach.places or one.reach.organisations)
    if held:
        found |= Q(place__in=places(Scope(grants=held), permission=SEE).order_by().values("pk"))
    return found


def _state(at: datetime) -> Case:
    """Say in SQL where an escalation stands: a code of the playbook's states."""
    top = [code for code, one in escalation_rules(local_day(at)).rungs.items() if not one.area]
    return Case(
        When(is_met=True, then=Value("met")),
        When(is_refused=True, rung__in=top, then=Value("unmet")),
        When(is_refused=True, then=Value("refused")),
        When(is_answered=True, then=Value("answered")),
        default=Value("waiting"),
        output_field=CharField(),
    )


def _late(at: datetime) -> Case:
    """Say in SQL whether it is late: not answered or not passed up in time, or needed earlier."""
    return Case(
        When(state__in=("waiting", "refused"), then=Q(answer_by__lt=at) | Q(needed_by__lt=at)),
        When(state="answered", then=Q(needed_by__lt=at)),
        When(state="unmet", then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
