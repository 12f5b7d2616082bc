"""Meetings in a real browser at two widths: proposed, confirmed, who goes, likely the same, joined, apart."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from junction.people.queries import system_actor
from junction.record.models import Meeting
from junction.record.operations.keeping import keep_document
from junction.record.operations.meetings import Gathering, Turn, write_meeting, write_step
from junction.record.operations.telling import tell_of_meetings
from junction.record.operations.writing import Where
from junction.record.rules.handling import About
from junction.record.rules.messages import read_messages
from junction.record.rules.readouts import read_readout
from junction.record.rules.source import Source
from junction.registry.models import Area
from tests.browser import source_of
from tests.cast import national

from .test_meetings import CHAT, READOUT, TRAFFORD, keep

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NOW = datetime(2020, 4, 21, 9, 0, tzinfo=UTC)
LATER = (
    CHAT + "\n[20/04/2020, 10:00:00] Imani Ward: Are you able to join the winter call on 21 April, Tom Bell?"
)


@pytest.fixture
def chat(areas, sign_in, browse_as):
    keep(read_messages(Source(LATER)), "messages")
    about = About("readout", "Read-out of the winter call", area=TRAFFORD, dated_on=NOW.date())
    read = read_readout(Source(READOUT, name="readout.txt"))
    keep_document(READOUT.encode(), read, about, by=national(), now=NOW)
    browse_as(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))


@pytest.fixture
def look(browser_page, check_axe, take_pictures):
    def look_at(name, *arguments, query="", picture=""):
        browser_page.goto(reverse(f"record:{name}", args=arguments) + query)
        check_axe(browser_page)
        take_pictures(browser_page, f"meetings-{picture or name}")

    return look_at


def test_proposed_meetings_are_put_right_and_confirmed(chat, browser_page, look):
    page = browser_page
    look("proposals", "meetings")
    first = Meeting.objects.order_by("pk").first()
    look("meeting", first.pk, picture="proposed")
    page.get_by_role("button", name="Confirm it").click()
    look("confirm", "meetings", first.pk)
    page.get_by_label("Where?").fill("The town hall")
    page.get_by_role("button", name="Confirm it").click()
    assert "It is confirmed" in source_of(page)
    assert Meeting.objects.get(pk=first.pk).place == "The town hall"
    look("meeting", first.pk)
    look("write", "meetings")


def test_who_was_asked_is_sent_must_decide_and_came_is_read(chat, browser_page, look):
    page, by = browser_page, national()
    said = Gathering(
        "The review of plans for the winter", "Asha Rao", NOW, finder="Ben Ode", place="By phone"
    )
    one = write_meeting(said, Where(TRAFFORD), by=by, now=NOW)
    for what, who, instead_of, note in (
        ("asked", "Ben Ode", "", ""),
        ("delegated", "Cat Lee, head of commissioning", "Ben Ode", "He is away all week"),
        ("accepted", "Cat Lee, head of commissioning", "", ""),
        ("attended", "Cat Lee, head of commissioning", "", ""),
        ("reported", "Cat Lee, head of commissioning", "", "Plans are read by Friday; two are still missing"),
    ):
        write_step(one.pk, Turn(what, NOW, who, instead_of, note), by=by, now=NOW)
    waits = Gathering("Who can go to the board?", "Asha Rao", NOW, finder="Dee Fox", held_on=NOW.date())
    nobody = write_meeting(waits, Where(), by=by, now=NOW)
    assert tell_of_meetings(by=system_actor("reminders"), now=NOW) == 0
    look("meetings")
    look("meeting", one.pk, picture="went")
    look("meeting", one.pk, query="?as_at=2020-04-21T12:00", picture="as-at")
    look("write-meeting-step", one.pk)
    page.get_by_role("button", name="Write it down").click()
    assert "There is a problem" in source_of(page)
    look("take-back-meeting-step", one.steps.last().pk)
    assert nobody.pk


def test_a_chat_and_a_read_out_are_joined_and_taken_apart(chat, browser_page, look):
    page = browser_page
    one = Meeting.objects.get(document__kind="messages", group__contains="winter call")
    other = Meeting.objects.get(document__kind="readout")
    look("meeting", one.pk, picture="likely")
    page.get_by_role("link", name="Look at both").click()
    look("merge-meetings", one.pk, query=f"?other={other.pk}")
    page.get_by_label("Why are they one meeting?").fill("The read-out is of that call")
    page.get_by_role("button", name="Join the two meetings").click()
    assert "They are one meeting now" in source_of(page)
    look("meeting", one.pk, picture="joined")
    look("meeting", other.pk, picture="gone")
    page.get_by_role("link", name="Take them apart").click()
    look("undo-meeting-merge", one.merges_kept.get().pk)
    page.get_by_label("Why?").fill("They were two")
    page.get_by_role("button", name="Take them apart").click()
    assert "two meetings again" in source_of(page)
    look("merge-meetings", one.pk, picture="merge-by-number")


def test_nobody_could_be_written_to(areas, sign_in, browse_as, look):
    said = Gathering("Who can go to the board?", "Asha Rao", NOW, finder="Dee Fox", held_on=NOW.date())
    one = write_meeting(said, Where(), by=national(), now=NOW)
    assert tell_of_meetings(by=system_actor("reminders"), now=NOW) == 0
    browse_as(sign_in("auditor"))
    look("meeting", one.pk, picture="nobody-told")
