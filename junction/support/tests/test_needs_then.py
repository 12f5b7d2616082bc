"""Needs as at a moment: the list, the page and its history show what was so then, to the minute."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.scope import Reach
from junction.registry.models import Area
from junction.support.operations import desk, handing, hubs, settling
from junction.support.operations.ringing_back import ring_back
from junction.support.queries import needs as queries
from junction.support.rules import triage
from junction.support.tests.needs import ANSWERS, MANCHESTER, NOW, TRAFFORD, state
from tests.cast import holder, national, officer_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
COMING = {**ANSWERS, "asked": "coming"}  # the class "met", whose code is a state's too


@pytest.fixture
def agent(areas):
    return holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})))


def then(at):
    return [
        (one.then_state, one.then_class) for one in queries.needs(national().scope, as_at=at).order_by("pk")
    ]


def test_a_state_and_a_class_are_those_of_the_moment(agent):
    first = state(answers=COMING).need
    state(now=NOW + 2 * HOUR)
    assert then(NOW - HOUR) == []
    assert then(NOW) == [("open", "met")]
    settling.offer_help(first.pk, about="task:1", by=agent, now=NOW + HOUR)
    settling.note_need(first.pk, note="Rang", by=agent, now=NOW + 2 * HOUR)
    settling.reopen_need(first.pk, why="declined", by=agent, now=NOW + 3 * HOUR)
    settling.meet_need(first.pk, by=agent, now=NOW + 4 * HOUR)
    assert then(NOW + HOUR - timedelta(seconds=1)) == [("open", "met")]
    assert then(NOW + HOUR) == [("offered", "met")]
    assert then(NOW + 2 * HOUR) == [("offered", "met"), ("open", "actual")]
    assert [one for one, _ in then(NOW + 3 * HOUR)] == ["open", "open"]
    assert [one for one, _ in then(NOW + 4 * HOUR)] == ["met", "open"]


def test_the_list_and_the_page_show_that_moment(agent, sign_in, monkeypatch):
    one = state(answers=COMING).need
    settling.note_need(one.pk, note="Rang Hepzibah", by=agent, now=NOW + HOUR)
    settling.meet_need(one.pk, by=agent, now=NOW + 2 * HOUR)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 3 * HOUR)
    client = sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD))
    listed, page = reverse("support:needs"), reverse("support:need", args=[one.pk])
    assert one.reference not in client.get(f"{listed}?state=open").content.decode()
    early = client.get(f"{listed}?state=open&as_at=2020-04-20T10:30").content.decode()  # 9.30 in UTC
    assert one.reference in early and "as it was known at 10:30am" in early
    assert "as_at=2020-04-20T10:30" in early
    assert one.reference not in client.get(f"{listed}?as_at=2020-04-20T09:30").content.decode()
    assert client.get(f"{page}?as_at=2020-04-20T09:30").status_code == 404
    before = client.get(f"{page}?as_at=2020-04-20T10:30").content.decode()
    assert "Hepzibah" not in before and "Write a note" not in before and ">Open" in before.replace(" ", "")
    now = client.get(page).content.decode()
    assert "Rang Hepzibah" in now and "Write a note" in now
    rows = client.get(f"{page}?events-format=csv")
    assert "Hepzibah" not in b"".join(getattr(rows, "streaming_content", [b""])).decode()


def test_a_need_that_the_list_of_today_shows_has_a_page(agent, sign_in, monkeypatch):
    """The clock of the machine that took it may be ahead, and an exercise plays the whole day at once."""
    one = state(answers=COMING).need
    monkeypatch.setattr(timezone, "now", lambda: NOW - HOUR)
    client = sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD))
    assert one.reference in client.get(reverse("support:needs")).content.decode()
    page = client.get(reverse("support:need", args=[one.pk]))
    assert page.status_code == 200 and "Trafford" in page.content.decode()
    then = client.get(reverse("support:need", args=[one.pk]), {"as_at": "2020-04-20T08:30"})
    assert then.status_code == 404


def test_whom_to_ring_back_is_listed_with_the_share_and_its_interval(agent, sign_in, monkeypatch):
    calm = {**ANSWERS, "changed": "nothing-yet", "runs-out": "later"}
    made = [state(answers=calm).need for _ in range(40)]
    drawn = [one for one in made if one.call_back_on]
    assert len(drawn) > 2
    ring_back(drawn[0].pk, need_class="actual", by=agent, now=NOW)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page = sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD)).get(reverse("support:call-backs"))
    text = page.content.decode()
    assert page.status_code == 200 and drawn[1].reference in text and drawn[0].reference not in text
    assert "100%" in text and "21% to 100%" in text


def test_a_need_handed_to_another_council_keeps_its_state_and_the_council_it_had_then(
    agent, sign_in, monkeypatch
):
    one = state().need
    desk.take_case(one.pk, by=agent, now=NOW)
    there = hubs.open_hub("Night", area=MANCHESTER, phone="1", by=officer_of(MANCHESTER), now=NOW)
    theirs = holder("helpline-agent", Reach(areas=frozenset({MANCHESTER})), key="user:two")
    given = handing.offer_hand_over(one.pk, to_hub=there.pk, note="x", by=agent, now=NOW)
    handing.accept_hand_over(given.pk, by=theirs, now=NOW + HOUR)
    found = {at: queries.one_need(national().scope, one.pk, as_at=NOW + at * HOUR) for at in (0, 1, 2)}
    assert {at: (row.then_state, row.then_council) for at, row in found.items()} == {
        0: ("open", "Trafford"), 1: ("open", "Manchester"), 2: ("open", "Manchester")}  # fmt: skip
    monkeypatch.setattr(timezone, "now", lambda: NOW + 2 * HOUR)
    client = sign_in("helpline-agent", area=Area.objects.get(pk=MANCHESTER))
    page = client.get(reverse("support:need", args=[one.pk]))
    assert page.status_code == 200 and "E08000003" not in page.content.decode()
    listed = client.get(reverse("support:needs") + "?state=open&as_at=2020-04-20T11:30")
    assert one.reference in listed.content.decode()
    then = client.get(reverse("support:needs") + "?as_at=2020-04-20T10:30&format=csv")
    assert "Trafford" in b"".join(then.streaming_content).decode()


def test_a_level_is_called_what_the_file_of_the_need_calls_it(agent, sign_in, monkeypatch):
    """A later version may rename or drop a level: what was given stays readable."""
    one = state().need
    later = load_version_without(one.level)
    monkeypatch.setattr(triage, "BOOK", later)
    triage.triage_on.cache_clear()
    try:
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=30))
        client = sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD))
        for name in ("needs", "desk"):
            assert "Same day" in client.get(reverse(f"support:{name}")).content.decode()
        assert client.get(reverse("support:need", args=[one.pk])).status_code == 200
    finally:
        triage.triage_on.cache_clear()


def load_version_without(level):
    book = triage.BOOK
    first = book.versions[0]
    left = [one for one in first.values["levels"] if one["code"] != level]
    then = replace(first, version="2020-05-01", in_force_from=date(2020, 5, 1), values={"levels": left})
    return replace(book, versions=(*book.versions, then))
