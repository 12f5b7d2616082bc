"""The plan register: what is known of plans, who may say so, whether it is all of them, models."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from junction.assurance.models import ModelPlan, Plan, PlanEntry
from junction.assurance.operations import register_refusals as refusals
from junction.assurance.operations.model_plans import publish_model, say_reused, withdraw_model
from junction.assurance.operations.plans import Known, register_plan
from junction.assurance.queries import plans as queries
from junction.assurance.queries.reused import reused_by
from junction.assurance.rules.parties import Party
from junction.assurance.rules.plan_book import plan_rules
from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.registry.models import Area, Organisation, Place
from tests.cast import head_office_of, holder, lrf_of, manager_of, national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 5, 9, 0, tzinfo=UTC)
TRAFFORD, FORUM, NORTH_WEST = "E08000009", "E48000001", "E12000002"
KINDS = plan_rules(NOW.date()).kinds


def region():
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD})), key="user:region")


def heard(kind="council", party=None, **more):
    said = {"state": "heard-of", "source": "The director said so"} | more
    return Known(kind, party or Party(area=TRAFFORD), **said)


def held(kind="council", party=None, **more):
    return heard(kind, party, **({"state": "held", "on": date(2020, 10, 1), "source": ""} | more))


def register(known, by=None, now=NOW):
    return register_plan(known, by=by or officer_of(TRAFFORD), now=now)


@pytest.fixture
def home(areas):
    trafford = Area.objects.get(pk=TRAFFORD)
    return Place.objects.create(
        name="Ash", name_key="ash", service_type="residential-home", service_types=["residential-home"],
        area=trafford, council=trafford, created_at=NOW - timedelta(days=200),
    )  # fmt: skip


def test_what_is_known_is_kept_version_by_version(areas):
    first = register(heard())
    later = NOW + timedelta(days=1)
    second = register(held(version="2.1"), now=later)
    assert (first.plan_id, second.state) == (second.plan_id, "held")
    assert queries.entry(officer_of(TRAFFORD).scope, first.plan_id).version == "2.1"
    assert queries.entry(officer_of(TRAFFORD).scope, first.plan_id, as_at=NOW).state == "heard-of"
    assert AuditEntry.objects.filter(verb="assurance.plan.registered").count() == 2


def test_what_is_known_already_changes_nothing(areas):
    assert register(held()).pk == register(held(), now=NOW + timedelta(days=1)).pk
    assert PlanEntry.objects.count() == AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("known", "refusal"),
    [
        (heard(kind="dream"), refusals.CannotRegister),
        (heard(state="lost"), refusals.CannotRegister),
        (heard(kind="continuity"), refusals.CannotRegister),
        (held(on=None), refusals.SaySince),
        (held(on=date(2020, 10, 6)), refusals.StillToCome),
        (heard(source=" "), refusals.SayWhoSaid),
    ],
)
def test_what_cannot_be_is_refused(areas, known, refusal):
    with pytest.raises(refusal):
        register(known)
    assert not Plan.objects.exists()


def test_nobody_writes_of_another_council(areas):
    with pytest.raises(refusals.NotYours):
        register(held(), by=other_officer())
    register(held())
    assert not queries.plans(other_officer().scope).exists()


def test_a_providers_plan_below_a_councils_below_a_forums(areas):
    group = Organisation.objects.create(kind="provider", name="Group", name_key="group", created_at=NOW)
    forum = Area.objects.filter(kind="lrf").first()
    top = register(held("lrf", Party(area=forum.pk)), by=national()).plan_id
    council = register(held(parent=top), by=national()).plan_id
    own = register(heard("provider", Party(organisation=group.pk)), by=head_office_of(group)).plan_id
    assert not queries.plans(officer_of(TRAFFORD).scope).filter(pk=own).exists()
    below = heard("provider", Party(organisation=group.pk), parent=council)
    assert register(below, by=officer_of(TRAFFORD)).plan_id == own
    assert queries.plans(officer_of(TRAFFORD).scope).filter(pk=own).exists()
    with pytest.raises(refusals.BelowItself):
        register(held("lrf", Party(area=forum.pk), parent=own), by=national())
    with pytest.raises(refusals.BelowItself):
        register(held(parent=council), by=national())


def test_is_it_all_of_them_of_councils_as_at_any_moment(areas):
    scope = national().scope
    before = queries.counted(scope, KINDS["council"], day=NOW.date())
    assert before.expected > 100 and before.not_known == before.expected
    register(heard())
    register(held(), now=NOW + timedelta(days=1))
    after = queries.counted(scope, KINDS["council"], day=NOW.date())
    assert (after.states, after.not_known) == ({"held": 1}, before.expected - 1)
    then = queries.counted(scope, KINDS["council"], day=NOW.date(), as_at=NOW)
    assert then.states == {"heard-of": 1}
    own = queries.counted(officer_of(TRAFFORD).scope, KINDS["council"], day=NOW.date())
    assert (own.expected, own.is_all) == (1, True)
    assert queries.counted(scope, KINDS["council"], day=NOW.date(), area=NORTH_WEST).states == {"held": 1}
    assert not queries.counted(scope, KINDS["council"], day=NOW.date(), area="E12000001").states


def test_is_it_all_of_them_of_homes(home):
    scope = officer_of(TRAFFORD).scope
    assert queries.counted(scope, KINDS["continuity"], day=NOW.date()).not_known == 1
    register(held("continuity", Party(place=home.pk)), by=manager_of(home))
    found = queries.counted(scope, KINDS["continuity"], day=NOW.date(), area=TRAFFORD)
    assert (found.expected, found.states) == (1, {"held": 1})
    at = NOW + timedelta(hours=1)
    assert queries.counted(scope, KINDS["continuity"], day=NOW.date(), as_at=at).expected == 1


def test_the_database_refuses_to_change_what_was_known(areas):
    entry = register(held())
    for change in ({"state": "none"}, {"owner": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PlanEntry.objects.filter(pk=entry.pk).update(**change)


def test_a_model_is_published_with_why_used_and_taken_back(areas):
    plan = register(heard()).plan_id
    with pytest.raises(refusals.NotYoursToReview):
        publish_model(plan, why="Good", by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(refusals.NotHeld):
        publish_model(plan, why="Good", by=region(), now=NOW)
    register(held())
    with pytest.raises(refusals.SayWhy):
        publish_model(plan, why=" ", by=region(), now=NOW)
    model = publish_model(plan, why="Names deputies", by=region(), now=NOW)
    elsewhere = Party(area="E08000025")
    say_reused(model.pk, elsewhere, said="The deputies", by=other_officer(), now=NOW)
    with pytest.raises(refusals.AlreadyEnded):
        say_reused(model.pk, elsewhere, said="Again", by=other_officer(), now=NOW)
    with pytest.raises(refusals.NotYours):
        say_reused(model.pk, Party(area=TRAFFORD), said="", by=other_officer(), now=NOW)
    assert reused_by(lrf_of(FORUM).scope) == {model.pk: ["Birmingham"]}
    withdraw_model(model.pk, why="Out of date", by=region(), now=NOW + timedelta(days=1))
    assert not queries.model_plans(officer_of(TRAFFORD).scope).exists()
    assert (
        queries.model_plans(officer_of(TRAFFORD).scope, as_at=NOW).count() == ModelPlan.objects.count() == 1
    )
