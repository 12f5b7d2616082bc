"""A language that is read from the right: one more translation file gives pages that stand the right way."""

import struct

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import trans_real

from junction.support.queries import languages
from junction.support.tests.needs import NOW

pytestmark = pytest.mark.django_db
SAID = {
    "": "Content-Type: text/plain; charset=UTF-8\nLanguage: ar\n",
    "Continue": "متابعة",
    "Back": "رجوع",
    "Leave this page": "مغادرة هذه الصفحة",
    "Is anyone in danger now?": "هل أحد في خطر الآن؟",
    "Yes": "نعم",
    "No": "لا",
}  # fmt: skip


def compiled(said):
    """The bytes of a compiled translation: a header, two tables of lengths and places, and the texts."""
    pairs = sorted((one.encode(), other.encode()) for one, other in said.items())
    ids, texts = (b"".join(pair[side] + b"\0" for pair in pairs) for side in (0, 1))
    at, tables = 28 + 16 * len(pairs), [[], []]
    for side, start in ((0, at), (1, at + len(ids))):
        for pair in pairs:
            tables[side] += [len(pair[side]), start]
            start += len(pair[side]) + 1
    head = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return struct.pack(f"<{7 + 4 * len(pairs)}I", *head, *tables[0], *tables[1]) + ids + texts


@pytest.fixture
def arabic(tmp_path, settings, monkeypatch):
    """A language that is there because its compiled file is."""
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(compiled(SAID))
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(trans_real, "_translations", {})
    monkeypatch.setattr(languages, "HERE", tmp_path)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    cache.clear()
    languages._compiled.cache_clear()
    yield
    languages._compiled.cache_clear()


def test_its_pages_say_that_they_are_read_from_the_right_and_others_do_not(arabic, areas, client):
    page = client.get(reverse("support:help"), headers={"Accept-Language": "ar"}, follow=True)
    text = page.content.decode()
    assert '<html lang="ar"' in text and 'dir="rtl"' in text and "مغادرة هذه الصفحة" in text
    client.cookies.clear()
    other = client.get(reverse("support:help"), headers={"Accept-Language": "en"}, follow=True)
    assert 'dir="rtl"' not in other.content.decode()


@pytest.mark.browser
def test_the_journey_stands_the_right_way_round(
    arabic, areas, browser_page, site, check_axe, take_pictures, settings
):
    settings.DEBUG = True
    browser_page.set_extra_http_headers({"Accept-Language": "ar"})
    browser_page.goto(site + reverse("support:help"))
    box, text = (
        browser_page.locator(".govuk-radios__input").first,
        browser_page.locator(".govuk-radios__label"),
    )
    assert box.bounding_box()["x"] > text.first.bounding_box()["x"]
    check_axe(browser_page)
    take_pictures(browser_page, "right-to-left")
    browser_page.locator("main button").click()
    browser_page.wait_for_load_state()
    take_pictures(browser_page, "right-to-left-wrong")
