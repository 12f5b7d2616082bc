"""Write down what was learned, correct it, share it further, and say where it was discussed.

The log says that it was done and at which level, never what was learned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import LearningEntry, Lesson, LessonEntry, LessonShare
from ..queries import learning, lessons
from ..queries.learning_reach import hearing
from ..rules.learning import learning_rules
from . import learning_refusals as refusals
from .register_refusals import SayWhy, StillToCome


@dataclass(frozen=True, slots=True)
class Learned:
    """A lesson, for whom it is, and the action that follows, where there is one."""

    text: str
    theme: str
    for_whom: Sequence[str]
    action: str = ""
    owner: str = ""
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """At which level a lesson was shared, in which way and where, by whom, on which day."""

    level: str
    means: str
    where: str
    who: str
    shared_on: date


@transaction.atomic
def add_lesson(review_id: int, learned: Learned, *, by: Actor, now: datetime) -> LessonEntry:
    """Write down a lesson. Raise `NotYourCouncil`, `NotHeldYet`, `CannotLearn`, `NoAction`, `StillToCome`."""
    found = _own_review(review_id, by=by)
    if found.held_on is None:
        raise refusals.NotHeldYet
    made = Lesson.objects.create(review_id=review_id, added_at=now, added_by=by.key)
    return _worded(made, "added", learned, by=by, now=now)


@transaction.atomic
def correct_lesson(lesson_id: int, learned: Learned, *, why: str, by: Actor, now: datetime) -> LessonEntry:
    """Word a lesson anew; how it was worded before stays. Raise `SayWhy` and the like."""
    before = _own_lesson(lesson_id, by=by)
    if not why.strip():
        raise SayWhy
    LessonEntry.objects.filter(pk=before.pk).update(superseded_at=now)
    return _worded(before.lesson, "corrected", learned, why=why, by=by, now=now)


@transaction.atomic
def withdraw_lesson(lesson_id: int, *, why: str, by: Actor, now: datetime) -> None:
    """Take a lesson back, wherever it was shared. Raise `NotYourCouncil`, `SayWhy`."""
    found = _own_lesson(lesson_id, by=by).lesson
    if not why.strip():
        raise SayWhy
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_why = now, by.key, why.strip()
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record(at=now, by=by, verb="assurance.lesson.withdrawn", subject=f"lesson:{found.pk}", why=why)


@transaction.atomic
def share_lesson(lesson_id: int, shared: Shared, *, by: Actor, now: datetime) -> LessonShare:
    """Share a lesson at a level. Raise `NotYourCouncil`, `CannotShare`, `StillToCome`, `SharedThere`."""
    found = _own_lesson(lesson_id, by=by).lesson
    rules = learning_rules(local_day(now))
    known = shared.level in rules.levels and shared.means in rules.means
    if not known or not shared.where.strip() or not shared.who.strip():
        raise refusals.CannotShare
    held_on = LearningEntry.objects.get(review=found.review_id, superseded_at=None).held_on
    if not (held_on or shared.shared_on) <= shared.shared_on <= local_day(now):
        raise StillToCome("It is shared after the review was held, and not on a day to come.")
    try:
        with transaction.atomic():
            made = LessonShare.objects.create(
                lesson=found, level=shared.level, means=shared.means, where=shared.where.strip()[:200],
                who=shared.who.strip()[:200], shared_on=shared.shared_on, playbook=rules.reference,
                recorded_at=now, recorded_by=by.key,
            )  # fmt: skip
    except IntegrityError:
        raise refusals.SharedThere from None
    record(
        at=now, by=by, verb="assurance.lesson.shared", subject=f"lesson:{found.pk}", level=made.level,
        means=made.means, shared_on=made.shared_on.isoformat(), playbook=rules.reference,
    )  # fmt: skip
    return made


@transaction.atomic
def discuss_lesson(
    share_id: int, *, discussed_on: date, said: str = "", by: Actor, now: datetime
) -> LessonShare:
    """Say that it was discussed where it was shared.

    Raise `NotYoursToHear`, `NotAnItem`, `StillToCome`, `DiscussedAlready`.
    """
    one = lessons.share(by.scope, share_id)
    if not hearing(by.scope).may_hear(one.level, one.lesson.review.place.council_id):
        raise refusals.NotYoursToHear
    if not learning_rules(one.shared_on).means[one.means].is_item:
        raise refusals.NotAnItem
    if not one.shared_on <= discussed_on <= local_day(now):
        raise StillToCome("It is discussed after it was shared, and not on a day to come.")
    changed = LessonShare.objects.filter(pk=one.pk, discussed_at=None).update(
        discussed_on=discussed_on, discussed_said=said.strip(), discussed_at=now, discussed_by=by.key
    )
    if not changed:
        raise refusals.DiscussedAlready
    record(
        at=now, by=by, verb="assurance.lesson.discussed", subject=f"lesson:{one.lesson_id}", share=one.pk,
        level=one.level, discussed_on=discussed_on.isoformat(),
    )  # fmt: skip
    one.refresh_from_db()
    return one


def _own_review(review_id: int, *, by: Actor) -> Any:
    found = learning.own_reviews(by.scope).filter(review=review_id).first()
    if found is None:
        learning.review(by.scope, review_id)
        raise refusals.NotYourCouncil
    return found


def _own_lesson(lesson_id: int, *, by: Actor) -> Any:
    found = lessons.own_lessons(by.scope).select_for_update(of=("self", "lesson")).filter(lesson=lesson_id)
    one = found.first()
    if one is None:
        lessons.lesson(by.scope, lesson_id)
        raise refusals.NotYourCouncil
    return one


def _worded(
    lesson: Lesson, verb: str, learned: Learned, *, why: str = "", by: Actor, now: datetime
) -> LessonEntry:
    today = local_day(now)
    rules = learning_rules(today)
    known = learned.theme in rules.themes and not set(learned.for_whom) - set(rules.audiences)
    if not known or not learned.text.strip() or not learned.for_whom:
        raise refusals.CannotLearn
    action, owner = learned.action.strip(), learned.owner.strip()
    if bool(action) != bool(owner) or (not action and (learned.due_on or learned.done_on)):
        raise refusals.NoAction
    if learned.done_on and learned.done_on > today:
        raise StillToCome
    made = LessonEntry.objects.create(
        lesson=lesson, text=learned.text.strip(), theme=learned.theme, for_whom=list(learned.for_whom),
        action=action, owner=owner[:200], due_on=learned.due_on, done_on=learned.done_on, why=why.strip(),
        playbook=rules.reference, recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb=f"assurance.lesson.{verb}", subject=f"lesson:{lesson.pk}", why=why,
        playbook=rules.reference, review=lesson.review_id, theme=made.theme,
    )  # fmt: skip
    return made
