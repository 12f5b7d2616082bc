"""The furniture in a real browser: accessible, within its policy, fit for a phone, without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def debugging(settings: Any) -> None:
    settings.DEBUG = True


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/style-guide/", "style-guide"),
        ("/style-guide/?errors=1&notice=1", "style-guide-errors"),
        ("/style-guide/?as_at=2020-04-20T17:00&on=2020-04-19", "style-guide-past"),
        ("/accessibility/", "accessibility"),
        ("/cookies/", "cookies"),
    ],
)
def test_pages_are_accessible_at_both_widths(
    browser_page: Page, check_axe: Any, take_pictures: Any, address: str, name: str
) -> None:
    browser_page.goto(address)
    check_axe(browser_page)
    take_pictures(browser_page, name)


def test_what_is_behind_charts_and_maps_is_accessible_on_a_phone(browser_page: Page, check_axe: Any) -> None:
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto("/style-guide/")
    for summary in browser_page.locator("summary").all():
        summary.click()
    check_axe(browser_page)


def test_on_a_phone_what_says_nothing_is_left_out_and_short_cells_stand_in_one_line(
    browser_page: Page,
) -> None:
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto("/style-guide/")
    table = browser_page.get_by_role("region", name="Boats in the harbour")
    empty = table.locator("td:empty, td.junction-none")
    assert empty.count() > 0
    assert not any(cell.is_visible() for cell in empty.all())
    town, berths = (
        table.locator(f"td[data-label='{name}']").first.bounding_box() for name in ("Town", "Berths")
    )
    assert town and berths and town["y"] == berths["y"] and town["x"] < berths["x"]


def test_sorting_by_a_click_spares_the_reload_and_keeps_the_address(browser_page: Page) -> None:
    browser_page.goto("/style-guide/")
    browser_page.evaluate("window.stayed = true")
    browser_page.get_by_role("link", name="Berths").click()
    expect(browser_page).to_have_url(re.compile("boats-sort=berths"))
    expect(browser_page.get_by_role("columnheader", name="Berths")).to_have_attribute(
        "aria-sort", "ascending"
    )
    assert browser_page.evaluate("window.stayed") is True
    browser_page.get_by_label("Town", exact=True).last.select_option("Dunmere")


def test_the_same_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/style-guide/")
    page.get_by_role("link", name="Berths").click()
    expect(page).to_have_url(re.compile("boats-sort=berths"))
    page.get_by_label("Weather", exact=True).select_option("red")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_text("Showing 1 to 12 of 26")).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("Showing 13 to 24 of 26")).to_be_visible()
    context.close()


def test_an_error_is_reached_from_the_summary(browser_page: Page) -> None:
    browser_page.goto("/style-guide/?errors=1")
    browser_page.get_by_role("link", name="Day you saw it must be a real date").click()
    expect(browser_page.locator("#id_seen")).to_be_focused()


def test_the_browser_sees_what_the_test_has_written_and_who_is_signed_in(
    browser_page: Page, browse_as: Any, sign_in: Any, take_pictures: Any
) -> None:
    browse_as(sign_in("national"))
    browser_page.goto("/privacy/")
    expect(browser_page.get_by_role("link", name="Sign out")).to_be_visible()
    take_pictures(browser_page, "signed-in")


def test_rows_of_a_wide_table_are_cards_on_a_phone(browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto("/style-guide/")
    table = browser_page.locator("#boats table")
    assert table.evaluate("one => one.scrollWidth <= one.parentElement.clientWidth")
    said = "one => getComputedStyle(one, '::before').content"
    labels = {cell.evaluate(said) for cell in table.locator("tbody tr").first.locator("td").all()}
    assert '"Berths: "' in labels and "none" not in labels
    expect(browser_page.get_by_role("link", name="Berths")).to_be_visible()
    browser_page.set_viewport_size({"width": 1280, "height": 900})
    assert table.locator("td").first.evaluate(said) == "none"


def test_after_a_swap_the_table_has_the_focus_by_keyboard(browser_page: Page) -> None:
    browser_page.goto("/style-guide/")
    browser_page.get_by_role("link", name="Next page").focus()
    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_text("Showing 13 to 24 of")).to_be_visible()
    expect(browser_page.locator("#boats .junction-scroll")).to_be_focused()
    browser_page.get_by_role("link", name="Berths").focus()
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(re.compile("boats-sort=berths"))
    expect(browser_page.get_by_role("link", name="Berths")).to_be_focused()
