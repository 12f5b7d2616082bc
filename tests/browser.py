"""A real browser for tests: Chromium driven by Playwright, axe for accessibility, pictures.

`browser_page` is a page on a server that shares the test's own database transaction: rows made in the test
are seen, nothing is committed, nothing must be emptied afterwards. What its console complains of (a breach
of the security policy, a missing file) fails the test at its end. `browse_as(client)` signs the page in as a
test client. `go(button)` presses what leads to another page and waits for that: only then may the page or the
database be read without `expect`. `check_axe(page)` runs axe with the rules of WCAG 2.2 AA.
`take_pictures(page, "name")` leaves var/screenshots/name-390.png and -1280.png (none with CI=true). Without
Chromium these tests are skipped with a reason, except in CI, where they fail.
"""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler

ROOT = Path(__file__).parents[1]
CHROMIUM = Path(os.environ.get("JUNCTION_CHROMIUM", "/usr/bin/chromium"))
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "var" / "screenshots"
WIDTHS = {390: 844, 1280: 900}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def is_known(rule: str, html: str) -> bool:
    """What GOV.UK Frontend does on purpose: `aria-expanded` on a radio, a file button named by itself."""
    radio = rule == "aria-allowed-attr" and "govuk-radios__input" in html
    return radio or (rule == "label-content-name-mismatch" and "govuk-file-upload-button" in html)


def go(wanted) -> None:
    """Press it and wait for the next page: a click by itself may come back while the old one stands."""
    with wanted.page.expect_navigation():
        wanted.click()


def source_of(page) -> str:
    """What the page holds once it has loaded: right after a press the next one may still be empty."""
    page.wait_for_load_state()
    return page.content()


def missing(what: str) -> NoReturn:
    """Skip for want of a tool; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One headless Chromium for the whole run."""
    if not CHROMIUM.exists():
        missing(f"there is no browser at {CHROMIUM} (apt-get install chromium, or set JUNCTION_CHROMIUM)")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()
        # While a loop runs, Django holds connections of its own for it: nobody else closes them.
        connections.close_all()


class OneTransaction(ThreadedWSGIServer):
    """A server whose threads use the test's connection, and so leave it open."""

    def _close_connections(self) -> None:
        pass


@pytest.fixture
def site(db: None) -> Iterator[str]:
    """The address of a server that sees what the test has written, though nothing is committed."""
    shared = {alias: connections[alias] for alias in connections}
    for connection in shared.values():
        connection.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    server = OneTransaction(("localhost", 0), QuietWSGIRequestHandler, connections_override=shared)
    server.set_app(WSGIHandler())
    # It asks this often whether it is to stop: by default each test would wait half a second for it.
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    for connection in shared.values():
        connection.dec_thread_sharing()


@pytest.fixture
def browse_as(browser_page, site) -> Callable[[Client], None]:
    """Carry the session of a Django test client over to the browser."""

    def carry(client: Client) -> None:
        cookies = [
            {"name": name, "value": morsel.value, "url": site} for name, morsel in client.cookies.items()
        ]
        browser_page.context.add_cookies(cookies)

    return carry


@pytest.fixture
def browser_page(browser, site) -> Iterator[object]:
    """A page at the server's address; complaints in its console fail the test."""
    if not (ROOT / "junction/core/static/core/vendor/govuk-frontend.css").exists():
        missing("style and scripts are not fetched (python -m junction.core.pages.assets)")
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not [said for said in complaints if "status of 4" not in said], complaints


@pytest.fixture(scope="session")
def check_axe() -> Callable[[object], None]:
    """Run axe on what the page shows now, and fail with what it found and where."""
    if not AXE.exists():
        missing("axe is not fetched (python -m junction.core.pages.assets)")
    source = AXE.read_text(encoding="utf-8")

    def check(page) -> None:
        page.evaluate(source)
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        said = [
            f"{one['id']}: {one['help']}: {node['html'][:200]}"
            for one in found
            for node in one["nodes"]
            if not is_known(one["id"], node["html"])
        ]
        assert not said, "\n".join(said[:10])

    return check


@pytest.fixture(scope="session")
def take_pictures() -> Callable[[object, str], None]:
    """Save the page at the width of a phone and of a desk; neither may need to scroll sideways."""

    def take(page, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            if os.environ.get("CI") != "true":  # nobody looks at them there
                page.screenshot(path=str(PICTURES / f"{name}-{width}.png"), full_page=True)
            over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, f"{name} is {over} pixels too wide at {width}"

    return take
