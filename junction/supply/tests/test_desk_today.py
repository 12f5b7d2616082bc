"""What the home page says of the desk: how much waits, what is late, what nobody has; one statement."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.scope import ANONYMOUS
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.deciding import send_on
from junction.supply.operations.offers import Offered, take_in_offer
from junction.supply.operations.problems import Shortage, report_shortage
from junction.supply.queries.today import DeskToday, desk_today

from .desk import NOW, desk, wanted

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def work(desk):
    ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    other = ask_for_help(wanted(desk, cover="over-2-days"), by=desk.manager, now=NOW)
    send_on(other.pk, route="lrf-drop", why="Near", by=desk.nation, now=NOW)
    report_shortage(
        Shortage("No gowns", "out", desk.council.code, "lrf", {"masks": None}), by=desk.officer, now=NOW
    )
    take_in_offer(Offered("make", "Gowns Ltd", "Jo", "jo@gowns.example", "Gowns"), by=ANONYMOUS, now=NOW)


def test_each_desk_is_told_of_its_own(desk, work, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert desk_today(desk.nation.scope, now=LATER) == DeskToday(2, 1, 1, 1)
    assert desk_today(desk.lrf.scope, now=LATER) == DeskToday(1, 0, 1, 0)
    assert not desk_today(desk.stranger.scope, now=LATER)
    with django_assert_num_queries(0):
        assert not desk_today(desk.manager.scope, now=LATER)


def test_the_home_page_says_so(desk, work, sign_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    shown = " ".join(sign_in("national").get(reverse("oversight:home")).content.decode().split())
    assert "2 requests</a> wait for a decision, <strong>1 late</strong>" in shown
    assert "1 supply problem" in shown
    assert "1 offer<" in shown
    assert "Supplies</h2>" not in sign_in("place-manager", place=desk.home).get("/").content.decode()
