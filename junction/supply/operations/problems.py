"""Report a shortage, take it, hand it over, and close it: each problem has one named owner at a time.

A council reports to its forum or to the nation, a forum to the nation. Only the owner closes a problem, so
that nobody closes what somebody else is working on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.ownership.queries import owner
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry.queries import holders

from ..models import Item, Problem, ProblemItem
from ..queries.problems import DECIDE, SUBJECT, at_desk
from ..rules.shortages import problem_rules
from .owning import Owned


class CannotReport(Refusal):
    """Say what is short, how bad it is, where, and to whom it is reported."""

    status: ClassVar[int] = 422


class NotYourArea(Refusal):
    """You may report shortages only of areas you answer for."""

    status: ClassVar[int] = 403


class NoForum(CannotReport):
    """No Local Resilience Forum is known for this area. Report it to the national cell."""


class NotYours(Refusal):
    """Only its owner closes a problem. Take it first."""


class CannotClose(Refusal):
    """Choose how it ended and say what was done."""

    status: ClassVar[int] = 422


class AlreadyClosed(Refusal):
    """This problem is closed. Report it again if it is back."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """What somebody reports to be short."""

    title: str
    severity: str
    area: str
    to: str  # "lrf" or "nation"
    items: Mapping[str, int | None]  # code of an item to base units that are short, if anybody counted
    told: str = ""
    channel: str = "web"


@transaction.atomic
def report_shortage(shortage: Shortage, *, by: Actor, now: datetime) -> Problem:
    """Report a shortage of an area in reach. Raise `CannotReport`, `NoForum` or `NotYourArea`."""
    on, reach = local_day(now), by.scope.reach(DECIDE)
    known = {item.code: item for item in Item.objects.filter(code__in=list(shortage.items))}
    whole = shortage.title.strip() and shortage.items and len(known) == len(shortage.items)
    if not whole or shortage.severity not in problem_rules(on).severities:
        raise CannotReport
    if any(number is not None and number < 1 for number in shortage.items.values()):
        raise CannotReport
    if not (reach.national or shortage.area in reach.areas):
        raise NotYourArea
    raised = Problem.objects.create(
        title=shortage.title.strip(), severity=shortage.severity, area_id=shortage.area,
        desk_id=_desk(shortage, now), told=shortage.told.strip(), raised_at=now, raised_by=by.key,
        channel=shortage.channel,
    )  # fmt: skip
    ProblemItem.objects.bulk_create(
        ProblemItem(problem=raised, item=known[code], quantity=number)
        for code, number in shortage.items.items()
    )
    record(
        at=now, by=by, verb="supply.problem.raised", subject=f"{SUBJECT}:{raised.pk}", why=raised.told,
        playbook=problem_rules(on).reference, area=shortage.area, severity=shortage.severity,
        desk=raised.desk_id, items=sorted(shortage.items),
    )  # fmt: skip
    return raised


@transaction.atomic
def close_problem(problem_id: int, *, outcome: str, why: str, by: Actor, now: datetime) -> None:
    """Close a problem one owns, with how it ended."""
    closed = _open(problem_id, by=by)
    if owner(SUBJECT, problem_id) != by.key:
        raise NotYours
    if outcome not in problem_rules(local_day(closed.raised_at)).outcomes or not why.strip():
        raise CannotClose
    closed.closed_at, closed.closed_by, closed.outcome, closed.why = now, by.key, outcome, why.strip()[:500]
    closed.save(update_fields=["closed_at", "closed_by", "outcome", "why"])
    record(
        at=now, by=by, verb="supply.problem.closed", subject=f"{SUBJECT}:{problem_id}", why=why.strip(),
        outcome=outcome,
    )  # fmt: skip


def _desk(shortage: Shortage, now: datetime) -> str | None:
    if shortage.to == "nation":
        return None
    if shortage.to != "lrf":
        raise CannotReport
    forums = holders([shortage.area], "lrf", on=local_day(now)).get(shortage.area, [])
    if not forums:
        raise NoForum
    return forums[0]


def _open(problem_id: int, *, by: Actor) -> Problem:
    at_desk(by.scope).get(pk=problem_id)
    found = Problem.objects.select_for_update().get(pk=problem_id)
    if found.closed_at is not None:
        raise AlreadyClosed
    return found


def _desk_of(problem_id: int, *, by: Actor) -> str | None:
    return _open(problem_id, by=by).desk_id


PROBLEMS = Owned(SUBJECT, _desk_of)
take_problem, hand_over_problem, release_problem = PROBLEMS.take, PROBLEMS.hand_over, PROBLEMS.release
