"""Two ways to use a page in journeys: with a mouse, and by the keyboard alone, as some people must.

The keyboard finds what it wants by Tab only, so a thing that cannot be reached or is not where it is seen
fails the journey.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser import go

MOST_TABS = 120


class Mouse:
    """Clicks and types into what it sees."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, name: str) -> None:
        go(self.page.get_by_role("link", name=name, exact=True).first)

    def press(self, name: str) -> None:
        go(self.page.get_by_role("button", name=name, exact=True))

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose_file(self, path: Path) -> None:
        self.page.locator("input[type=file]").set_input_files(path)


class Keyboard(Mouse):
    """Does the same with Tab, Space, Enter and letters."""

    def _reach(self, wanted: Locator) -> None:
        """Tab from the top of the page until the focus is there."""
        self.page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"{wanted} is not reached by {MOST_TABS} tabs")

    def follow(self, name: str) -> None:
        self._enter(self.page.get_by_role("link", name=name, exact=True).first)

    def press(self, name: str) -> None:
        self._enter(self.page.get_by_role("button", name=name, exact=True))

    def _enter(self, wanted: Locator) -> None:
        self._reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, label: str) -> None:
        wanted = self.page.get_by_label(label, exact=True)
        first = self.page.locator(f"input[name='{wanted.get_attribute('name')}']")
        self._reach(self._entry(first))
        for _ in range(first.count()):
            self.page.keyboard.press("Space")
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
            if wanted.is_checked():
                return
        raise AssertionError(f"{label} is not ticked by arrows")

    def _entry(self, group: Locator) -> Locator:
        """Where Tab enters a group of radios: at the ticked one, else at the first."""
        ticked = [one for one in group.all() if one.is_checked()]
        return ticked[0] if ticked else group.first

    def write(self, label: str, text: str) -> None:
        self._reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def choose_file(self, path: Path) -> None:
        button: Any = self.page.locator("button.govuk-file-upload-button, input[type=file]").locator(
            "visible=true"
        )
        self.page.wait_for_load_state("networkidle")  # a script may put its button in the field's place
        for _ in range(3):
            self._reach(button.first)
            try:
                with self.page.expect_file_chooser(timeout=8_000) as chooser:
                    self.page.keyboard.press("Space")
            except PlaywrightTimeout:  # the browser was too busy to take the key
                continue
            chooser.value.set_files(path)
            return
        raise AssertionError("no file can be chosen by the space bar")
