"""Play what leads upwards: issues that need one national answer, one of them promised "in due course"."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from junction.assurance.operations.national import (
    Answered,
    Raised,
    join_national_issue,
    publish_answer,
    raise_national_issue,
    respond_to_issue,
    rule_on_issue,
)
from junction.assurance.operations.owning import take_thing
from junction.assurance.rules.parties import Party
from junction.core.scope import Actor

from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan
from .documents import Kept

MIDDAY = 12 * 60  # minutes of the day


def play_raising(plan: Plan, kept: Kept, *, by: Actor) -> None:
    """Play all that the councils of the exercise raise."""
    for one in told("raised")["issue"]:
        if one["by"] in kept.councils:
            _play_issue(one, kept.councils, plan.last_day, by=by)


def _at(last_day: date, day: int) -> datetime:
    return moment(last_day + timedelta(days=day), MIDDAY)


def _play_issue(one: Mapping[str, Any], councils: Mapping[str, str], last_day: date, *, by: Actor) -> None:
    """Raise one issue, let others join, decide, answer and publish it as its facts say."""
    party = Party(area=councils[one["by"]])
    said = Raised(party, one["title"], one["text"], one["theme"], is_new=True)
    number = raise_national_issue(said, by=by, now=_at(last_day, one["day"])).pk
    for each in one.get("joined", ()):
        if each["by"] in councils:
            joins = Party(area=councils[each["by"]])
            join_national_issue(number, joins, note=each["note"], by=by, now=_at(last_day, each["day"]))
    if ruled := one.get("ruled"):
        now = _at(last_day, ruled["day"])
        take_thing("national-issue", number, by=by, now=now)
        rule_on_issue(
            number, needs_one=ruled["needs_one"], decided_by=ruled["decided_by"], decided_on=now.date(),
            why=ruled["why"], by=by, now=now,
        )  # fmt: skip
    for each in one.get("said", ()):
        now = _at(last_day, each["day"])
        due_on = last_day + timedelta(days=each["due"]) if "due" in each else None
        answered = Answered(each["kind"], each["text"], each["said_by"], now.date(), due_on)
        respond_to_issue(number, answered, by=by, now=now)
    for each in one.get("published", ()):
        now = _at(last_day, each["day"])
        publish_answer(number, audience=each["audience"], how=each["how"], published_on=now.date(), by=by,
                       now=now)  # fmt: skip
