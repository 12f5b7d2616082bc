"""What a page needs to file one return: the place, what is asked, what was said before, and how it stands."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries import live_registrations
from junction.registry.queries import place as one_place
from junction.registry.rules.incidents import Covering
from junction.registry.rules.places import is_in_reach

from ..rules.asking import why_not_asked
from ..rules.prefill import NO_LAST
from ..rules.questions import Answers, QuestionSet, question_set_on
from ..rules.references import reference_of
from ..rules.windows import Standing, about_on, due_at, is_late, may_file_about, next_due, standing
from .asked import why_asked
from .belonging import SPEAKS_FIRST

FILE = "returns.file"
LOOKED_AT = 2  # of each place: that of the day, and the one before
LOOK_BACK = timedelta(days=62)  # an older return is no help in filling in
OF_PLACE = ("id", "name", "town", "postcode", "service_types", "service_type", "area_id", "council_id")
NEWEST_UP_TO = f"""
SELECT r.* FROM registry_place p CROSS JOIN LATERAL (
    SELECT answers, place_id, about_on, id, version, question_set_version, recorded_at, filed_by,
           channel, nothing_changed, late
    FROM returns_return
    WHERE place_id = p.id AND question_set = %s AND about_on BETWEEN %s AND %s AND superseded_at IS NULL
    ORDER BY about_on DESC LIMIT %s
) r
WHERE p.id = %s OR p.merged_into_id = %s
ORDER BY r.about_on DESC, {SPEAKS_FIRST.format(own="(r.place_id = %s)", place="r.place_id")}
"""  # noqa: S608 (no values)


class NotADayToFile(LookupError):
    """There is no return for that day: it has not come yet, or it is not the end of a week."""


class NotAskedFor(LookupError):
    """Nobody asks this return of the place for that day; the text says why."""


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """As much of a place as a page of returns shows."""

    id: int
    name: str
    town: str
    postcode: str
    service_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a return, as far as the pages of filing show it."""

    answers: Answers
    place_id: int
    about_on: date
    id: int
    version: int
    question_set_version: str
    recorded_at: datetime
    filed_by: str
    channel: str
    nothing_changed: bool
    late: bool

    @property
    def reference(self) -> str:
        return reference_of(self.about_on, self.id)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One return about to be filed, or filed: what is asked and what is known."""

    place: PlaceSeen
    question_set: QuestionSet
    about_on: date
    current: Version | None  # the place's own version that stands for the day: what may be corrected
    previous: Version | None  # the newest before it, of the place or of one merged into it
    spoken: Version | None  # what stands for the day: its own, or that of a place merged into it
    on_behalf: bool  # whoever asks reaches the place through its area, not as its own
    now: datetime
    because: tuple[Covering, ...] = ()  # the incidents that ask for it, where it is not asked anyway

    @property
    def due_at(self) -> datetime:
        return due_at(self.question_set.window, self.about_on)

    @property
    def standing(self) -> Standing:
        if self.spoken is not None:
            return Standing.FILED_LATE if self.spoken.late else Standing.FILED
        return standing(self.question_set.window, self.about_on, filed_at=None, now=self.now)

    @property
    def is_past_due(self) -> bool:
        return is_late(self.question_set.window, self.about_on, self.now)

    @property
    def version(self) -> int:
        return self.current.version if self.current else 0

    @property
    def last_answers(self) -> Answers:
        return self.previous.answers if self.previous else NO_LAST

    @property
    def may_say_nothing_changed(self) -> bool:
        """Only where there is a last return under the same version of the questions, and none for the day."""
        return (
            self.current is None
            and self.previous is not None
            and self.previous.question_set_version == self.question_set.version
        )

    @property
    def next_after(self) -> tuple[date, datetime]:
        """The next day whose return will fall due, and when, leaving out the one this is about."""
        day, moment = next_due(self.question_set.window, self.now)
        if day != self.about_on:
            return day, moment
        return next_due(self.question_set.window, moment)


def _place(scope: Scope, place_id: int, permission: str) -> Place:
    """Return a place in reach, or the one it was merged into. Raise `Place.DoesNotExist`.

    Every step of filing asks this. A place that stands, and is named in the reach or lies in its areas, costs
    one plain statement; of any other the registry's own query decides.
    """
    reach = scope.reach(permission)
    for found in Place.objects.filter(pk=place_id, merged_into=None).only(*OF_PLACE):
        if place_id in reach.places or is_in_reach(reach, area=found.area_id, council=found.council_id):
            return found
    return one_place(scope, place_id, permission=permission)


def _on_behalf(scope: Scope, place_id: int) -> bool:
    reach = scope.reach(FILE)
    if place_id in reach.places or not (reach.areas or reach.national):
        return False
    runs = live_registrations(scope).filter(place_id=place_id, organisation__in=reach.organisations)
    return not (reach.organisations and runs.exists())


def _versions_before(place_id: int, *, question_set: str, day: date) -> list[Version]:
    """Return the newest that stand for a place in scope up to a day, one for each day, newest first."""
    asked: list[Any] = [question_set, day - LOOK_BACK, day, LOOKED_AT, place_id, place_id, place_id]
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_UP_TO, asked)
        found = [Version(json.loads(answers), *told) for answers, *told in cursor.fetchall()]
    spoken: dict[date, Version] = {}
    for one in found:
        spoken.setdefault(one.about_on, one)
    return list(spoken.values())


def sheet(
    scope: Scope,
    *,
    place_id: int,
    question_set: str,
    day: date | None = None,
    permission: str = FILE,
    now: datetime,
) -> Sheet:
    """Return what is needed to file the return about `day` (the one now open, when left out).

    Raise `Place.DoesNotExist`, `NoSuchQuestionSet` or `NotADayToFile`: there is nothing to see; `NotAskedFor`
    where nobody asks it and none was filed for the day.
    """
    found = _place(scope, place_id, permission)
    window = question_set_on(question_set, day or local_day(now)).window
    day = day or about_on(window, now)
    asked = question_set_on(question_set, day)
    if not may_file_about(asked.window, day, now):
        raise NotADayToFile(day)
    returns = _versions_before(found.pk, question_set=question_set, day=day)
    spoken = next((each for each in returns if each.about_on == day), None)
    # Only the place itself has a version to correct; what a merged place filed is there to be repeated.
    current = spoken if spoken and spoken.place_id == found.pk else None
    previous = next((each for each in returns if each is not current), None)
    because = why_asked(scope, found, asked, on=day)
    if because is None and spoken is None and not (asked.is_for_anybody and returns):
        raise NotAskedFor(why_not_asked(asked))
    return Sheet(
        place=PlaceSeen(found.pk, found.name, found.town, found.postcode, tuple(found.service_types)),
        question_set=asked,
        about_on=day,
        current=current,
        previous=previous,
        spoken=spoken,
        on_behalf=_on_behalf(scope, found.pk),
        now=now,
        because=because or (),
    )
