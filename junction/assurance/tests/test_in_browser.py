"""Pages of plans in a real browser: accessible, and fit for a phone and for a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.assurance.operations.heard import Said, write_heard
from junction.assurance.operations.issues import raise_issue
from junction.assurance.operations.learning import Held, hold_review
from junction.assurance.operations.practice import Practice, review_practice
from junction.assurance.operations.signing import sign_off
from junction.assurance.operations.verifying import Found, verify_answer
from junction.assurance.rules.parties import Party
from junction.registry.models import Area
from tests.browser import go
from tests.once import made_once

from . import learned
from .plans import NOW, TRAFFORD, officer, one_of, plan, region, say, show
from .test_doors import action_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def make():
    """Trafford answers some of it: one verified, one half true, one silent; an action plan is kept."""
    winter, party = plan(), Party(area=TRAFFORD)
    for ref in ("1", "2"):
        say(one_of(winter, ref), "done", "met" if ref == "1" else "not-met")
    show(one_of(winter, "1"))
    verify_answer(one_of(winter, "1").pk, party, Found("verified", "Read it"), by=region(), now=NOW)
    raise_issue(one_of(winter, "2").pk, party, text="Two homes have none", by=officer(), now=NOW)
    sign_off(winter.pk, party, level="self", verdict="agreed", by=officer(), now=NOW)
    nurse = Said(
        party, "A district nurse", "The agency's staff left", "B", "3", NOW.date(), is_shareable=True
    )
    heard = write_heard(nurse, by=officer(), now=NOW)
    return {
        **_learned(),
        "heard": heard.pk,
        "plan": winter.pk, "one": one_of(winter, "1").pk, "two": one_of(winter, "2").pk, "key": TRAFFORD,
        "draft": plan(title="Spring plan", publish=False).pk, "document": action_plan().pk,
    }  # fmt: skip


@pytest.fixture(scope="module")
def made(areas_once, django_db_blocker):
    with made_once(django_db_blocker, make, now=NOW) as made:
        yield made


@pytest.fixture
def world(made, db, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return made


def _learned():
    """A review with a shared lesson, one overdue, a week of practice; all as at the day of this world."""
    home, today = learned.make_home("Ashton House", "1-400000001"), NOW.date()
    began = today - timedelta(days=60)
    one = learned.outbreak(home, began_on=began, over_on=today - timedelta(days=45), now=NOW)
    held = Held(today, ("manager", "quality"), "Sam Sample")
    review = hold_review(one.review_id, held, by=officer(), now=NOW).review_id
    lesson = learned.lesson(review, now=NOW, action="Ring the agencies", owner="Quality lead", due_on=today)
    item = learned.shared(lesson, "regional", now=NOW, shared_on=today)
    learned.outbreak(home, kind="flu", began_on=began, over_on=today - timedelta(days=45), now=NOW)
    week = Practice(TRAFFORD, today, ("audit",), "Two files of ten were thin", "psw", "Read on Fridays")
    practice = review_practice(week, by=officer(), now=NOW).pk
    return {"review": review, "lesson": lesson, "item": item.pk, "practice": practice, "home": home.pk}


@pytest.mark.parametrize(
    ("name", "role", "address"),
    [
        ("plans", "council-officer", "/plans/"),
        ("plans-catalogues", "national", "/plans/catalogues/"),
        ("plans-catalogue", "national", "/plans/catalogues/{draft}/"),
        ("plans-add", "national", "/plans/catalogues/add/"),
        ("plans-requirement-add", "national", "/plans/catalogues/{draft}/requirements/add/"),
        ("plans-progress", "national", "/plans/catalogues/{plan}/progress/"),
        ("plans-party", "council-officer", "/plans/catalogues/{plan}/parties/{key}/"),
        ("plans-requirement", "national", "/plans/requirements/{two}/"),
        ("plans-answer", "council-officer", "/plans/requirements/{one}/parties/{key}/"),
        ("plans-answer-half", "region", "/plans/requirements/{two}/parties/{key}/"),
        ("plans-give-answer", "council-officer", "/plans/requirements/{two}/parties/{key}/answer/"),
        ("plans-evidence", "council-officer", "/plans/requirements/{two}/parties/{key}/evidence/add/"),
        ("plans-verify", "region", "/plans/requirements/{two}/parties/{key}/verify/"),
        ("plans-sign", "council-officer", "/plans/catalogues/{plan}/parties/{key}/sign/local/"),
        ("plans-file", "council-officer", "/plans/catalogues/{plan}/parties/{key}/file/"),
        ("plans-take", "council-officer", "/plans/catalogues/{plan}/parties/{key}/action-plan/"),
        ("plans-rows", "council-officer", "/plans/catalogues/{plan}/parties/{key}/action-plan/{document}/"),
        ("heard", "council-officer", "/plans/soft-intelligence/"),
        ("heard-one", "region", "/plans/soft-intelligence/{heard}/"),
        ("heard-write", "council-officer", "/plans/soft-intelligence/add/"),
        ("heard-withdraw", "region", "/plans/soft-intelligence/{heard}/withdraw/"),
        ("learning", "council-officer", "/plans/learning/"),
        ("learning-one", "council-officer", "/plans/learning/{review}/"),
        ("learning-councils", "region", "/plans/learning/councils/"),
        ("learning-places", "council-officer", "/plans/learning/places/?q=ashton"),
        ("learning-open", "council-officer", "/plans/learning/places/{home}/"),
        ("learning-held", "council-officer", "/plans/learning/{review}/held/"),
        ("learning-names", "council-officer", "/plans/learning/{review}/names/"),
        ("lessons", "region", "/plans/lessons/"),
        ("lesson", "region", "/plans/lessons/{lesson}/"),
        ("lesson-add", "council-officer", "/plans/learning/{review}/lessons/add/"),
        ("lesson-share", "council-officer", "/plans/lessons/{lesson}/share/"),
        ("lesson-discussed", "region", "/plans/lessons/shared/{item}/discussed/"),
        ("standing-items", "region", "/plans/lessons/standing/"),
        ("practice", "national", "/plans/practice/"),
        ("practice-of", "council-officer", "/plans/practice/of/{key}/"),
        ("practice-one", "region", "/plans/practice/{practice}/"),
        ("practice-add", "council-officer", "/plans/practice/of/{key}/add/"),
    ],
)
def test_pages_are_accessible_at_both_widths(
    browser_page, browse_as, sign_in, world, check_axe, take_pictures, name, role, address
):
    areas = {"council-officer": TRAFFORD, "region": "E12000002"}
    over = {"area": Area.objects.get(code=areas[role])} if role in areas else {}
    browse_as(sign_in(role, **over))
    browser_page.goto(address.format(**world))
    check_axe(browser_page)
    take_pictures(browser_page, name)


def test_a_claim_becomes_documented_on_a_phone(browser_page, browse_as, sign_in, world):
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto("/plans/requirements/{two}/parties/{key}/".format(**world))
    go(browser_page.get_by_role("button", name="Add evidence"))
    browser_page.get_by_label("What is it?").fill("Stock list")
    browser_page.get_by_label("Who answers for it?").fill("Stores")
    browser_page.get_by_label("Or words of a document").fill("4,000 masks")
    go(browser_page.get_by_role("button", name="Keep it"))
    assert browser_page.get_by_text("The evidence is kept").is_visible()
    assert browser_page.get_by_text("Documented").first.is_visible()
