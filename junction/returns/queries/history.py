"""Past returns of a place: which days have one, every version of a day, and what was known at a moment.

Whose a return is where places were merged, `belonging.py` says; asked by the number of a place that was
merged, the place answers that stood for it at that moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from junction.core.audit.queries import reasons_of
from junction.core.calendar import local_day
from junction.core.calls.queries import calls_to
from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries import place as one_place

from ..models import Return
from ..rules.chasing import matter
from ..rules.questions import QuestionSet, question_set_on
from ..rules.windows import Standing, about_on, days_about, standing
from .asked import days_asked
from .belonging import returns_of, versions_of_day
from .sheets import PlaceSeen

SEE = "returns.see"
DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class DayOfPlace:
    """One day of a place: the version that stood, if any, and how the place stood for it."""

    about_on: date
    standing: Standing
    current: Return | None
    why: str = ""  # the reason given for the correction that stood


@dataclass(frozen=True, slots=True)
class History:
    """The days of a place, newest first."""

    place: PlaceSeen
    question_set: QuestionSet
    days: list[DayOfPlace]
    last: date  # the last day that was looked at
    earlier: date  # the day before the first
    days_not_asked: int = 0  # on which nobody asked for it and nobody filed it: they are left out


def _seen(found: Place) -> PlaceSeen:
    return PlaceSeen(found.pk, found.name, found.town, found.postcode, tuple(found.service_types))


def past_returns(
    scope: Scope, *, place_id: int, question_set: str, until: date | None = None, as_at: datetime
) -> History:
    """Return the last thirty returns of a place up to a day, as asked and filed by what was known at `as_at`.

    Raise `Place.DoesNotExist` out of scope, `NoSuchQuestionSet` or `NoRuleInForce` where nothing is asked.
    """
    found = one_place(scope, place_id, permission=SEE, as_at=as_at)
    place = _seen(found)
    asked = question_set_on(question_set, until or local_day(as_at))
    until = until or about_on(asked.window, as_at)
    step = timedelta(days=1 if asked.window.every == "day" else 7)
    first = until - step * (DAYS_SHOWN - 1)
    stood = returns_of(
        scope, place.id, as_at=as_at, question_set=question_set, about_on__range=(first, until)
    )
    by_day = {each.about_on: each for each in stood}
    why = _reasons(by_day.values())
    about = days_about(asked.window, first, until)
    shown = days_asked(scope, found, asked, about, as_at=as_at) | by_day.keys()
    days = []
    for day in reversed([day for day in about if day in shown]):
        one = by_day.get(day)
        days.append(DayOfPlace(day, _stood(asked, day, one, as_at), one, why.get(one.id, "") if one else ""))
    return History(place, asked, days, until, first - step, len(about) - len(days))


def _reasons(versions: Iterable[Return]) -> dict[int, str]:
    """Return the reasons given for corrections, by the id of the version; asks nothing where none is one."""
    subjects = {f"return:{each.id}": each.id for each in versions if each.version > 1}
    return {subjects[subject]: why for subject, why in reasons_of(subjects).items()} if subjects else {}


def _stood(asked: QuestionSet, day: date, current: Return | None, as_at: datetime) -> Standing:
    if current is None:
        return standing(asked.window, day, filed_at=None, now=as_at)
    return Standing.FILED_LATE if current.late else Standing.FILED


@dataclass(frozen=True, slots=True)
class Versions:
    """Every version of one return known at a moment, newest first, and the role that gave it by phone."""

    place: PlaceSeen
    question_set: QuestionSet
    about_on: date
    versions: list[Return]
    reasons: dict[int, str]  # given for a correction, by the id of the version
    spoke_to: list[str]


def versions_of(scope: Scope, *, place_id: int, question_set: str, day: date, as_at: datetime) -> Versions:
    """Return every version of the return of a day, as they were known at `as_at`."""
    place = _seen(one_place(scope, place_id, permission=SEE, as_at=as_at))
    found = versions_of_day(scope, place.id, question_set=question_set, about_on=day, as_at=as_at)
    calls = calls_to("place", [place.id], about=matter(question_set, day), as_at=as_at)
    return Versions(
        place=place,
        question_set=question_set_on(question_set, day),
        about_on=day,
        versions=found[::-1],
        reasons=_reasons(found),
        spoke_to=[call.spoke_to for call in calls if call.outcome == "filed-by-phone" and call.spoke_to],
    )
