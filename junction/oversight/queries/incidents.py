"""The page of an incident: where it is, what it asks of whom, and who has answered, as known at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from junction.core.calendar import local_day
from junction.core.scope import Reach, Scope
from junction.registry import queries as registry
from junction.registry.models import Incident
from junction.registry.queries.incidents import Step, timeline
from junction.registry.rules.incidents import Ask, Playbook, playbooks
from junction.returns.queries.belonging import Families, families_at
from junction.returns.queries.completeness import Among, Completeness, completeness
from junction.returns.rules.questions import QuestionSet, question_set_on
from junction.returns.rules.windows import about_on, period_of

SEE = "returns.see"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing an incident asks: the set, of which kinds of care, for which day, and who has answered."""

    question_set: QuestionSet
    kinds: frozenset[str]
    about_on: date
    complete: Completeness | None  # of the places in reach; none where it no longer asks or one may not see

    @property
    def kinds_only_now(self) -> frozenset[str]:
        """The kinds of care that are not asked with no incident."""
        return self.kinds - set(self.question_set.service_types)


@dataclass(frozen=True, slots=True)
class IncidentPage:
    incident: Incident
    playbook: Playbook
    is_over: bool
    asked: Sequence[Asked]
    steps: Sequence[Step]
    areas: frozenset[str]  # it was declared for or extended to

    def lies_within(self, reach: Reach) -> bool:
        """Tell whether a reach holds all of its areas: who may end it must be responsible for each."""
        return reach.national or self.areas <= reach.areas


def incident_page(
    scope: Scope, incident_id: int, *, on: date | None = None, as_at: datetime | None = None, now: datetime
) -> IncidentPage:
    """Return one incident. Raise `Incident.DoesNotExist` where it does not touch what one reaches.

    `on` is the day of the figures: without it, the day each set is now open for.
    """
    at = as_at or now
    one = registry.incident(scope, incident_id, as_at=as_at)
    book = playbooks(on or local_day(at))[one.playbook]
    families = families_at(scope, as_at=as_at)
    asked = [
        found
        for ask in book.asks
        if (found := _asked(scope, one, ask, families, on=on, as_at=as_at, now=now)) is not None
    ]
    areas = frozenset(one.incident_areas.values_list("area_id", flat=True))
    return IncidentPage(one, book, one.is_over(at=at), asked, timeline(scope, one, as_at=as_at), areas)


def _asked(
    scope: Scope,
    one: Incident,
    ask: Ask,
    families: Families,
    *,
    on: date | None,
    as_at: datetime | None,
    now: datetime,
) -> Asked | None:
    try:
        question_set = question_set_on(ask.question_set, on or local_day(as_at or now))
    except LookupError:
        return None
    window = question_set.window
    day = period_of(window, on) if on else about_on(window, as_at or now)
    areas = registry.areas_of_incident(scope, one, on=day, as_at=as_at)
    if not (areas and scope.reach(SEE)):
        return Asked(question_set, ask.service_types, day, None)
    among = Among(areas, ask.service_types)
    rows = completeness(
        scope,
        question_set=question_set,
        about_on=day,
        by="all",
        among=among,
        as_at=as_at,
        families=families,
        now=now,
    )
    return Asked(question_set, ask.service_types, day, Completeness.total(rows))
