"""Play which figure judges a promise: a person confirms some of those that rules propose; others wait."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from junction.core.scope import Actor
from junction.oversight.operations import bind_promise

from .. import queries
from ..files import told
from ..rules.answers import moment
from ..rules.plan import Plan

EVENING, BOUND = 18 * 60, 1  # minutes of the day; days before the last


def play_binding(plan: Plan, *, by: Actor) -> int:
    """Bind the promises that `settled` names to their figures; return how many there were."""
    found = told("settled")["figure"]
    for one in found:
        _bind(one, plan.last_day, by=by)
    return len(found)


def _bind(one: Mapping[str, Any], last_day: date, *, by: Actor) -> None:
    now = moment(last_day - timedelta(days=BOUND), EVENING)
    figure = one["figure"]
    if "of" in one:
        figure += f":{queries.request_titled(by.scope, one['of'])}"
    for number in queries.confirmed_saying(by.scope, "commitment", one["says"], now=now):
        bind_promise(
            number, figure=figure, target=one["target"], target_is=one["target_is"], by=by, now=now
        )  # fmt: skip
