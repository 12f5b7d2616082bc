"""The exercise runs programmes: nobody accountable for some, one launch refused by the gate."""

from datetime import UTC, date, datetime

import pytest

from junction.exercise.operations.documents import Kept
from junction.exercise.operations.running import play_running
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.support.models import LaunchDecision
from junction.support.queries import launches, pressure, programmes
from junction.support.queries.programme_map import links_missing, programme_map

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
LAST, NOW = date(2020, 5, 20), datetime(2020, 5, 20, 12, tzinfo=UTC)


def test_programmes_are_run_and_one_launch_is_refused():
    by = system_actor("exercise")
    kept = Kept(
        documents={}, councils={"solid": "E08000009", "half-true": "E08000003", "silent": "E08000006"}
    )
    plan = Plan(seed=1, region="North West", last_day=LAST)
    assert play_running(plan, kept, by=by) == 10
    found = {one.name: one.sro for one in programmes.programmes(by.scope, now=NOW)}
    assert found["NHS Volunteer Responders"].startswith("National volunteering lead")
    assert found["Funding for councils"] == ""
    states = {one.title: (one.launch_id, one.state) for one in launches.launches(by.scope, now=NOW)}
    assert {title: state for title, (_, state) in states.items()} == {
        "Register for food parcels": "live", "Second register, with food in two days": "stopped",
        "Lifts to appointments": "planned",
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
