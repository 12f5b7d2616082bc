"""The exercise runs programmes: nobody accountable for some, one launch refused by the gate."""

from datetime import UTC, date, datetime

import pytest

from junction.core.messages.models import Message
from junction.core.personal.queries import value
from junction.exercise.operations.documents import Kept
from junction.exercise.operations.running import play_changed_launches, play_running
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.support.models import LaunchDecision
from junction.support.queries import launches, pressure, programmes
from junction.support.queries.programme_map import links_missing, programme_map
from tests.cast import user_who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
LAST, NOW = date(2020, 5, 20), datetime(2020, 5, 20, 12, tzinfo=UTC)


def test_programmes_are_run_and_one_launch_is_refused():
    by = system_actor("exercise")
    kept = Kept(
        documents={}, councils={"solid": "E08000009", "half-true": "E08000003", "silent": "E08000006"}
    )
    plan = Plan(seed=1, region="E12000002", last_day=LAST)
    assert play_running(plan, kept, by=by) == 15
    found = {one.name: one.sro for one in programmes.programmes(by.scope, now=NOW)}
    assert found["NHS Volunteer Responders"].startswith("National volunteering lead")
    assert found["Funding for councils"] == ""
    states = {one.title: (one.launch_id, one.state) for one in launches.launches(by.scope, now=NOW)}
    assert {title: state for title, (_, state) in states.items()} == {
        "Register for food parcels": "live", "Second register, with food in two days": "stopped",
        "Lifts to appointments": "planned", "Line of the local hubs": "live",
        "Ask a hub to bring medicine": "planned",
    }  # fmt: skip
    refused = LaunchDecision.objects.get(goes=False)
    assert refused.verdict == "stop" and [one["code"] for one in refused.findings] == [
        "same-data", "promise-contradicts", "promise-outlives", "successor-missing",
    ]  # fmt: skip
    passed = launches.gate(by.scope, [states["Lifts to appointments"][0]], now=NOW)
    assert [one.verdict for one in passed.values()] == ["clear"]
    assert set(pressure.pressure_calls(by.scope, now=NOW).values_list("result", flat=True)) == {
        "waiting", "taken",
    }  # fmt: skip
    assert links_missing(by.scope, day=LAST, now=NOW)
    words = {one.word for one in programme_map(by.scope, "council", day=LAST, now=NOW).cells}
    assert words == {"gap", "enabled", "some", "covered", "overlap"}


def test_a_launch_that_passed_is_refused_once_what_it_uses_is_stated_anew_and_its_keeper_is_told():
    by, keeper = system_actor("exercise"), user_who("national")
    plan = Plan(seed=1, region="E12000002", last_day=LAST)
    play_running(plan, Kept(documents={}, councils={"half-true": "E08000003", "solid": "E08000009"}), by=by)
    number = next(n for n, title in launches.titles(by.scope).items() if title.startswith("Ask a hub"))
    assert [one.verdict for one in launches.verdicts(by.scope, number, at=NOW)] == ["clear"]
    assert play_changed_launches(plan, by=by, now=NOW) == 1
    assert [one.verdict for one in launches.verdicts(by.scope, number, at=NOW)] == ["stop", "clear"]
    letter = Message.objects.get(template="support/launch_verdict")
    assert value(letter.to) == keeper.email and letter.subject == f"launch:{number}"
