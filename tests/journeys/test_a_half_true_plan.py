"""A national officer looks at how far councils are with a plan, and finds the one whose plan is half true.

In the world of the exercise, so that what the demo shows is what is walked here; every page of the record and
of plans is looked at with its data, at both widths.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.assurance.models import Answer
from junction.exercise.operations.assuring import play_assurance
from junction.exercise.operations.documents import Kept, play_documents
from junction.exercise.operations.following import play_following
from junction.exercise.rules.plan import Plan
from junction.people.queries import system_actor
from junction.record.models import Action, Ask, Commitment, Statement
from junction.registry.models import Area
from tests.browser import go

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
EVENING = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
PLAN = Plan(seed=7, region="E12000001", last_day=date(2026, 11, 21))


@pytest.fixture
def kept(areas: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Kept:
    settings.DEBUG = True
    monkeypatch.setattr(timezone, "now", lambda: EVENING)
    by = system_actor("exercise")
    kept = play_documents(PLAN, by=by)
    play_following(PLAN, kept, by=by)
    play_assurance(PLAN, kept, by=by)
    return kept


def test_what_is_only_claimed_is_found_from_the_page_of_all_councils(
    kept: Kept, browser_page: Page, browse_as: Any, sign_in: Any
) -> None:
    browse_as(sign_in("national"))
    page = browser_page
    # Given the page of all councils, narrowed to a region
    page.goto("/plans/")
    page.get_by_role("link", name="Ready for winter (simulated)").last.click()
    expect(page.get_by_role("heading", name="How far it is real", level=1)).to_be_visible()
    page.get_by_label("Region").select_option(label="North East")
    page.get_by_role("button", name="Apply filters").click()
    # When the officer opens the council whose cells contradict themselves
    row = page.get_by_role("row").filter(has_text="County Durham")
    expect(row.get_by_text("Contradicts itself").first).to_be_visible()
    go(row.get_by_role("link", name="County Durham"))
    # Then what is only claimed stands by itself
    go(page.get_by_role("link", name="Only claimed").first)
    claimed = page.get_by_role("row").filter(has_text="Only claimed")
    expect(claimed.filter(has_text="4.2")).to_contain_text("Done, but not met")
    expect(claimed.filter(has_text="2.1")).to_contain_text("Its evidence has expired")
    # And one of them says that nothing shows it
    page.get_by_role("link", name="1.2 Councils must write").click()
    expect(page.get_by_text("Done, without evidence").first).to_be_visible()


def test_every_page_of_record_and_plans_is_sound_at_both_widths(
    kept: Kept, browser_page: Page, browse_as: Any, sign_in: Any, check_axe: Any, take_pictures: Any
) -> None:
    half = kept.councils["half-true"]
    browse_as(sign_in("council-officer", area=Area.objects.get(code=half)))
    page = browser_page
    for number, address in enumerate(addresses(kept)):
        answer = page.goto(address)
        assert answer and answer.status == 200, address
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            check_axe(page)
        take_pictures(page, f"said-{number:02d}")


def addresses(kept: Kept) -> list[str]:
    """Return the address of each page that the officer of the half-true council may open."""
    half, document = kept.councils["half-true"], kept.documents["action-plan-half-true.csv"]
    row = Statement.objects.filter(document=document, kind="row").first()
    promise = Commitment.objects.filter(confirmed_at__isnull=False).first()
    action, ask = Action.objects.first(), Ask.objects.filter(steps__note__gt="").first()
    assert row and promise and action and ask
    answer = Answer.objects.filter(area=half).first()
    assert answer
    plan, asked = answer.requirement.catalogue_id, answer.requirement_id
    party = f"/plans/catalogues/{plan}/parties/{half}/"
    return [
        "/", "/record/", "/record/documents/", f"/record/documents/{document}/",
        f"/record/documents/{document}/text/", f"/record/statements/{row.pk}/", "/record/search/?q=qayside",
        "/record/documents/import/", "/record/commitments/", f"/record/commitments/{promise.pk}/",
        "/record/actions/", f"/record/actions/{action.pk}/", "/record/asks/", f"/record/asks/{ask.pk}/",
        *(f"/record/proposed/{kind}/" for kind in ("commitments", "actions", "asks")),
        *(f"/record/write/{kind}/" for kind in ("commitments", "actions", "asks")),
        "/plans/", "/plans/catalogues/", f"/plans/catalogues/{plan}/", f"/plans/catalogues/{plan}/progress/",
        party, f"{party}file/", f"{party}action-plan/", f"{party}action-plan/{document}/",
        f"/plans/requirements/{asked}/", f"/plans/requirements/{asked}/parties/{half}/",
        f"/plans/requirements/{asked}/parties/{half}/answer/",
    ]  # fmt: skip
