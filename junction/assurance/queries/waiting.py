"""What of the registers waits for somebody today: counts for their home page, nothing that is not theirs."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from junction.core.calendar import local_day
from junction.core.playbook import NoRuleInForce
from junction.core.scope import Scope
from junction.registry.queries import topmost

from ..models import LearningEntry, PracticeReview
from ..models.moments import current_at
from ..rules.learning import learning_rules
from ..rules.practice import practice_rules, weeks
from . import escalations, national
from .easements import councils
from .learning_reach import writes
from .lessons import heard_by, standing_items
from .offered import help_needs
from .reach import ANSWER, RAISE, REVIEW
from .reviews import mine


@dataclass(frozen=True, slots=True)
class Missed:
    """How many of the last weeks a council missed its review of practice."""

    code: str
    name: str
    weeks: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one in the registers of assurance; empty where it is none of theirs."""

    issues: Mapping[str, int] = field(default_factory=dict)  # national issues: open, nobodys, late
    needs: Mapping[str, int] = field(default_factory=dict)  # emergency needs at one's desks: waiting, late
    help: Mapping[str, int] = field(default_factory=dict)  # what councils need one to offer: waiting, late
    learning: int = 0  # overdue learning reviews of one's own council
    councils_learning: int = 0  # councils in one's region or the nation with an overdue learning review
    lessons: int = 0  # lessons put to where one sits, and not yet discussed there
    practice: list[Missed] = field(default_factory=list)  # own councils that missed weeks
    councils_practice: int = 0  # councils in one's region or the nation that missed weeks
    reviews: int = 0  # reviews of plans that one looks at oneself, not finished

    def __bool__(self) -> bool:
        return any(
            (
                self.issues.get("open"), self.needs.get("waiting"), self.help.get("waiting"), self.learning,
                self.councils_learning, self.lessons, self.practice, self.councils_practice,
                self.reviews,
            )
        )  # fmt: skip


def waiting(scope: Scope, *, key: str = "", now: datetime) -> Waiting:
    """Count what waits for who answers for an area or the nation; nothing for anybody else."""
    if not scope.may(RAISE):
        return Waiting()
    day, is_above = local_day(now), scope.may(REVIEW)
    missed = _missed(scope, day=day)
    overdue = LearningEntry.objects.filter(
        current_at(None), review__withdrawn_at=None, held_on=None, over_on__isnull=False, due_on__lt=day
    )
    of_own = overdue.filter(writes(scope, at="review__place__"))
    return Waiting(
        issues=national.how_many_wait(scope, now=now),
        needs=escalations.how_many_wait(scope, now=now),
        help=_help(scope, now=now) if is_above else {},
        learning=0 if is_above else of_own.count(),
        councils_learning=_councils_of(scope, overdue, day=day) if is_above else 0,
        lessons=heard_by(scope, standing_items(scope, learning_rules(day))).order_by().count(),
        practice=[] if is_above else missed,
        councils_practice=len(missed) if is_above else 0,
        reviews=mine(scope, key).order_by().count() if is_above and key else 0,
    )


def _help(scope: Scope, *, now: datetime) -> dict[str, int]:
    rows: QuerySet[Any] = help_needs(scope, now=now)
    late = Count("pk", filter=Q(is_late=True))
    return dict(rows.filter(state="waiting").order_by().aggregate(waiting=Count("pk"), late=late))


def _councils_of(scope: Scope, overdue: QuerySet[LearningEntry], *, day: date) -> int:
    here = councils(scope, day=day, permission=REVIEW).order_by().values("code")
    found = overdue.filter(review__place__council__in=here).order_by()
    return found.values("review__place__council").distinct().count()


def _missed(scope: Scope, *, day: date) -> list[Missed]:
    """The councils one reviews or, with none to review, answers for, that missed weeks; by name."""
    try:
        rules = practice_rules(day)
    except NoRuleInForce:
        return []
    rows = councils(scope, day=day, permission=REVIEW if scope.may(REVIEW) else ANSWER)
    if not scope.may(REVIEW):
        rows = rows.filter(code__in=topmost(scope.reach(ANSWER).areas).order_by().values("pk"))
    since = day - timedelta(days=rules.cadence_days * (rules.looks_back + 1))
    held: defaultdict[str, set[date]] = defaultdict(set)
    done = PracticeReview.objects.filter(current_at(None), area__in=rows.order_by().values("code"))
    for code, week_on in done.filter(week_on__gte=since).order_by().values_list("area_id", "week_on"):
        held[code].add(week_on)
    found = [
        Missed(one.code, one.name, sum(week.is_missed for week in weeks(rules, held[one.code], day=day)))
        for one in rows
    ]
    return [one for one in found if one.weeks]
