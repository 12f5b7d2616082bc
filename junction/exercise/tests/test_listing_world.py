"""The exercise lists services of two councils and refers needs to some: waiting, accepted and declined."""

from datetime import date

import pytest

from junction.core.scope import Reach
from junction.exercise import queries
from junction.exercise.operations.listing import play_bodies, play_listing
from junction.exercise.operations.needing import play_needs
from junction.exercise.operations.volunteering import play_volunteers
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Referral, Service
from junction.support.queries.demand import demands
from junction.support.queries.kept_services import kept_services, stale
from junction.support.queries.referrals import referrals
from junction.support.rules.directory_book import directory_book
from tests.cast import holder

pytestmark = pytest.mark.django_db


def test_services_of_two_councils_are_listed_and_needs_are_referred(areas):
    plan, by = Plan(seed=1, region="E12000002", last_day=date(2020, 4, 20)), system_actor("exercise")
    play_needs(plan, by=by)
    assert play_listing(plan, by=by) == 72 == Service.objects.count()
    assert set(Referral.objects.values_list("state", flat=True)) == {"sent", "accepted", "declined"}


def test_some_services_of_today_can_be_had_without_leaving_home(areas):
    play_listing(Plan(seed=1, region="E12000002", last_day=date(2026, 11, 30)), by=system_actor("exercise"))
    ways = Service.objects.filter(name__startswith="Telephone friends").values_list("ways", flat=True)
    assert {tuple(one) for one in ways} == {("telephone", "video")}


def test_a_voluntary_body_has_referrals_to_answer_services_to_confirm_and_volunteers_asked_for(areas):
    plan, by = Plan(seed=1, region="E12000002", last_day=date(2020, 4, 20)), system_actor("exercise")
    council = queries.largest_council(by.scope, plan.region, on=plan.last_day)
    PlaceFactory(area_id=council, council_id=council, latitude=53.4, longitude=-2.3, postcode="M1 1AA")
    assert play_bodies(plan, by=by) == 2
    play_needs(plan, by=by), play_volunteers(plan, by=by), play_listing(plan, by=by)
    body = queries.partner_of(by.scope, council)
    partner = holder("support-partner", Reach(organisations=frozenset({body})))
    kept = kept_services(partner.scope)
    assert kept.count() == 12
    today = plan.last_day
    old = stale(partner.scope, kept, today=today, book=directory_book(today)).count()
    assert 0 < old < 12
    sent = referrals(partner.scope)
    assert {"sent", "accepted"} <= set(sent.values_list("state", flat=True))
    assert demands(partner.scope).count() == 1
