"""Pages of promises, asks, actions, decisions, contradictions and threads in a real browser at two widths."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from junction.record.models import Action, Ask, Commitment, Contradiction
from junction.record.operations.confirming import confirm_many
from junction.record.operations.contradictions import find_contradictions, list_assertions
from junction.record.operations.decisions import Draft, Option, Reach, add_scope, write_decision
from junction.record.operations.threads import Subject, add_to_thread, begin_thread
from junction.record.operations.writing import Where
from junction.registry.models import Area
from tests.browser import go, source_of
from tests.cast import national, signed_in, user_who

from .test_proposing import CHAT, Source, keep, plan, read_messages

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD = "E08000009"
LATER = CHAT + "\n[15/04/2020, 10:05:00] Asha Rao: The masks pilot starts on 4 May 2020."
OTHER = "[16/04/2020, 10:05:00] Ben Ode: The masks pilot starts on 11 May 2020."


@pytest.fixture
def officer(areas, browse_as):
    keep(plan())
    old = keep(read_messages(Source(LATER)), kind="messages").document
    new = keep(read_messages(Source(OTHER, name="other.txt")), kind="messages").document
    for one in (old, new):
        list_assertions(one.pk, by=national(), now=NOW)
    assert find_contradictions(new.pk, by=national(), now=NOW) == 1
    browse_as(signed_in(user_who("council-officer", area=Area.objects.get(code=TRAFFORD))))


def look(page, check_axe, take_pictures, name, *arguments, query=""):
    page.goto(reverse(f"record:{name}", args=arguments) + query)
    check_axe(page)
    take_pictures(page, f"record-{name}")


def test_proposals_are_ticked_on_a_page(officer, browser_page, check_axe, take_pictures):
    page = browser_page
    look(page, check_axe, take_pictures, "proposals", "asks")
    page.get_by_label("Can you ring the home?").check()
    go(page.get_by_role("button", name="Confirm what is ticked"))
    assert "1 ask confirmed" in source_of(page)
    look(page, check_axe, take_pictures, "confirm", "commitments", Commitment.objects.get().pk)
    look(page, check_axe, take_pictures, "write", "asks")
    look(page, check_axe, take_pictures, "home")


def test_one_of_each_is_read(officer, browser_page, check_axe, take_pictures):
    page, by = browser_page, national()
    for kind in (Ask, Action, Commitment):
        confirm_many(kind, [one.pk for one in kind.objects.all()], by=by, now=NOW)
    for name, kind in (("commitment", Commitment), ("action", Action), ("ask", Ask)):
        look(page, check_axe, take_pictures, f"{name}s")
        look(page, check_axe, take_pictures, name, kind.objects.last().pk)
    options = [Option("Share what is there", "Fair to all", is_chosen=True), Option("Wait", "Needs nothing")]
    draft = Draft(
        "Masks for homes",
        "Few are left",
        "Care Act 2014",
        "Share",
        "Gold",
        date(2020, 4, 20),
        None,
        ("respect",),
    )
    first = write_decision(draft, Where(TRAFFORD), options=options, by=by, now=NOW)
    add_scope(first.pk, Reach("proposed", "All homes of the area", date(2020, 4, 19)), by=by, now=NOW)
    add_scope(first.pk, Reach("adopted", "Homes with an outbreak", date(2020, 4, 20)), by=by, now=NOW)
    write_decision(draft, Where(TRAFFORD), supersedes=first.pk, by=by, now=NOW + timedelta(days=1))
    look(page, check_axe, take_pictures, "decisions")
    look(page, check_axe, take_pictures, "decision", first.pk)
    look(page, check_axe, take_pictures, "write-decision")
    look(page, check_axe, take_pictures, "contradictions")
    look(page, check_axe, take_pictures, "contradiction", Contradiction.objects.get().pk)
    thread = begin_thread("The masks pilot", about="It moved twice", area=TRAFFORD, by=by, now=NOW)
    for kind, one in (("ask", Ask), ("commitment", Commitment)):
        add_to_thread(thread.pk, Subject(kind, one.objects.first().pk), by=by, now=NOW)
    look(page, check_axe, take_pictures, "thread", thread.pk, query="?q=pilot")
