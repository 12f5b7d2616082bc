"""The end of a document in a real browser: the list, its page, asking, holding, what is left."""

import pytest
from django.urls import reverse

from junction.record.operations.retention import Holding, ask_destruction, place_hold
from junction.registry.models import Area
from tests.cast import national

from .retaining import NOW, TRAFFORD, destroyed, keep_old, lay_over

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_end_of_documents_reads_well(
    areas, sign_in, browse_as, browser_page, check_axe, take_pictures, settings
):
    settings.DEBUG = True
    gone, held, asked, past = (
        keep_old(f"Words {number} about masks.\n", title=title)
        for number, title in enumerate(("Gone", "Letters about a home that closed", "An old plan", "Notes"))
    )
    made = lay_over(gone)
    destroyed(gone)
    place_hold(Holding("document", "The claim", "The court asked", document=held.pk), by=national(), now=NOW)
    going = ask_destruction(asked.pk, why="Its years are over", by=national(), now=NOW)
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    for name, number in {
        "retention": None, "holds": None, "place-hold": None, "document-end": past.pk,
        "hold-document": past.pk, "ask-destruction": past.pk, "destruction": going.pk,
        "destroy": going.pk, "document": gone.pk,
        "commitment": made["commitment"],
    }.items():  # fmt: skip
        browser_page.goto(reverse(f"record:{name}", args=[number] if number else []))
        check_axe(browser_page)
        take_pictures(browser_page, f"end-{name}")
