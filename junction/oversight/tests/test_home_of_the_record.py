"""The home page says what plans still want of one, which actions one has, and which asks wait."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from junction.assurance.tests.plans import MANCHESTER, TRAFFORD, one_of, plan, say
from junction.core.ownership.operations import take
from junction.oversight.queries.home import today
from junction.record.models import Action, Ask
from junction.record.operations.writing import Question, Task, Where, write_action, write_ask
from junction.registry.models import Area
from tests.cast import administrator, manager_of, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def action(areas, now) -> Action:
    said = Task("Ring the homes by the river", now.date(), until_on=now.date() - timedelta(days=2))
    said = Task(said.words, date(2020, 4, 1), until_on=said.until_on)
    return write_action(said, Where(TRAFFORD), by=officer_of(TRAFFORD), now=now)


@pytest.fixture
def ask(areas, now) -> Ask:
    said = Question("Who delivers tonight?", "Sam", now - timedelta(hours=30), to="The office")
    return write_ask(said, Where(TRAFFORD), by=officer_of(TRAFFORD), now=now)


def page(client) -> str:
    return client.get("/").content.decode()


def test_an_officer_sees_what_their_council_has_not_answered_and_how_much_is_late(areas, sign_in, now):
    asked = plan(now=now - timedelta(days=1))
    first, *_ = asked.requirements.order_by("number")
    first_said = page(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    assert "Trafford has not answered" in first_said and "4 requirements" in first_said
    say(one_of(asked, first.ref), now=now)
    (left,) = today(officer_of(TRAFFORD).scope, own_key="user:x", now=now).plans
    assert (left.party.name, left.missing, left.late) == ("Trafford", 3, 0)
    later = now + timedelta(days=400)
    (late,) = today(officer_of(TRAFFORD).scope, own_key="user:x", now=later).plans
    assert late.late == 1  # of two with a day one is answered
    (other,) = today(officer_of(MANCHESTER).scope, own_key="user:x", now=now).plans
    assert other.missing == 4


def test_who_answers_for_nobody_sees_no_plan(areas, now):
    plan(now=now - timedelta(days=1))
    assert today(administrator().scope, own_key="user:x", now=now).plans == []
    assert today(manager_of().scope, own_key="user:x", now=now).plans == []


def test_late_actions_of_nobody_are_shown_until_somebody_has_them(action, sign_in, now):
    trafford = Area.objects.get(code=TRAFFORD)
    client = sign_in("council-officer", area=trafford)
    assert "Nobody has" in page(client) and "1 late action" in page(client)
    key = f"user:{client.session['_auth_user_id']}"
    take(("record-action", action.pk), owner=key, by=officer_of(TRAFFORD), now=now)
    said = page(client)
    assert "You have" in said and "1 open action" in said and "1 late" in said and "Nobody has" not in said
    mine = client.get("/record/actions/?owner=me").content.decode()
    assert "Ring the homes by the river" in mine
    other = sign_in("council-officer", area=Area.objects.get(code=MANCHESTER))
    assert "action" not in page(other).split("Go to")[0]


def test_an_ask_that_waits_too_long_is_shown_where_it_is_theirs_only(ask, sign_in):
    said = page(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)))
    assert "1 ask" in said and "waits too long" in said and "?state=alert" in said
    assert "waits too long" not in page(sign_in("council-officer", area=Area.objects.get(code=MANCHESTER)))
    assert "waits too long" not in page(sign_in("administrator"))
