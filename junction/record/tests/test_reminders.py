"""Owners of actions are reminded before the last day, once it is over, and again; once a day at most."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.core.messages.models import Message
from junction.people.queries import system_actor
from junction.record.models import Action
from junction.record.operations.promises import close_action, hand_over_action
from junction.record.operations.reminding import remind_owners
from junction.record.operations.writing import Task, Where, write_action
from junction.record.rules.promises import is_to_remind, promise_rules
from junction.registry.models import Area
from tests.cast import national, user_who

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TODAY = date(2020, 4, 20)
TRAFFORD = "E08000009"
RULES = promise_rules(TODAY)


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.mark.parametrize(
    ("last", "reminded", "says"),
    [
        (None, None, False),
        (3, None, False),  # the last day is Thursday; Tuesday is soon enough
        (2, None, True),
        (1, -1, False),  # written to yesterday
        (0, None, True),
        (-1, -2, True),  # over since today, and not yet told so
        (-1, 0, False),
        (-7, -6, False),
        (-8, -7, True),  # a week after the first
    ],
)
def test_who_is_written_to_on_which_day(last, reminded, says):
    until_on = None if last is None else TODAY + days(last + 1)
    reminded_on = None if reminded is None else TODAY + days(reminded)
    assert is_to_remind(until_on=until_on, reminded_on=reminded_on, rules=RULES, today=TODAY) is says


@given(st.integers(-60, 60))
def test_once_reminded_nobody_is_reminded_again_that_day(last):
    until_on = TODAY + days(last)
    assert not is_to_remind(until_on=until_on, reminded_on=TODAY, rules=RULES, today=TODAY)


@pytest.mark.django_db
def test_the_owner_is_written_to_until_it_is_closed(areas):
    by, system = national(), system_actor("reminders")
    owner = user_who("council-officer", area=Area.objects.get(code=TRAFFORD))
    due = Task("Ring the depot", TODAY, until_on=TODAY + days(1))
    action = write_action(due, Where(TRAFFORD), by=by, now=NOW)
    assert remind_owners(by=system, now=NOW) == 0  # nobody has it
    hand_over_action(action.pk, to=f"user:{owner.pk}", why="Yours", by=system, now=NOW)
    assert [remind_owners(by=system, now=NOW) for _ in range(2)] == [1, 0]
    sent = Message.objects.get()
    assert sent.template == "record/reminder" and "Monday 20 April" in sent.context["due"]
    assert remind_owners(by=system, now=NOW + days(1)) == 1
    assert Message.objects.order_by("pk").last().context["due"] == "It is late by 1 day."
    assert [remind_owners(by=system, now=NOW + days(n)) for n in (2, 7, 8)] == [0, 0, 1]
    close_action(action.pk, outcome="done", note="Rung", by=by, now=NOW + days(9))
    assert remind_owners(by=system, now=NOW + days(20)) == 0
    assert Action.objects.get().reminded_at == NOW + days(8)
