"""The exercise proposes new provision: taken up with its outcome, refused, put off, and waiting."""

from datetime import UTC, date, datetime

import pytest

from junction.core.messages.models import Message
from junction.exercise import queries
from junction.exercise.operations.proposing import play_proposals
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.support.models import ProposalDecision, ProposalOutcome
from junction.support.queries import proposals
from tests.cast import user_who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
LAST, NOW = date(2020, 5, 20), datetime(2020, 5, 20, 12, tzinfo=UTC)
REGION = "E12000002"


def test_proposals_are_taken_up_refused_put_off_and_wait():
    by = system_actor("exercise")
    council = queries.largest_councils(by.scope, REGION, on=LAST, most=1)[0]
    officer = user_who("council-officer", area=Area.objects.get(pk=council))
    officer.name = "Cleo Council (demo)"
    officer.save()
    assert play_proposals(Plan(seed=1, region=REGION, last_day=LAST), by=by, now=NOW) == 5
    found = proposals.proposals(by.scope, now=NOW)
    assert sorted(found.values_list("state", flat=True)) == [
        "later", "measured", "proposed", "proposed", "refused",
    ]  # fmt: skip
    outcome = ProposalOutcome.objects.get()
    assert (outcome.before, outcome.after) == (7, 2)  # fourteen needs on half of the days, on two of them
    assert "Pharmacies" in ProposalDecision.objects.get(decision="refused").why
    assert found.get(what__startswith="A second van").evidence["unmet"] == 14
    assert all(one["unmet"] for one in found.exclude(area=None).values_list("evidence", flat=True))
    kept = proposals.counted(by.scope, own_key=f"user:{officer.pk}", now=NOW)
    assert kept == {"waiting": 2, "own": 2, "own_late": 1}
    letters = Message.objects.filter(template="support/proposal_owner")
    assert letters.count() == 3  # one was handed over to them, what came of one, and that one is late
