"""The exercise makes offers of help: each with an owner, one passed round, others dealt with."""

from datetime import UTC, date, datetime

import pytest

from junction.core.ownership.queries import owners
from junction.exercise.operations.offering import play_offers
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.support.models import Offer
from junction.support.queries.offer_figures import offer_figures
from tests.cast import user_who

pytestmark = pytest.mark.django_db
BY = system_actor("exercise")
PLAN = Plan(seed=1, region="E12000002", last_day=date(2020, 4, 24))  # a Friday
EVENING = datetime(2020, 4, 24, 20, 0, tzinfo=UTC)


def states():
    return sorted(Offer.objects.values_list("state", flat=True))


def test_offers_are_made_passed_on_answered_used_and_late_where_there_is_somebody(areas):
    officer = user_who("council-officer", area=Area.objects.get(name="Manchester"))
    user_who("lrf", area=Area.objects.get(code="E48000013")), user_who("national")
    assert play_offers(PLAN, by=BY, now=EVENING) == 9
    assert states() == [
        "accepted",
        "accepted",
        "declined",
        "lapsed",
        "open",
        "open",
        "open",
        "used",
        "withdrawn",
    ]
    held = owners("support-offer", Offer.objects.values_list("pk", flat=True))
    assert len(held) == 9
    assert all(key.startswith("user:") for key in held.values())
    found = offer_figures(BY.scope, own_key=officer.key, now=EVENING)
    assert (found.passed_round, found.never, found.homeless) == (1, 1, 3)
    assert Offer.objects.get(state="open", passes=3).company == "Ferngate Agency"


def test_without_anybody_they_wait_with_the_national_team(areas):
    assert play_offers(PLAN, by=BY, now=EVENING) == 9
    assert states() == ["lapsed", *["open"] * 7, "withdrawn"]
    assert set(owners("support-offer", Offer.objects.values_list("pk", flat=True)).values()) == {
        "desk:nation"
    }
