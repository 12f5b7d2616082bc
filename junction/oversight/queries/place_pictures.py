"""The picture of one place: what it last said of each question set, how that is judged, its last weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Place
from junction.returns.models import Return
from junction.returns.queries import returns_known
from junction.returns.queries.asked import why_asked
from junction.returns.rules.questions import QuestionSet, question_set_on
from junction.returns.rules.risk import Reason, age_reason, with_age

DAYS_SHOWN = 28


@dataclass(frozen=True, slots=True)
class Told:
    """What a place said of one question set: the newest return, its rating with age, and those before."""

    question_set: QuestionSet
    newest: Return
    computed: int
    age: Reason
    by_day: Mapping[date, Return]
    is_asked: bool  # still, on the day looked at; what is asked no more does not grow old

    @property
    def declared(self) -> int:
        return self.newest.rating_overall or 0

    @property
    def reasons(self) -> Sequence[Mapping[str, str]]:
        aged = [self.age.as_dict()] if self.is_asked else []
        return [*self.newest.risk_reasons, *aged]  # type: ignore[list-item] # words, all of them


@dataclass(frozen=True, slots=True)
class PlacePicture:
    place: Place
    told: Sequence[Told]


def place_picture(scope: Scope, place_id: int, *, on: date, as_at: datetime | None) -> PlacePicture:
    """Return the picture of a place. Raise `Place.DoesNotExist` when it is not in scope."""
    place = registry.place(scope, place_id, permission="returns.see", as_at=as_at)
    found = returns_known(
        scope, place_id=place.pk, first_on=on - timedelta(days=DAYS_SHOWN - 1), last_on=on, as_at=as_at
    )
    rows = sorted(found, key=lambda row: (row.question_set, row.about_on))
    groups = groupby(rows, key=lambda row: row.question_set)
    told = []
    for name, returns in groups:
        asked = question_set_on(name, on)
        is_asked = asked.is_for_anybody or why_asked(scope, place, asked, on=on, as_at=as_at) is not None
        told.append(_told(name, list(returns), on=on, is_asked=is_asked))
    return PlacePicture(place, told)


def _told(name: str, returns: list[Return], *, on: date, is_asked: bool) -> Told:
    newest = returns[-1]
    asked = question_set_on(name, newest.about_on)
    days = (on - newest.about_on).days
    aged = int(with_age([newest.computed_rating], [days], every=asked.window.every, on=on)[0])
    return Told(
        question_set=asked,
        newest=newest,
        computed=aged if is_asked else newest.computed_rating,
        age=age_reason(days, every=asked.window.every, on=on),
        by_day={row.about_on: row for row in returns},
        is_asked=is_asked,
    )
