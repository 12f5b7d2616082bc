"""Who employs carers and asks for equipment: the case is answered once their hub has handed it out."""

from datetime import UTC, datetime, timedelta

import pytest

from junction.core.scope import Reach
from junction.people.queries import system_actor
from junction.supply.operations.hub import hand_out, register_recipient
from junction.supply.tests.desk import desk
from junction.supply.tests.test_hub import hub, person
from junction.support.models import NeedEvent
from junction.support.operations.desk import take_case
from junction.support.operations.desk_calls import pass_on
from junction.support.operations.employer_cases import EmployerAsks, Employs, open_employer_case
from junction.support.operations.needs import Who
from junction.support.operations.passing_on import hear_of_passed
from tests.cast import holder

desk, hub = desk, hub
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLOCK = system_actor("helpline")


def test_the_case_is_heard_of_when_all_was_handed_out_and_not_by_what_was_before(desk, hub):
    pat = register_recipient(person(desk), by=desk.officer, now=NOW)
    hand_out(pat.pk, depot_id=hub.pk, wanted={"masks": 5}, by=desk.officer, now=NOW)
    agent = holder("helpline-agent", Reach(areas=frozenset({desk.council.code})), key="user:999999")
    asked = EmployerAsks(Who(name="Ann"), Employs(1), desk.council.code, "ppe", "Masks")
    need = open_employer_case(asked, by=agent, now=NOW + HOUR).need
    take_case(need.pk, by=agent, now=NOW + HOUR)
    pass_on(need.pk, to="supply-recipient", reference=str(pat.pk), by=agent, now=NOW + HOUR)
    assert hear_of_passed(by=CLOCK, now=NOW + 2 * HOUR) == 0  # what they got before is not it
    part = hand_out(pat.pk, depot_id=hub.pk, wanted={"masks": 100}, by=desk.officer, now=NOW + 2 * HOUR)
    assert part.missing == {"masks": 5}
    assert hear_of_passed(by=CLOCK, now=NOW + 2 * HOUR) == 0  # and not a part of it
    hand_out(pat.pk, depot_id=hub.pk, wanted={"gloves": 1}, by=desk.officer, now=NOW + 2 * HOUR)
    assert hear_of_passed(by=CLOCK, now=NOW + 2 * HOUR) == 0  # nothing was there to hand out
    need.refresh_from_db()
    assert need.state == "offered"


def test_all_handed_out_is_an_answer(desk, hub):
    pat = register_recipient(person(desk), by=desk.officer, now=NOW)
    agent = holder("helpline-agent", Reach(areas=frozenset({desk.council.code})), key="user:999999")
    asked = EmployerAsks(Who(name="Ann"), Employs(1), desk.council.code, "ppe", "Masks")
    need = open_employer_case(asked, by=agent, now=NOW).need
    take_case(need.pk, by=agent, now=NOW)
    pass_on(need.pk, to="supply-recipient", reference=str(pat.pk), by=agent, now=NOW)
    hand_out(pat.pk, depot_id=hub.pk, wanted={"masks": 5}, by=desk.officer, now=NOW + HOUR)
    assert hear_of_passed(by=CLOCK, now=NOW + HOUR) == 1
    last = NeedEvent.objects.filter(need=need).latest("at")
    assert (last.kind, last.why, last.about) == ("heard", "there-answered", f"supply-recipient:{pat.pk}")
