"""Practice-quality reviews of councils in reach, as known at a moment, and which weeks were missed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from junction.core.scope import Scope

from ..models import PracticeReview
from ..models.moments import current_at
from ..rules.practice import PracticeRules, Week, state, weeks
from .easements import councils
from .reach import SEE


def practice_reviews(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[PracticeReview]:
    """Return each council's reviews in reach as they stood, the newest week first."""
    return _reached(scope).filter(current_at(as_at)).order_by("-week_on", "area__name", "pk")


def practice_review(scope: Scope, number: int, *, as_at: datetime | None = None) -> PracticeReview:
    """Return one, be it corrected since. Raise `PracticeReview.DoesNotExist` out of reach."""
    return written(scope, as_at=as_at).get(pk=number)


def written(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[PracticeReview]:
    """Return all that was ever written down, also what was corrected since, the newest first."""
    found = _reached(scope).order_by("-recorded_at", "-pk")
    return found.filter(recorded_at__lte=as_at) if as_at else found


def _reached(scope: Scope) -> QuerySet[PracticeReview]:
    reach = scope.reach(SEE)
    found = PracticeReview.objects.select_related("area")
    return found if reach.national else found.filter(area__in=reach.areas)


@dataclass(frozen=True, slots=True)
class CouncilPractice:
    """How one council keeps up: its weeks, the newest first, and its last review (none: never)."""

    code: str
    name: str
    state: str
    weeks: list[Week]
    last: Any

    @property
    def missed(self) -> list[Week]:
        """Return the weeks that went by without a review."""
        return [one for one in self.weeks if one.is_missed]


def keeping_up(
    scope: Scope, rules: PracticeRules, *, day: date, as_at: datetime | None = None, permission: str = SEE
) -> list[CouncilPractice]:
    """Return how every council in reach keeps up on a day, by name, in three statements or fewer."""
    found: dict[str, list[Any]] = defaultdict(list)
    for one in practice_reviews(scope, as_at=as_at).filter(reviewed_on__lte=day).defer("found", "changes"):
        found[one.area_id].append(one)
    rows = councils(scope, day=day, permission=permission)
    return [_kept_up(one, found[one.code], rules, day=day) for one in rows]


def keeping_up_of(
    scope: Scope, rules: PracticeRules, council: Any, *, day: date, as_at: datetime | None = None
) -> CouncilPractice:
    """Return how one council keeps up on a day."""
    found = practice_reviews(scope, as_at=as_at).filter(reviewed_on__lte=day, area=council.code)
    return _kept_up(council, list(found), rules, day=day)


def _kept_up(council: Any, found: list[Any], rules: PracticeRules, *, day: date) -> CouncilPractice:
    held = {one.week_on for one in found}
    last = found[0] if found else None
    in_weeks = weeks(rules, held, day=day)
    return CouncilPractice(council.code, council.name, state(rules, held, day=day), in_weeks, last)
