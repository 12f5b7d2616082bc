"""Pages of what leads upwards in a real browser: accessible, and fit for a phone and for a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.assurance.operations import owning
from junction.assurance.operations.escalations import pass_up
from junction.registry.models import Area, AreaInside
from tests.once import made_once

from . import test_escalations as needs
from . import test_national as issues
from . import test_offered as helped
from . import test_stocktakes as meetings

NOW = issues.NOW
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LATER = NOW + timedelta(hours=11)


def make():
    """An issue promised in due course, a need at the forum, a stocktake with an ask, one council helped."""
    home = needs.make_home()
    AreaInside.objects.get_or_create(
        ancestor_id=needs.NORTH_WEST, descendant_id=needs.TRAFFORD, defaults={"valid_from": NOW.date()}
    )
    one, need, meeting = issues.raise_one(), needs.need(home), meetings.call()
    issues.rule(one), issues.respond(one)
    owning.take_thing("national-issue", one.pk, by=issues.SECOND, now=NOW)
    pass_up(need.pk, why="Our store is empty", by=needs.council(), now=NOW)
    point = meetings.point(meeting)
    help_need = helped.need(now=NOW)
    helped.offer(help_need, now=NOW), helped.judge(help_need, "partly", now=NOW)
    helped.need(theme="data", text="Somebody who adds up what homes report", now=NOW)
    return home, _numbers(issue=one, need=need, meeting=meeting, point=point, help=help_need)


@pytest.fixture(scope="module")
def made(areas_once, django_db_blocker):
    with made_once(django_db_blocker, make, now=LATER) as made:
        yield made


@pytest.fixture
def world(made, db, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return made


def _numbers(**made):
    return {name: one.pk for name, one in made.items()}


@pytest.mark.parametrize(
    ("name", "role", "address"),
    [
        ("plans-upwards", "council-officer", "/plans/"),
        ("national-issues", "national", "/plans/national-issues/"),
        ("national-issue", "national", "/plans/national-issues/{issue}/"),
        ("national-issue-raise", "council-officer", "/plans/national-issues/add/"),
        ("national-issue-answer", "national", "/plans/national-issues/{issue}/answer/"),
        ("national-issue-release", "national", "/plans/who-has/national-issue/{issue}/release/"),
        ("emergency-needs", "council-officer", "/plans/emergency-needs/"),
        ("emergency-need", "lrf", "/plans/emergency-needs/{need}/"),
        ("emergency-need-ask", "place-manager", "/plans/emergency-needs/add/"),
        ("stocktakes", "region", "/plans/stocktakes/"),
        ("stocktake", "region", "/plans/stocktakes/{meeting}/"),
        ("stocktake-call", "region", "/plans/stocktakes/add/E12000002/"),
        ("expert-help", "region", "/plans/expert-help/"),
        ("expert-help-need", "region", "/plans/expert-help/{help}/"),
        ("expert-help-state", "council-officer", "/plans/expert-help/add/"),
        ("expert-help-offer", "region", "/plans/expert-help/{help}/offer/"),
        ("expert-help-outcome", "council-officer", "/plans/expert-help/{help}/outcome/"),
        ("expert-help-counts", "region", "/plans/expert-help/collated/"),
        ("expert-help-lead", "region", "/plans/expert-help/leads/add/"),
        ("stocktake-carry-on", "region", "/plans/stocktakes/points/{point}/carry-on/"),
    ],
)
def test_pages_are_accessible_at_both_widths(
    browser_page, browse_as, sign_in, world, check_axe, take_pictures, name, role, address
):
    home, numbers = world
    areas = {"council-officer": needs.TRAFFORD, "region": needs.NORTH_WEST, "lrf": needs.FORUM}
    over = {"area": Area.objects.get(code=areas[role])} if role in areas else {}
    browse_as(sign_in(role, **({"place": home} if role == "place-manager" else over)))
    assert browser_page.goto(address.format(**numbers)).status == 200
    check_axe(browser_page)
    take_pictures(browser_page, name)
