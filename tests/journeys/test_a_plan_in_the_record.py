"""An officer brings their council's action plan into the record, corrects a line of it and finds it again.

Twice: with a mouse, and by the keyboard alone. What is sent is read by a job, which runs here in its turn.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from junction.core.uploads.models import Upload
from junction.record.models import Annotation, Document, Statement
from junction.record.tasks import import_document
from junction.registry.models import Area
from tests.journeys.hands import Keyboard, Mouse

# The job tells how far it is over a connection of its own, so what was sent must be committed.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TRAFFORD = "E08000009"
TABLE = (
    "Ref,Item,Organisation,Evidence,Status\n"
    "1,Keep two weeks of masks,Local authority,Completed. Counted in the store at Urmston.,Complete\n"
    ",Ring people who live alone,Local authority,Ongoing,Underway\n"
    "3,Agree who drives at night,NHS organisation,To be confirmed,\n"
)


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "winter plan.csv"
    path.write_text(TABLE)
    return path


@pytest.mark.parametrize("hands_of", [Mouse, Keyboard])
def test_an_action_plan_is_read_kept_corrected_and_found(
    hands_of: type[Mouse], areas: None, browser_page: Page, browse_as: Any, sign_in: Any, settings: Any,
    plan_file: Path, check_axe: Any, take_pictures: Any,
) -> None:  # fmt: skip
    settings.DEBUG = True
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    page, hands = browser_page, hands_of(browser_page)

    # Given an officer who sends the file of the plan
    page.goto("/record/")
    hands.follow("Import a document")
    hands.choose_file(plan_file)
    hands.tick("Action plan")
    hands.write("Title", "Winter plan of Trafford")
    hands.press("Send the document")
    import_document(Upload.objects.get().pk)
    # When they look at what was read, nothing is kept yet
    page.reload()
    hands.follow("See everything that was read")
    expect(page.get_by_text("2 (inferred)")).to_be_visible()
    expect(page.get_by_role("cell", name="Keep two weeks of masks")).to_be_visible()
    assert not Document.objects.exists()
    look(page, check_axe, take_pictures, "record-preview")
    hands.follow("Back")
    hands.press("Keep the document")
    import_document(Upload.objects.get().pk)
    page.reload()
    # Then it is in the list, and each row opens where it stands
    hands.follow("See the documents")
    look(page, check_axe, take_pictures, "record-documents")
    hands.follow("Winter plan of Trafford")
    look(page, check_axe, take_pictures, "record-document")
    hands.follow("Ring people who live alone")
    expect(page.locator("mark").first).to_be_visible()
    assert "Ring people who live alone" in " ".join(page.locator("mark").all_inner_texts())
    look(page, check_axe, take_pictures, "record-statement")
    # When they correct it
    hands.tick("Correction of a reading error")
    hands.write("What it should read, or what you say of it", "Its number is 2.")
    hands.press("Add it")
    expect(page.get_by_text("Its number is 2.")).to_be_visible()
    assert Annotation.objects.get().statement == Statement.objects.get(text__startswith="Ring people")
    # Then it is found though it is spelt wrong
    page.goto("/record/search/")
    hands.write("Words", "Urmstonn")
    hands.press("Search")
    expect(page.get_by_role("link", name="Keep two weeks of masks")).to_be_visible()
    look(page, check_axe, take_pictures, "record-search")
    # And yesterday there was nothing
    page.goto(f"/record/documents/?as_at={yesterday():%Y-%m-%dT%H:%M}")
    expect(page.get_by_text("No document is kept here yet.")).to_be_visible()


def yesterday() -> datetime:
    return timezone.localtime() - timedelta(days=1)


def look(page: Page, check_axe: Any, take_pictures: Any, name: str) -> None:
    """Look at a page at both widths: nothing for axe to say, nothing too wide; then as before."""
    take_pictures(page, name)  # ends at the desk's width
    check_axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    check_axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})
