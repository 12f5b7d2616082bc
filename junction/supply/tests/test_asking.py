"""Asking the emergency line: taken down whole, given its clocks, sent where it belongs; names apart."""

from datetime import date, timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.personal.models import PersonalValue
from junction.core.personal.operations import erase_expired
from junction.registry.models import Place
from junction.supply.models import Ask, EmergencyRequest, Order
from junction.supply.operations.asking import (
    CannotAskForHelp,
    NotForThisLine,
    UnknownItem,
    ask_for_help,
)
from junction.supply.queries.requests import need

from .desk import LANDLINE, NOW, desk, wanted

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def test_a_request_is_kept_whole_with_its_clocks(desk):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    assert (order.route, order.state, order.place) == ("emergency", "asked", desk.home)
    assert {(line.item.code, line.asked) for line in order.lines.all()} == {("masks", 200), ("gloves", 400)}
    ask = order.ask
    assert (ask.priority, ask.decide_by, ask.desk) == (1, NOW + timedelta(hours=1), None)
    assert order.needed_by == NOW + timedelta(hours=12)
    kept = order.emergency
    assert (kept.cover, kept.confirmed_cases, kept.contact_until) == (
        "under-24h",
        3,
        NOW + timedelta(hours=24),
    )
    assert kept.playbook == "emergency-line@2020-03-19"
    line = AuditEntry.objects.get(verb="supply.help.asked")
    assert (line.subject, line.detail["priority"]) == (f"order:{order.pk}", 1)


def test_what_is_personal_stands_apart_and_is_destroyed_in_time(desk):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    values = PersonalValue.objects.filter(kind__in=("name", "phone", "address"))
    assert {one.value for one in values} == {"Ann Carer", "07700 900123", "Bill Porter", "1 Ash Lane, Sale"}
    assert {one.retention_until for one in values} == {date(2020, 5, 18)}
    assert "Ann" not in str(list(EmergencyRequest.objects.values())) + str(list(AuditEntry.objects.values()))
    erase_expired(today=date(2020, 5, 18), by=desk.nation, now=NOW + timedelta(days=28))
    assert set(need(desk.manager.scope, order.pk).people.values()) == {"erased"}


def test_who_asked_is_told_by_text_or_letter_or_the_page_says_to_ring(desk):
    ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    ask_for_help(wanted(desk, email="ann@example.org"), by=desk.manager, now=NOW)
    silent = ask_for_help(wanted(desk, contact=LANDLINE), by=desk.manager, now=NOW)
    assert [message.channel for message in Message.objects.order_by("pk")] == ["sms", "email"]
    assert "decided by 11am" in Message.objects.first().context["said"]
    assert need(desk.manager.scope, silent.pk).told == []


def test_over_72_hours_goes_to_the_forum_with_the_reason_and_its_history(desk):
    sent = wanted(desk, cover="over-72h", instead="lrf-drop")
    first = ask_for_help(sent, by=desk.manager, now=NOW)
    first.refresh_from_db()
    assert (first.state, first.ask.outcome) == ("closed", "sent on")
    there = Order.objects.get(sent_on_from=first)
    assert (there.route, there.state, there.ask.desk) == ("lrf-drop", "asked", desk.forum)
    assert "72 hours" in there.why
    assert [line.asked for line in there.lines.order_by("id")] == [200, 400]
    assert "Local Resilience Forum" in Message.objects.get().context["said"]


def test_over_72_hours_without_a_route_is_refused_and_leaves_nothing(desk):
    with pytest.raises(NotForThisLine):
        ask_for_help(wanted(desk, cover="over-72h"), by=desk.manager, now=NOW)
    assert not Order.objects.exists()
    assert not PersonalValue.objects.exists()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [({"lines": {}}, CannotAskForHelp), ({"lines": {"masks": 0}}, CannotAskForHelp),
     ({"contact": "  "}, CannotAskForHelp), ({"cover": "plenty"}, CannotAskForHelp),
     ({"tried": ("magic",)}, CannotAskForHelp), ({"lines": {"unheard-of": 5}}, UnknownItem)],
)  # fmt: skip
def test_what_is_not_whole_is_refused(desk, change, refusal):
    with pytest.raises(refusal):
        ask_for_help(wanted(desk, **change), by=desk.manager, now=NOW)
    assert not Ask.objects.exists()


def test_a_call_taker_may_ask_for_any_home_and_others_only_for_their_own(desk):
    assert ask_for_help(wanted(desk, channel="phone"), by=desk.line, now=NOW).channel == "phone"
    with pytest.raises(Place.DoesNotExist):
        ask_for_help(wanted(desk), by=desk.stranger, now=NOW)
    with pytest.raises(Place.DoesNotExist):
        ask_for_help(wanted(desk), by=desk.lrf, now=NOW)


def test_who_may_not_order_for_the_place_sees_no_names(desk):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    assert need(desk.lrf.scope, order.pk).people == {}
    assert need(desk.officer.scope, order.pk).people["requester"] == "Ann Carer"
    with pytest.raises(Order.DoesNotExist):
        need(desk.stranger.scope, order.pk)
