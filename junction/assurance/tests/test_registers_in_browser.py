"""Pages of the plan register, of reviews, models and easements in a real browser at two widths."""

import pytest
from django.utils import timezone

from junction.assurance.operations.easements import Decision, decide_stage, tell
from junction.assurance.operations.model_plans import publish_model
from junction.assurance.operations.reviews import Found, ask_review, finish_review, write_finding
from junction.registry.models import Area
from tests.cast import officer_of
from tests.once import made_once

from .test_plan_register import NORTH_WEST, NOW, TRAFFORD, held, region, register

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TODAY = NOW.date()


def make():
    """Trafford's plan is held, a model, reviewed once and under review again; its easement lacks much."""
    plan = register(held()).plan_id
    done, open_one = (
        ask_review(plan, reviewers=[("Lead", "DHSC")], due_on=TODAY, by=region(), now=NOW) for _ in range(2)
    )
    for review in (done, open_one):
        write_finding(review.pk, Found("roles", "weak", "No deputies", "page 4"), by=region(), now=NOW)
    finish_review(done.pk, depth=1, summary="Deputies are missing", by=region(), now=NOW)
    publish_model(plan, why="Short and clear", by=region(), now=NOW)
    decision = Decision(TRAFFORD, "3", TODAY, reason="Too few social workers")
    easement = decide_stage(decision, by=officer_of(TRAFFORD), now=NOW)
    tell(easement.pk, audience="providers", told_on=TODAY, how="On a call", by=officer_of(TRAFFORD), now=NOW)
    return {"plan": plan, "done": done.pk, "open": open_one.pk, "easement": easement.pk, "key": TRAFFORD}


@pytest.fixture(scope="module")
def made(areas_once, django_db_blocker):
    with made_once(django_db_blocker, make, now=NOW) as made:
        yield made


@pytest.fixture
def world(made, db, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return made


@pytest.mark.parametrize(
    ("name", "role", "address"),
    [
        ("register", "council-officer", "/plans/register/"),
        ("register-all", "region", "/plans/register/all/council/"),
        ("register-of", "council-officer", "/plans/register/of/council/{key}/"),
        ("register-plan", "council-officer", "/plans/register/{plan}/"),
        ("register-review", "region", "/plans/register/{plan}/review/"),
        ("register-publish", "region", "/plans/register/{plan}/publish/"),
        ("reviews", "region", "/plans/reviews/"),
        ("review", "council-officer", "/plans/reviews/{done}/"),
        ("review-find", "region", "/plans/reviews/{open}/find/"),
        ("review-finish", "region", "/plans/reviews/{open}/finish/"),
        ("review-reply", "council-officer", "/plans/reviews/{done}/reply/"),
        ("models", "region", "/plans/models/"),
        ("easements", "region", "/plans/easements/"),
        ("easement", "council-officer", "/plans/easements/{easement}/"),
        ("easement-told", "council-officer", "/plans/easements/{easement}/told/"),
        ("easement-end", "council-officer", "/plans/easements/{easement}/end/"),
        ("easement-decide", "council-officer", "/plans/easements/of/{key}/"),
    ],
)
def test_pages_of_the_registers_are_accessible_at_both_widths(
    browser_page, browse_as, sign_in, world, check_axe, take_pictures, name, role, address
):
    area = TRAFFORD if role == "council-officer" else NORTH_WEST
    browse_as(sign_in(role, area=Area.objects.get(code=area)))
    assert browser_page.goto(address.format(**world)).status == 200
    check_axe(browser_page)
    take_pictures(browser_page, f"plans-{name}")  # which leaves the page at a width of 1280
    browser_page.set_viewport_size({"width": 390, "height": 844})
    check_axe(browser_page)
    wide = "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
    assert browser_page.locator(".junction-scroll").evaluate_all(wide) == 0
