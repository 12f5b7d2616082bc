"""Asks in reach as they were known at a moment: each step with its time, the answer, what is alarming."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
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

from ..models import Ask, AskStep
from ..rules.promises import Passed, is_homeless, needs_alert, promise_rules, times_passed_on
from .documents import SEE
from .former import as_it_was, formers_with
from .said import confirmed, in_reach


@dataclass(frozen=True, slots=True)
class AskRow:
    """An ask as it was known: who has it (nobody: who must find it a home), how often passed on, its age."""

    ask: Ask
    steps: list[AskStep]
    is_answered: bool
    has_it: str
    finder: str
    passed_on: int
    age: timedelta  # until it was answered, or until the moment looked at
    alarms: list[str]

    @property
    def is_homeless(self) -> bool:
        return not self.has_it and not self.is_answered


def _steps(at: datetime) -> QuerySet[AskStep]:
    return AskStep.objects.filter(recorded_at__lte=at, at__lte=at).order_by("at", "pk")


def asks(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None, now: datetime
) -> QuerySet[Ask]:
    """Return the asks that were confirmed at a moment, each with `is_answered` and `has_it` as known then."""
    at = as_at or now
    answered = Q(answered_at__lte=at, answer_recorded_at__lte=at)
    if as_at:  # an answer that was taken back since
        answered |= Q(Exists(formers_with(Ask, "answered_at", as_at=as_at)))
    newest = _steps(at).filter(ask=OuterRef("pk")).order_by("-at", "-pk")
    return (
        confirmed(scope, Ask, permission=permission, as_at=as_at)
        .annotate(
            is_answered=Case(
                When(answered, then=Value(True)), default=Value(False), output_field=BooleanField()
            ),
            has_it=Subquery(newest.values("to")[:1]),
        )
        .prefetch_related(Prefetch("steps", queryset=_steps(at), to_attr="steps_known"))
    )


def ask(scope: Scope, number: int, *, at: datetime, as_at: datetime | None = None) -> Ask:
    """Return one, confirmed or not, with its steps as they were known."""
    steps = Prefetch("steps", queryset=_steps(at).select_related("statement"), to_attr="steps_known")
    rows = in_reach(scope, Ask, as_at=as_at).select_related("answer_statement").prefetch_related(steps)
    return as_it_was(rows.get(pk=number))


def told(rows: Iterable[Ask], *, at: datetime) -> list[AskRow]:
    """Say of asks (of `asks` or `ask`) who has each and what is alarming."""
    return [_row(as_it_was(one), at) for one in rows]


def _row(one: Ask, at: datetime) -> AskRow:
    steps: list[AskStep] = one.steps_known  # type: ignore[attr-defined] # prefetched above
    passed = [Passed(step.to, step.at) for step in steps]
    is_known = one.answer_recorded_at is not None and one.answer_recorded_at <= at
    answered_at = one.answered_at if is_known and one.answered_at and one.answered_at <= at else None
    alarms = needs_alert(
        asked_at=one.asked_at,
        answered_at=answered_at,
        steps=passed,
        rules=promise_rules(local_day(at)),
        now=at,
    )
    return AskRow(
        ask=one, steps=steps, is_answered=answered_at is not None,
        has_it="" if is_homeless(passed) else steps[-1].to, finder=steps[-1].finder if steps else "",
        passed_on=times_passed_on(passed), age=max(timedelta(), (answered_at or at) - one.asked_at),
        alarms=alarms,
    )  # fmt: skip


def alarming(rows: QuerySet[Any], *, at: datetime) -> QuerySet[Any]:
    """Narrow asks to those open for too long or passed on too often, by the same rules in SQL."""
    rules = promise_rules(local_day(at))
    overdue = Q(asked_at__lte=at - rules.ask_unanswered)
    several = rows.filter(is_answered=False).annotate(
        named=Count("steps", filter=~Q(steps__to="") & Q(steps__recorded_at__lte=at, steps__at__lte=at))
    )
    often = [
        one.pk
        for one in several.filter(~overdue, named__gt=rules.ask_passed_on_times)
        if "passed-on" in _row(one, at).alarms
    ]
    return rows.filter(overdue | Q(pk__in=often), is_answered=False)


def homeless(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow asks to those open ones that nobody has."""
    return rows.filter(Q(has_it="") | Q(has_it__isnull=True), is_answered=False)
