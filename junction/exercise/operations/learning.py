"""Play what is learned: one outbreak is reviewed and shared, one review is overdue; some weeks are missed.

All of it goes through the operations that the pages call.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from junction.assurance.operations.learning import Held, Outbreak, hold_review, open_review
from junction.assurance.operations.lessons import Learned, Shared, add_lesson, discuss_lesson, share_lesson
from junction.assurance.operations.practice import Practice, review_practice
from junction.assurance.rules.learning import learning_rules
from junction.assurance.rules.practice import practice_rules
from junction.core.playbook import NoRuleInForce
from junction.core.scope import Actor

from .. import queries
from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan
from .documents import Kept

MORNING, NOON = 9 * 60, 12 * 60  # minutes of the day
WEEK = timedelta(days=7)


def play_learning(plan: Plan, kept: Kept, *, by: Actor) -> None:
    """Write down the outbreaks with what was learned of them, and the weeks of practice."""
    said = told("learning")
    homes = queries.homes_of(
        by.scope, kept.councils["half-true"], on=plan.last_day, most=len(said["outbreak"])
    )
    for one in said["outbreak"]:
        if one["home"] < len(homes):
            _learn(one, homes[one["home"]], plan.last_day, by=by)
    for one in said["practice"]:
        if one["who"] in kept.councils:
            _review(one, kept.councils[one["who"]], plan.last_day, by=by)


def _learn(one: Mapping[str, Any], home: int, last_day: date, *, by: Actor) -> None:
    began, over, held = (last_day + timedelta(days=one[name]) if name in one else None
                         for name in ("began", "over", "held"))  # fmt: skip
    if began is None or not _in_force(began):
        return
    outbreak = Outbreak(one["kind"], began, over, one["happened"], one.get("lead", ""))
    opened = moment(held or last_day - timedelta(days=1), MORNING)
    review = open_review(home, outbreak, by=by, now=opened).review_id
    if held is None:
        return
    hold_review(review, Held(held, one["parts"], one["names"]), by=by, now=moment(held, NOON))
    for lesson in one["lesson"]:
        _share(lesson, review, held, last_day, by=by)


def _share(one: Mapping[str, Any], review: int, held: date, last_day: date, *, by: Actor) -> None:
    learned = Learned(
        one["text"], one["theme"], one["for_whom"], one.get("action", ""), one.get("owner", ""),
        last_day + timedelta(days=one["due"]) if "due" in one else None,
    )  # fmt: skip
    number = add_lesson(review, learned, by=by, now=moment(held, NOON)).lesson_id
    for each in one.get("share", ()):
        day = last_day + timedelta(days=each["day"])
        shared = Shared(each["level"], each["means"], each["where"], "Provider quality officer", day)
        made = share_lesson(number, shared, by=by, now=moment(day, NOON))
        if "discussed" in each:
            on = last_day + timedelta(days=each["discussed"])
            discuss_lesson(made.pk, discussed_on=on, said=each["said"], by=by, now=moment(on, NOON))


def _review(one: Mapping[str, Any], area: str, last_day: date, *, by: Actor) -> None:
    for ago in sorted(one["weeks"], reverse=True):
        day = last_day - timedelta(days=1) - ago * WEEK
        if _is_asked(day):
            said = Practice(area, day, one["frameworks"], one["found"], one["signer"], one["changes"])
            review_practice(said, by=by, now=moment(day, NOON))


def _in_force(day: date) -> bool:
    try:
        return bool(learning_rules(day))
    except NoRuleInForce:
        return False


def _is_asked(day: date) -> bool:
    try:
        return practice_rules(day).week_of(day) is not None
    except NoRuleInForce:
        return False
