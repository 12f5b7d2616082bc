"""A letter asked for on the private page; hubs, letters and what comes again, as at a moment and in words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.scope import ANONYMOUS, Reach
from junction.support.models import Hub, Letter, Need
from junction.support.operations import desk_refusals as refusals
from junction.support.operations.hubs import open_hub, set_week
from junction.support.operations.letters import ask_for_letter, issue_letter, withdraw_letter
from junction.support.operations.settling import close_need
from junction.support.queries.hubs import weeks_of
from junction.support.queries.letters import asked_letters, is_asked, letters, may_ask, withdrawn
from junction.support.rules import recurring
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD, WHO, state
from tests.cast import holder

pytestmark = pytest.mark.django_db
LATER, DAY = NOW + timedelta(hours=2), timedelta(days=1)


def officer(area=TRAFFORD):
    return holder("council-officer", Reach(areas=frozenset({area})), key="user:77")


def ask(made, *, now=NOW):
    return ask_for_letter(made.token, by=ANONYMOUS, now=now)


def test_a_letter_asked_for_waits_at_the_desk_until_it_is_issued(areas):
    made, by = state(), officer()
    event = ask(made)
    assert (event.kind, event.why, event.note) == ("noted", "letter-asked", "")
    assert [(one.pk, one.asked_at) for one in asked_letters(by.scope)] == [(made.need.pk, NOW)]
    assert not asked_letters(officer(MANCHESTER).scope).exists()
    issue_letter("unpaid-carer", name="Zinnia", need=made.need.pk, by=by, now=LATER)
    assert not asked_letters(by.scope).exists() and not is_asked(by.scope, made.need)
    assert [one.pk for one in asked_letters(by.scope, as_at=NOW)] == [made.need.pk]


def test_it_is_asked_for_once_and_again_only_when_the_last_holds_no_more(areas):
    made, by = state(), officer()
    ask(made)
    with pytest.raises(refusals.CannotAskForLetter):
        ask(made, now=LATER)
    letter = issue_letter("unpaid-carer", name="Zinnia", need=made.need.pk, by=by, now=LATER)
    with pytest.raises(refusals.CannotAskForLetter):
        ask(made, now=LATER + DAY)
    withdraw_letter(letter.pk, why="lost", by=by, now=LATER + DAY)
    ask(made, now=LATER + 2 * DAY)
    assert [one.asked_at for one in asked_letters(by.scope)] == [LATER + 2 * DAY]


def test_whom_nobody_may_find_is_not_asked_on_a_page_nor_is_who_needs_nothing_more(areas):
    hidden, over = state(who=replace(WHO, is_protected=True)), state()
    close_need(over.need.pk, still_needed=False, by=officer(), now=NOW)
    for made in (hidden, over):
        with pytest.raises(refusals.CannotAskForLetter):
            ask(made)
    with pytest.raises(Need.DoesNotExist):
        ask_for_letter("no such link", by=ANONYMOUS, now=NOW)
    assert not Letter.objects.exists()


def test_the_private_page_offers_it_and_says_that_it_was_asked_for(areas, client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    made, hidden = (
        state(who=replace(WHO, code_word="")),
        state(who=replace(WHO, code_word="", is_protected=True)),
    )
    page = reverse("support:need-page", args=[made.token])
    assert "Ask for a letter" in client.get(page).content.decode()
    assert client.post(page, {"letter": "carer"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "You asked for a letter" in shown and "Ask for a letter" not in shown and WHO.name not in shown
    other = reverse("support:need-page", args=[hidden.token])
    assert "Ask for a letter" not in client.get(other).content.decode()
    assert client.post(other, {"letter": "carer"}).status_code == 302
    assert not may_ask(ANONYMOUS.scope, hidden.need, on=NOW.date())
    assert asked_letters(officer().scope).count() == 1


def test_behind_a_code_word_nothing_is_asked_before_it_is_said(areas, client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    made = state()
    client.post(reverse("support:need-page", args=[made.token]), {"letter": "carer"})
    assert not asked_letters(officer().scope).exists()


def test_letters_and_hours_are_shown_as_they_were_at_a_moment(areas):
    by = officer()
    letter = issue_letter("unpaid-carer", name="Zinnia", area=TRAFFORD, by=by, now=NOW)
    withdraw_letter(letter.pk, why="lost", by=by, now=LATER)
    assert not letters(by.scope, as_at=NOW - DAY).exists()
    assert not withdrawn(by.scope, letters(by.scope), NOW, is_asked=True).exists()
    assert withdrawn(by.scope, letters(by.scope), LATER, is_asked=True).get().pk == letter.pk
    hub, week = open_hub("Sale line", area=TRAFFORD, by=by, now=NOW), [None] * 7
    set_week(hub.pk, valid_from=NOW.date(), days=week, by=by, now=NOW)
    set_week(hub.pk, valid_from=NOW.date(), days=week, by=by, now=LATER)
    counted = {at: len(weeks_of(by.scope, [hub], as_at=at).get(hub.pk, [])) for at in (NOW - DAY, NOW, None)}
    assert counted == {NOW - DAY: 0, NOW: 1, None: 2}
    assert Hub.objects.count() == 1


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (recurring.every(1), "Every day"),
        (recurring.every(14), "Every 2 weeks"),
        (recurring.every(10), "Every 10 days"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "Every week on Monday and Thursday"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=4", "Every month on the last Friday, 4 times"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15", "Every 2 months on day 1, 15"),
        ("FREQ=WEEKLY;UNTIL=20200430", "Every week, until 30 April 2020"),
    ],
)
def test_how_often_is_said_in_words(rule, words):
    assert recurring.in_words(recurring.checked(rule)) == words
