"""Needs as at a moment: the list, the page and its history show what was so then, to the minute."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.registry.models import Area
from junction.support.operations import settling
from junction.support.queries import needs as queries
from junction.support.tests.needs import ANSWERS, NOW, TRAFFORD, state
from tests.cast import holder, national

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
COMING = {**ANSWERS, "asked": "coming"}  # the class "met", whose code is a state's too


@pytest.fixture
def agent(areas):
    from junction.core.scope import Reach

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


def test_whom_to_ring_back_is_listed_with_the_share_and_its_interval(agent, sign_in, monkeypatch):
    calm = {**ANSWERS, "changed": "nothing-yet", "runs-out": "later"}
    made = [state(answers=calm).need for _ in range(40)]
    drawn = [one for one in made if one.call_back_on]
    assert len(drawn) > 2
    settling.ring_back(drawn[0].pk, need_class="actual", by=agent, now=NOW)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page = sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD)).get(reverse("support:call-backs"))
    text = page.content.decode()
    assert page.status_code == 200 and drawn[1].reference in text and drawn[0].reference not in text
    assert "100%" in text and "21% to 100%" in text
