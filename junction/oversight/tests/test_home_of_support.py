"""The home page says what waits in support to who sees to it; the first page leads to the open doors."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.scope import ANONYMOUS, Reach
from junction.registry.models import Area
from junction.support.operations.concerns import raise_concern
from junction.support.queries.today import support_today
from junction.support.tests.needs import ANSWERS, NOW, TRAFFORD, state
from tests.cast import holder, officer_of, other_officer

pytestmark = pytest.mark.django_db
OPEN_DOORS = ("help", "public-directory", "helplines", "volunteer-join", "make-offer", "check-letter")


def home(client) -> str:
    return client.get("/").content.decode()


def test_an_agent_sees_what_waits_and_what_is_late_and_who_is_in_danger(areas, sign_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    trafford = Area.objects.get(code=TRAFFORD)
    agent = sign_in("helpline-agent", area=trafford)
    assert "need something" not in home(agent).partition("Go to")[0]
    need = state().need
    state(answers={**ANSWERS, "danger": "yes"})
    page = home(agent)
    assert "1 need</a> of somebody in danger is open" in page and "Nobody has" in page
    assert "past its" not in page
    monkeypatch.setattr(timezone, "now", lambda: need.limit_at + timedelta(minutes=1))
    agent = sign_in("helpline-agent", area=trafford)
    assert "2 needs</a> are <strong>past their limit" in home(agent)
    other = Area.objects.get(code="E08000003")
    assert "in danger" not in home(sign_in("helpline-agent", area=other))
    assert "in danger" not in home(sign_in("region", area=Area.objects.get(code="E12000002")))


def test_worries_are_counted_for_those_who_see_to_them_only(areas):
    raise_concern("neglect", words="He is left alone", area=TRAFFORD, by=ANONYMOUS, now=NOW)

    def counted(who) -> int:
        return support_today(who.scope, own_key=who.key, now=NOW).worries

    reach = Reach(areas=frozenset({TRAFFORD}))
    assert counted(holder("helpline-agent", reach)) == counted(officer_of(TRAFFORD)) == 1
    assert counted(holder("support-partner", reach)) == counted(other_officer()) == 0


def test_who_sees_to_none_of_it_costs_no_statement(areas, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not support_today(ANONYMOUS.scope, own_key="", now=NOW)


def test_the_first_page_leads_to_every_door_that_needs_no_account(client, db):
    page = home(client)
    for name in OPEN_DOORS:
        address = reverse(f"support:{name}")
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
