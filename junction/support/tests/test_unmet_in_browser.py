"""Pages of what is not met and of proposals in a real browser: accessible, fit for a phone and for a desk."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from junction.core.scope import Reach
from junction.registry.models import Area
from junction.support.operations.proposals import ProposalDecided, Proposed, decide_on_proposal, propose
from junction.support.tests.needs import NOW, TRAFFORD
from junction.support.tests.unmet import drawn
from tests.cast import holder, signed_in, user_who
from tests.once import made_once

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LATER = NOW + timedelta(days=15)


def make():
    """Needs of two councils with their courses, and one proposal agreed."""
    cache.clear()
    now = LATER
    drawn(7, count=160)
    users = {"officer": user_who("council-officer", area=Area.objects.get(pk=TRAFFORD)),
             "nation": user_who("national")}  # fmt: skip
    by = holder("council-officer", Reach(areas=frozenset({TRAFFORD})), key=f"user:{users['officer'].pk}")
    made = propose(
        Proposed("medicine", "A van for medicine", "Pharmacies are full", TRAFFORD), by=by, now=now
    )
    said = ProposalDecided("agreed", "It fits", "Director", now.date(), now.date())
    decide_on_proposal(made.pk, said, by=by, now=now)
    return users, made.pk


@pytest.fixture(scope="module")
def made(areas_once, django_db_blocker):
    with made_once(django_db_blocker, make, now=LATER) as made:
        yield made


@pytest.fixture
def world(made, db, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return made


@pytest.mark.parametrize(
    ("name", "who", "address"),
    [
        ("unmet", "officer", "/support/unmet/"),
        ("unmet-nation", "nation", "/support/unmet/"),
        ("unmet-shared", "nation", "/support/unmet/?shared=yes"),
        ("unmet-figures", "officer", "/support/unmet/figures/?days=7"),
        ("proposals", "officer", "/support/proposals/"),
        ("proposal", "officer", "/support/proposals/{0}/"),
        ("propose", "officer", "/support/proposals/new/"),
        ("proposal-decide", "officer", "/support/proposals/{0}/decide/"),
    ],
)
def test_pages_are_accessible_at_both_widths(
    browser_page, browse_as, world, check_axe, take_pictures, name, who, address
):
    users, number = world
    browse_as(signed_in(users[who]))
    page = browser_page.goto(address.format(number))
    assert page.status == 200
    check_axe(browser_page)
    take_pictures(browser_page, name)
