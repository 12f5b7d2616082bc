"""Importing a list as a person does it: the page waits, renews itself, and says when there is more to see."""

from pathlib import Path

import pytest

from junction.core.uploads.models import Upload
from junction.registry import tasks
from junction.registry.models import Place
from tests.browser import go

pytestmark = pytest.mark.browser
HEAD = "name,types,address,postcode,area_name,location_id,phone\n"
ROWS = (
    "Ash House,Residential homes,1 High Road,M33 4RZ,Trafford,1-100000001,0161 928 2514\n"
    ",Residential homes,2 High Road,M33 4RZ,Trafford,1-100000002,x\n"
)


@pytest.fixture
def page(browser_page, areas, browse_as, sign_in, settings, tmp_path):
    settings.HOME = tmp_path
    browse_as(sign_in("administrator"))
    return browser_page


def send(page, folder: Path, text: str) -> None:
    path = folder / "list.csv"
    path.write_text(text)
    page.goto("/places/import/")
    page.set_input_files("input[type=file]", path)
    go(page.get_by_role("button", name="Send the list"))


def do_the_job() -> None:
    tasks.import_places(Upload.objects.latest("pk").pk)


def test_a_list_is_sent_waited_for_and_stored(page, tmp_path, check_axe, take_pictures):
    send(page, tmp_path, HEAD + ROWS)
    page.wait_for_selector("progress")
    assert "no worker is running" in page.inner_text("main")
    check_axe(page)
    take_pictures(page, "import-waiting")
    do_the_job()  # the page asks again within two seconds
    page.wait_for_selector("h1:has-text('What the file would change')")
    go(page.get_by_role("button", name="Import the list"))
    assert "Tick the box" in page.inner_text(".govuk-error-summary")
    check_axe(page)
    take_pictures(page, "import-read")
    page.check("text=Leave out the rows with an error, and take the others")
    go(page.get_by_role("button", name="Import the list"))
    page.wait_for_selector("h1:has-text('Storing the file')")
    do_the_job()
    page.wait_for_selector("h1:has-text('The file has been imported')")
    check_axe(page)
    take_pictures(page, "import-taken")
    assert Place.objects.get().name == "Ash House"


def test_a_refused_and_a_discarded_file(page, tmp_path, check_axe, take_pictures):
    send(page, tmp_path, "<html><body>Sign in</body></html>")
    page.wait_for_selector("progress")
    do_the_job()
    page.wait_for_selector("h1:has-text('The file was not taken')")
    check_axe(page)
    take_pictures(page, "import-refused")
    go(page.get_by_role("button", name="Discard the file"))
    page.wait_for_selector("h1:has-text('The file was discarded')")
    page.goto("/places/import/")
    assert "Discarded" in page.inner_text("#sent")
    check_axe(page)
    take_pictures(page, "import-start")


def test_without_script_the_page_renews_itself(page, browser, tmp_path):
    send(page, tmp_path, HEAD + ROWS)
    page.wait_for_selector("progress")
    plain = browser.new_context(java_script_enabled=False, base_url=page.url)
    plain.add_cookies(page.context.cookies())
    waiting = plain.new_page()
    waiting.goto(page.url)
    assert waiting.locator("h1").inner_text() == "Reading the file"
    do_the_job()
    waiting.wait_for_selector("h1:has-text('What the file would change')")
    plain.close()
