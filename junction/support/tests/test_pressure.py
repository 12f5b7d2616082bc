"""Calls of the front line: of one's own area, waiting until somebody says what is done."""

from datetime import timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.support.operations import programme_refusals as refusals
from junction.support.operations.pressure import CallSaid, answer_pressure_call, write_pressure_call
from junction.support.queries import pressure
from tests.cast import auditor, holder, lrf_of, manager_of, national, officer_of, other_officer

from .programmes import MANCHESTER, NORTH_WEST, NOW, TODAY, TRAFFORD, programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
HOUR = timedelta(hours=1)


def region():
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD, MANCHESTER})), key="user:region")


def call(area=TRAFFORD, *, by=None, now=NOW, **more):
    values = {"caller": "charity", "theme": "joining", "text": "Two lists of names", "called_on": TODAY}
    return write_pressure_call(CallSaid(area, **(values | more)), by=by or officer_of(area), now=now)


def test_a_call_of_the_front_line_waits_until_somebody_says_what_is_done():
    one = call()
    scope, food = national().scope, programme()
    assert pressure.pressure_call(scope, one.pk, now=NOW).result == "waiting"
    answer_pressure_call(one.pk, result="taken", text="Food joins them", programme=food, by=national(),
                         now=NOW + HOUR)  # fmt: skip
    assert pressure.pressure_call(scope, one.pk, now=NOW + HOUR).result == "taken"
    assert pressure.pressure_call(scope, one.pk, as_at=NOW, now=NOW + HOUR).result == "waiting"
    assert [row.text for row in pressure.answers(scope, one.pk, at=NOW + HOUR)] == ["Food joins them"]
    audit = AuditEntry.objects.filter(verb="support.pressure-call.written").get()
    assert "Two lists" not in str(audit.detail)


def test_calls_are_of_ones_own_area_and_read_there():
    call(), call(MANCHESTER)
    assert [pressure.pressure_calls(who.scope, now=NOW).count()
            for who in (national(), region(), officer_of(TRAFFORD), other_officer(), manager_of(1))
           ] == [2, 2, 1, 0, 0]  # fmt: skip
    for who in (officer_of(MANCHESTER), auditor(), manager_of(1), other_officer()):
        with pytest.raises(refusals.NotYourFrontLine):
            call(by=who)
    assert call(by=lrf_of(TRAFFORD)).pk and call(by=national()).pk


@pytest.mark.parametrize(
    "more",
    [{"theme": "weather"}, {"caller": "ghost"}, {"text": " "}, {"category": "gold"}, {"programme": 999_999},
     {"called_on": TODAY + timedelta(days=1)}],
)  # fmt: skip
def test_calls_that_say_nothing_are_refused(more):
    with pytest.raises(refusals.CannotWriteCall):
        call(**more)


def test_only_the_centre_says_what_is_done_about_a_call():
    one = call()
    for by, result, refusal in (
        (officer_of(TRAFFORD), "done", refusals.NotYoursToRun),
        (national(), "waiting", refusals.CannotSayResult),
        (national(), "perhaps", refusals.CannotSayResult),
    ):
        with pytest.raises(refusal):
            answer_pressure_call(one.pk, result=result, text="x", by=by, now=NOW)
