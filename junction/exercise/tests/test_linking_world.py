"""The exercise keeps a team of link workers: somebody well on the way, not reached, ended, and waiting."""

from datetime import date, datetime, timedelta

import pytest

from junction.core.calendar import LOCAL
from junction.exercise import queries
from junction.exercise.operations.linking import play_linking
from junction.exercise.operations.listing import play_bodies, play_listing
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.registry.models import Organisation
from junction.support.models import LinkCase
from junction.support.queries import linking
from tests.cast import user_who

pytestmark = pytest.mark.django_db


def test_a_team_supports_some_and_one_waits(areas):
    day = date(2020, 4, 20)
    plan, by = Plan(seed=1, region="E12000002", last_day=day), system_actor("exercise")
    now = datetime(2020, 4, 20, 15, tzinfo=LOCAL)
    assert play_linking(plan, by=by, now=now) == 0
    play_bodies(plan, by=by), play_listing(plan, by=by)
    council = queries.largest_council(by.scope, plan.region, on=day)
    body = Organisation.objects.get(pk=queries.partner_of(by.scope, council))
    user_who("link-worker", organisation=body)
    assert play_linking(plan, by=by, now=now) == 3
    cases = linking.link_cases(by.scope)
    assert sorted(one.is_over for one in cases) == [False, False, True]
    assert linking.late(by.scope, cases, on=day).count() == 1
    assert linking.waiting(by.scope).filter(service__name="Social prescribing link workers").count() == 1
    sings = LinkCase.objects.order_by("pk").first()
    assert [step.kind for step in sings.steps.all()] == ["begun", "plan", "contact", "linked"]
    assert sings.contact_due_on == day - timedelta(days=11) + timedelta(days=14)
