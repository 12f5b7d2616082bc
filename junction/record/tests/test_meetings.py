"""Who goes to a meeting: read in messages and read-outs, kept by steps, as at any moment."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from junction.record.models import Document, Meeting, MeetingStep, Thread
from junction.record.operations.confirming import confirm, dismiss
from junction.record.operations.keeping import keep_document
from junction.record.operations.meetings import (
    Gathering,
    IsCalledOff,
    NotHeldYet,
    NotYet,
    SayMore,
    Turn,
    take_back_step,
    write_meeting,
    write_step,
)
from junction.record.operations.retention.erasing import erase
from junction.record.operations.threads import Subject, add_to_thread, begin_thread
from junction.record.operations.writing import Where
from junction.record.queries import meetings as queries
from junction.record.queries.threads import line_of
from junction.record.rules.attendance import Going, Happened, What, stand
from junction.record.rules.handling import About
from junction.record.rules.messages import read_messages
from junction.record.rules.proposals import asked_in, gatherings_in
from junction.record.rules.readouts import read_readout
from junction.record.rules.retention import GONE
from junction.record.rules.source import Source
from junction.registry.models import Area
from tests.cast import national, officer_of, other_officer

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TRAFFORD = "E08000009"
CHAT = "\n".join(
    [
        "[15/04/2020, 23:01:03] Asha Rao: I've asked if you or I could attend the discussion.",
        "[16/04/2020, 06:43:03] Ben Ode: I'd prefer you to attend this one pls",
        "[16/04/2020, 06:50:00] Asha Rao: Ok, will do.",
        "[19/04/2020, 10:00:00] Ben Ode: Can you join the stocktake on 22 April?",
    ]
)
READOUT = "Read-out: winter call\n\nAttendees: Imani Ward (IW), NR, Tom Bell (TB)\n\nActions\n- TB to ring\n"


def stands(*steps, is_over=False):
    return stand([Happened(*one) for one in steps], asked_by="Asha", is_over=is_over)


def test_who_goes_is_told_by_the_steps():
    assert (stands().state, stands().decider) == (Going.NOBODY, "Asha")
    asked = (What.ASKED, "Ben")
    assert (stands(asked).state, stands(asked).decider) == (Going.WAITS, "Ben")
    sent = (What.DELEGATED, "Cat", "Ben")
    assert stands(asked, sent).waits == ("Cat",) and stands(asked, sent).handed_over == 1
    assert stands(asked, sent, (What.DECLINED, "Cat")).decider == "Ben"
    goes = stands(asked, sent, (What.ACCEPTED, "Cat"))
    assert (goes.state, goes.goes, goes.decider) == (Going.GOES, ("Cat",), "")
    assert stands(asked, (What.ACCEPTED, "Ben"), (What.NOBODY, "Dee")).decider == "Dee"
    assert stands(asked, is_over=True).state == Going.NOT_KNOWN
    assert stands((What.ATTENDED, "Ben"), (What.ATTENDED, "Ben")).came == ("Ben",)
    assert stands(asked, (What.CALLED_OFF, "")).state == Going.CALLED_OFF


def test_an_offer_is_a_yes_of_whoever_was_asked_and_waits_of_anybody_else():
    asked, offers = (What.ASKED, "Ben"), (What.OFFERED, "Ben")
    assert (stands(asked, offers).state, stands(asked, offers).goes) == (Going.GOES, ("Ben",))
    alone = stands(offers)
    assert (alone.state, alone.decider, alone.offers) == (Going.NOBODY, "Asha", ("Ben",))
    assert stands(offers, (What.DECLINED, "Ben")).offers == ()
    assert stands(offers, (What.ACCEPTED, "Ben")).goes == ("Ben",)


OFFERS = {
    "That sounds like one for me": True,
    "I can go": True,
    "Leave this one with me": True,
    "I'd be happy to attend": True,
    "I can go through the list": False,
    "Shall I go, or is it one for me?": False,
    "I'll do the slides": False,
}


@pytest.mark.parametrize("words", OFFERS)
def test_who_offers_to_go_is_read_with_the_words(words):
    chat = f"{CHAT.splitlines()[1]}\n[16/04/2020, 07:10:00] Asha Rao: Thanks. {words}"
    read = read_messages(Source(chat))
    asked = list(asked_in(read, written_on=date(2020, 4, 16)))
    (one,) = gatherings_in(read, asked, written_on=date(2020, 4, 16))
    found = [(step.who, step.note) for step in one.steps if step.what == What.OFFERED]
    assert found == ([("Asha Rao", words)] if OFFERS[words] else [])


STEPS = st.lists(st.tuples(st.sampled_from(list(What)), st.sampled_from("abc"), st.sampled_from("abc")))


@given(STEPS, st.booleans())
def test_whenever_nobody_goes_somebody_must_decide(steps, is_over):
    found = stands(*steps, is_over=is_over)
    assert bool(found.decider) == (found.state in (Going.NOBODY, Going.WAITS))
    assert not set(found.goes) & set(found.waits)


def keep(read, kind):
    about = About(kind, "A paper", area=TRAFFORD, dated_on=date(2020, 4, 15))
    keep_document(read.source.text.encode(), read, about, by=national(), now=NOW)


@pytest.mark.django_db
def test_a_chat_proposes_who_is_to_go_with_its_words(areas):
    keep(read_messages(Source(CHAT)), "messages")
    first, second = Meeting.objects.all()
    assert (first.group, first.asked_by, first.confirmed_at) == ("discussion", "Asha Rao", None)
    assert "you or I could attend" in first.words and first.statement.line == 1
    said = [(one.what, one.who, one.instead_of) for one in first.steps.all()]
    assert said == [
        ("nobody", "Asha Rao", ""), ("delegated", "Asha Rao", "Ben Ode"), ("accepted", "Asha Rao", ""),
    ]  # fmt: skip
    assert [one.statement.line for one in first.steps.all()] == [1, 2, 3]
    assert (second.group, second.held_on) == ("stocktake", date(2020, 4, 22))
    assert [(one.what, one.who) for one in second.steps.all()] == [("asked", "Asha Rao")]


@pytest.mark.django_db
def test_a_read_out_proposes_who_was_there_and_marks_are_nobody(areas):
    keep(read_readout(Source(READOUT, name="readout.txt")), "readout")
    one = Meeting.objects.get()
    assert one.group == "A paper"
    assert [(s.what, s.who) for s in one.steps.all()] == [
        ("attended", "Imani Ward (IW)"),
        ("attended", "Tom Bell (TB)"),
    ]
    assert {s.statement.kind for s in one.steps.all()} == {"attendee"}


def made(by, **more):
    return write_meeting(Gathering("The call", "Asha", NOW, **more), Where(TRAFFORD), by=by, now=NOW)


@pytest.mark.django_db
def test_steps_are_kept_taken_back_and_shown_as_at(areas):
    by = officer_of(TRAFFORD)
    one = made(by, finder="Dee", held_on=date(2020, 4, 21))
    step = write_step(one.pk, Turn("accepted", NOW, "Ben"), by=by, now=NOW + HOUR)
    take_back_step(step.pk, why="Ben did not", by=by, now=NOW + 2 * HOUR)

    def state(at):
        rows = queries.told(queries.meetings(by.scope, as_at=at, now=NOW + 3 * HOUR), at=at)
        return [row.stand.state for row in rows]

    assert state(NOW + HOUR) == ["goes"] and state(NOW + 2 * HOUR) == ["nobody"]
    assert state(NOW - HOUR) == []
    with pytest.raises(NotHeldYet):
        write_step(one.pk, Turn("attended", NOW, "Ben"), by=by, now=NOW)
    with pytest.raises(NotYet):
        write_step(one.pk, Turn("asked", NOW + HOUR, "Ben"), by=by, now=NOW)
    for lacking in (
        Turn("asked", NOW),
        Turn("delegated", NOW, "B"),
        Turn("reported", NOW, "B"),
        Turn("x", NOW, "B"),
    ):
        with pytest.raises(SayMore):
            write_step(one.pk, lacking, by=by, now=NOW)
    for refused in (lambda who: write_step(one.pk, Turn("asked", NOW, "B"), by=who, now=NOW),):
        with pytest.raises(Meeting.DoesNotExist):
            refused(other_officer())
    with pytest.raises(MeetingStep.DoesNotExist):
        take_back_step(step.pk, why="x", by=other_officer(), now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingStep.objects.update(who="Somebody else")
    write_step(one.pk, Turn("called-off", NOW), by=by, now=NOW)
    with pytest.raises(IsCalledOff):
        write_step(one.pk, Turn("asked", NOW, "Ben"), by=by, now=NOW)


@pytest.mark.django_db
def test_a_meeting_stands_on_a_thread_with_its_steps(areas):
    by = officer_of(TRAFFORD)
    one = made(by, who="Ben")
    thread = begin_thread("The review", area=TRAFFORD, by=by, now=NOW)
    add_to_thread(thread.pk, Subject("meeting", one.pk), by=by, now=NOW)
    line = line_of(by.scope, Thread.objects.get(), now=NOW + HOUR)
    assert [(entry.what, entry.words) for entry in line] == [("Meeting", "The call"), ("Asked to go", "Ben")]


@pytest.mark.django_db
def test_pages_list_confirm_and_write(areas, client, officer_page, django_assert_max_num_queries):
    keep(read_messages(Source(CHAT)), "messages")
    officer = officer_page
    numbers = [str(one.pk) for one in Meeting.objects.all()]
    assert "I&#39;d prefer" not in officer.get(reverse("record:meetings")).content.decode()
    officer.post(reverse("record:proposals", args=["meetings"]), {"one": numbers, "do": "confirm"})
    assert Meeting.objects.filter(confirmed_at=None).count() == 0
    with django_assert_max_num_queries(14):
        page = officer.get(reverse("record:meetings")).content.decode()
    assert "Somebody goes" in page and "Over, not known who came" in page
    waits = officer.get(reverse("record:meetings"), {"state": "not-known"}).content.decode()
    assert "join the stocktake" in waits and "you or I could" not in waits
    assert officer.get(reverse("record:meetings"), {"format": "csv"}).status_code == 200
    page = officer.get(reverse("record:meeting", args=[numbers[0]])).content.decode()
    assert "sent instead of Ben Ode" in page
    wrong = officer.post(
        reverse("record:write-meeting-step", args=[numbers[1]]),
        {"what": "delegated", "who": "Cat", "at": "2020-04-19T12:00"},
    )
    assert "instead of whom" in wrong.content.decode()
    typed = {
        "words": "The board",
        "asked_by": "Asha",
        "asked_at": "2020-04-19T12:00",
        "area": TRAFFORD,
        "finder": "Ben",
        "held_on": "",
    }
    officer.post(reverse("record:write", args=["meetings"]), typed)
    assert Meeting.objects.get(words="The board").steps.get().who == "Ben"


@pytest.fixture
def officer_page(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


@pytest.mark.django_db
def test_a_page_of_an_earlier_moment_knows_of_no_later_judgement(officer_page):
    keep(read_messages(Source(CHAT)), "messages")
    keep(read_messages(Source(CHAT.replace("16/04", "17/04"), name="other.txt")), "messages")
    by, later = officer_of(TRAFFORD), NOW + 2 * HOUR
    first, last = Meeting.objects.order_by("pk").first(), Meeting.objects.order_by("pk").last()
    confirm(Meeting, first.pk, by=by, now=later)
    dismiss(Meeting, last.pk, why="A joke", by=by, now=later)

    def page(one, query=""):
        return officer_page.get(reverse("record:meeting", args=[one.pk]) + query).content.decode()

    for one in (first, last):
        then = page(one, "?as_at=2020-04-20T11:00")
        assert "Nobody had judged it yet" in then and "A joke" not in then
        assert "Confirmed 20" not in then and "Dismissed" not in then
    assert "Confirmed 20" in page(first) and "A joke" in page(last)


@pytest.mark.django_db
def test_by_machine(areas, client, monkeypatch):
    monkeypatch.setattr(
        "junction.core.http.tokens.TokenAuth._actor", lambda auth, token: officer_of(TRAFFORD)
    )
    head = {"Authorization": "Bearer token", "Idempotency-Key": "a"}
    sent = json.dumps(
        {
            "words": "The call",
            "asked_by": "Asha",
            "asked_at": NOW.isoformat(),
            "finder": "Dee",
            "area": TRAFFORD,
        }
    )
    path = "/api/v1/record/meetings"
    first, again = (client.post(path, sent, content_type="application/json", headers=head) for _ in range(2))
    assert first.status_code == 201 and first.json() == again.json() and Meeting.objects.count() == 1
    step = json.dumps({"what": "accepted", "who": "Ben", "at": NOW.isoformat()})
    url = f"{path}/{first.json()['id']}/steps"
    added = client.post(url, step, content_type="application/json", headers=head | {"Idempotency-Key": "b"})
    found = client.get(path, {"state": "goes"}, headers=head).json()
    assert (found[0]["goes"], found[0]["decider"], len(found[0]["steps"])) == (["Ben"], "", 2)
    back = f"{path}/steps/{added.json()['id']}/take-back"
    assert (
        client.post(
            back, '{"why": "No"}', content_type="application/json", headers=head | {"Idempotency-Key": "c"}
        ).status_code
        == 200
    )
    assert client.get(path, headers=head).json()[0]["decider"] == "Dee"
    monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda auth, token: other_officer())
    assert client.get(path, headers=head).json() == []


@pytest.mark.django_db
def test_what_a_document_told_of_a_meeting_goes_with_it(areas):
    keep(read_messages(Source(CHAT)), "messages")
    many = erase(Document.objects.get(), confirmed_stay=False)
    assert many["meetings"] == 2
    said = [value for row in MeetingStep.objects.values_list("who", "instead_of", "note") for value in row]
    assert set(said) <= {GONE, ""}
    assert set(Meeting.objects.values_list("words", "asked_by")) == {(GONE, GONE)}
