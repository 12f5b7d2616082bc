"""The pages of extracts in a real browser: no breach of accessibility, nothing wider than a phone."""

import pytest
from django.urls import reverse

from junction.record.rules.disclosure.rules import State
from tests.browser import go

from .disclosing import checked, extract_of, released, take_out, two_documents

pytestmark = pytest.mark.django_db


def test_the_pages_of_extracts_look_right(areas, browser_page, browse_as, sign_in, check_axe, take_pictures):
    gone = released()
    open_one = extract_of()
    take_out(open_one, "Ann Lee", scope="place", number=1, start=0, end=7, comment="A member of the public")
    take_out(open_one, pattern="phone")
    checked(open_one)
    working = extract_of()
    type(working).objects.filter(pk=working.pk).update(state=State.CHECKING, done=1, of=2)
    browse_as(sign_in("national"))
    for name, *arguments in (
        ("extracts",), ("make-extract",), ("extract", open_one.pk), ("extract", gone.pk),
        ("extract", working.pk),
        ("extract-document", open_one.pk, 1), ("extract-search", open_one.pk), ("add-redaction", open_one.pk),
        ("accept-finding", open_one.findings.first().pk),
    ):  # fmt: skip
        browser_page.goto(reverse(f"record:{name}", args=arguments))
        check_axe(browser_page)
        take_pictures(
            browser_page, "-".join(map(str, ("disclose", name, *(arguments and [arguments[0] - gone.pk]))))
        )


def test_an_extract_is_made_in_two_steps(areas, browser_page, browse_as, sign_in, check_axe, take_pictures):
    two_documents()
    browse_as(sign_in("national"))
    browser_page.goto(reverse("record:make-extract"))
    asked = {"title": "Masks", "purpose": "Request 12", "made_for": "All", "words": "masks"}
    for name, said in asked.items():
        browser_page.fill(f"[name={name}]", said)
    go(browser_page.get_by_role("button", name="See what is found"))
    check_axe(browser_page)
    take_pictures(browser_page, "disclose-found")
    go(browser_page.get_by_role("button", name="Make the extract"))
    assert browser_page.inner_text("h1") == "Masks"
