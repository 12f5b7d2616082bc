"""A simulated emergency in the database: the same seed the same world, loaded or filed the same rows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.db import connection
from django.db.models import F

from junction.assurance.queries.reviews import reviews
from junction.core.audit.models import AuditEntry
from junction.exercise import operations, queries
from junction.exercise.operations import Plan
from junction.exercise.rules.answers import split
from junction.people.models import User
from junction.people.queries import system_actor
from junction.registry.models import Incident
from junction.registry.tests.factories import PlaceFactory
from junction.returns.models import Latest, Return, Slot
from junction.supply.models import Ask, Balance, Consignment, Movement, Order, OrderLine
from junction.supply.queries.flow import flow, region
from junction.support.models import LinkCase
from tests.cast import national

EVENING = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
PLAN = Plan(seed=7, region="E12000001", last_day=date(2026, 11, 21), days=6, filed_days=2, share=0.02)
BY = system_actor("exercise")
LEFT_OUT = {"id", "return_id"}


def run(plan: Plan = PLAN):
    return operations.run_exercise(plan, by=BY, now=EVENING, tell=lambda text: None)


def rows(model) -> list[dict]:
    """Every row without the numbers that sequences give, in an order of its own."""
    found = [{k: v for k, v in row.items() if k not in LEFT_OUT} for row in model.objects.values()]
    return sorted(found, key=lambda row: str(sorted((k, str(v)) for k, v in row.items())))


def test_a_world_is_made_of_places_returns_corrections_and_gaps(areas):
    played = run()
    assert played.places == 15 + 9  # two hundredths of 750 homes and of 429 agencies
    assert played.loaded > 60
    assert played.filed > 25
    assert played.refused == 0
    assert (played.documents, played.answers) == (7, 27)
    assert Return.objects.filter(version=2).exists()
    assert Latest.objects.count() <= played.places
    assert AuditEntry.objects.filter(verb="exercise.played").count() == 1
    incident = Incident.objects.get()
    assert (incident.playbook, incident.started_at.date()) == ("pandemic", date(2026, 11, 16))
    assert not Return.objects.filter(recorded_at__gt=EVENING).exists()


def test_providers_order_more_than_there_is_and_it_is_sent_and_comes(areas):
    plan = replace(PLAN, share=0.2)
    played = run(plan)
    states = set(Order.objects.values_list("state", flat=True))
    assert played.orders == Order.objects.filter(route="portal").count() > 100
    assert played.requests == Order.objects.filter(route="emergency", sent_on_from=None).count() == 12
    assert 0 < Ask.objects.filter(settled_at=None).count() < 12  # some wait to be decided
    assert OrderLine.objects.filter(granted__lt=F("asked")).exists()  # there is not enough for all
    assert states >= {"reserved", "dispatched", "delivered"}
    assert 0 < played.deliveries == Consignment.objects.exclude(delivered_at=None).count()
    assert Consignment.objects.filter(state="disputed").exists()
    assert not Balance.objects.filter(quantity__lt=0, may_be_negative=False).exists()
    assert not Movement.objects.filter(recorded_at__gt=EVENING).exists()
    used = Movement.objects.filter(act="consume")
    assert used.values("item").distinct().count() > 1  # what counts tell was used
    assert used.values("about_on").distinct().count() > 1
    scope = national().scope
    for at in (EVENING, EVENING - timedelta(days=1)):
        found = flow(scope, region(scope, "", at=at), as_at=at)
        assert any(one.figures["consumed"] for one in found.values())
        assert all(one.adds_up and min(one.figures.values()) >= 0 for one in found.values())


def test_history_loaded_at_once_is_the_same_as_filed_one_by_one(areas):
    """The last days are filed through the operations; loading them instead must leave the very same rows."""
    rng = np.random.default_rng(PLAN.seed)
    places = operations.make_places(PLAN, rng, by=BY)
    told = [r for r in operations.told_reports(PLAN, rng, places) if r.filed_at <= EVENING]
    numbers = queries.place_numbers(BY.scope, [place.identifier for place in places])
    played = operations.Played()

    operations.file_recent(told, numbers, played, by=BY)
    filed = rows(Return), rows(Latest), rows(Slot)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE returns_return DISABLE TRIGGER USER; DELETE FROM returns_return;"
                       "ALTER TABLE returns_return ENABLE TRIGGER USER")  # fmt: skip
    Latest.objects.all().delete()
    Slot.objects.all().delete()
    loaded = operations.bulk_load_returns(
        (operations.past_filing(report, numbers, by=BY) for report in told), by=BY, now=EVENING
    )
    assert loaded == played.filed == len(told)
    assert (rows(Return), rows(Latest), rows(Slot)) == filed


def test_the_same_seed_tells_the_same_and_another_does_not(areas):
    def told(plan: Plan):
        rng = np.random.default_rng(plan.seed)
        return operations.told_reports(plan, rng, operations.make_places(plan, rng, by=BY))

    first = told(PLAN)
    assert told(PLAN) == first
    assert told(replace(PLAN, seed=8)) != first


def test_demo_people_hold_each_role_where_the_world_is(areas):
    run()
    people = operations.make_people(PLAN, by=BY, now=EVENING)
    assert [person.role for person in people] == list(operations.DEMONSTRATION_ROLES)
    partner = next(person for person in people if person.role == "support-partner")
    assert partner.over.organisation_id is not None
    assert LinkCase.objects.count() == 3
    seat = User.objects.get(email="region@demo.example")
    review = reviews(BY.scope).filter(accounts=[f"user:{seat.pk}"], finished_at=None).get()
    assert review.found_so_far == 1 and review.due_on > PLAN.last_day


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [(replace(PLAN, region="E12000099"), operations.NoSuchRegion), (PLAN, operations.RealPlacesHere)],
)
def test_no_exercise_where_it_does_not_belong(areas, plan, refusal):
    PlaceFactory()
    with pytest.raises(refusal):
        run(plan)
    assert not Return.objects.exists()


def test_an_exercise_is_played_once_and_takes_the_permission(areas):
    run()
    with pytest.raises(operations.AlreadyPlayed):
        run()
    with pytest.raises(operations.CannotRunExercise):
        operations.run_exercise(PLAN, by=national(), now=EVENING, tell=lambda text: None)


@pytest.mark.parametrize(("amount", "parts"), [(0, 3), (1, 3), (7, 2), (100, 3), (5, 1)])
def test_an_amount_is_split_without_loss(amount, parts):
    assert sum(split(amount, parts)) == amount
    assert min(split(amount, parts)) >= 0
