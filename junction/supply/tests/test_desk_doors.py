"""Pages and API of the emergency line and the work board: what they show and what they refuse."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.ownership.queries import owner
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.supply.models import LineCall, Order
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.calls import CannotWriteDownCall, MayNotWriteDownCalls, Rung, write_down_calls
from junction.supply.operations.deciding import Decision, decide
from junction.supply.queries.line import figures_of_line
from tests.cast import user_who

from .desk import NOW, balance, desk, wanted

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
TYPED = {
    "cover": "under-24h", "requester": "Ann", "contact": "07700 900123", "receiver": "Bill",
    "address": "1 Ash Lane", "item-masks": "200", "tried": ["lrf"], "confirmed_cases": "2",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def order(desk):
    return ask_for_help(wanted(desk), by=desk.manager, now=NOW)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_manager_of_one_home_is_led_to_its_form_and_asks(desk, sign_in):
    client = sign_in("place-manager", place=desk.home)
    assert client.get(reverse("supply:choose-place"))["Location"].endswith(f"/{desk.home.pk}/")
    answer = client.post(reverse("supply:ask-for-help", args=[desk.home.pk]), TYPED, follow=True)
    shown = text_of(answer)
    order = Order.objects.get()
    assert f"Its number is {order.pk}" in shown
    assert "Waits for a decision at the national cell, by <strong>11am" in shown
    assert "Not tried: Own supplier, Wholesaler" in shown
    assert "Withdraw it" in shown
    assert "Open to decide" not in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [({"item-masks": ""}, "Enter how many"), ({"item-masks": "-1"}, "Masks must be a whole number"),
     ({"cover": "over-72h"}, "Select where it should go"), ({"contact": ""}, "Enter telephone number"),
     ({"email": "nobody"}, "enter an address such as name@example.com")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_box(desk, sign_in, change, said):
    client = sign_in("place-manager", place=desk.home)
    answer = client.post(reverse("supply:ask-for-help", args=[desk.home.pk]), TYPED | change)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Order.objects.exists()


def test_the_board_leads_to_the_order_and_the_order_is_decided(desk, order, sign_in):
    client = sign_in("national")
    shown = text_of(client.get(reverse("supply:work-board")))
    assert "P1 Ash House" in shown
    assert "Masks: 200; Gloves: 400" in shown
    page = reverse("supply:decide", args=[order.pk])
    assert "Ann Carer, 07700 900123" in text_of(client.get(page))
    masks = order.lines.get(item=desk.masks).pk
    refused = client.post(page, {"depot": desk.hub.pk, f"granted-{masks}": "150"})
    assert refused.status_code == 422
    assert "Select why less is granted" in text_of(refused)
    sent = {"depot": desk.hub.pk, f"granted-{masks}": "150", "reason-all": "not-enough-stock"}
    answer = client.post(page, sent, follow=True)
    assert "It is approved in part" in text_of(answer)
    assert "2 routes so far" in text_of(answer)
    assert balance(desk.hub, desk.masks) == 850
    assert client.get(page).status_code == 302  # it was decided


def test_too_little_at_the_depot_is_said_with_how_much_lacks(desk, order, sign_in):
    page = reverse("supply:decide", args=[order.pk])
    client = sign_in("national")
    answer = client.post(page, {"depot": desk.store.pk})
    assert answer.status_code == 422
    assert "The depot is short of" in text_of(answer)
    assert "too little" in text_of(client.get(page + f"?depot={desk.store.pk}"))
    assert "Select the depot it comes from" in text_of(client.post(page, {}))


def test_taking_handing_over_and_letting_go(desk, order, sign_in):
    client, colleague = sign_in("national"), user_who("national", email="kim@example.org")
    client.post(reverse("supply:take-order", args=[order.pk]))
    taken = owner("supply-order", order.pk)
    assert "You have it." in text_of(client.get(reverse("supply:decide", args=[order.pk])))
    page = reverse("supply:hand-over-order", args=[order.pk])
    assert client.post(page, {"to": colleague.key, "why": "", "expected": taken}).status_code == 422
    client.post(page, {"to": colleague.key, "why": "Off duty", "expected": taken})
    assert owner("supply-order", order.pk) == colleague.key
    client.post(reverse("supply:release-order", args=[order.pk]))
    assert "Nobody has it" in text_of(client.get(reverse("supply:work-board")))


def test_a_forum_decides_what_came_to_it_and_not_what_waits_at_the_nation(desk, order, sign_in):
    client = sign_in("lrf", area=desk.forum)
    assert client.get(reverse("supply:decide", args=[order.pk])).status_code == 404
    nothing = {line.pk: 0 for line in order.lines.all()}
    decide(order.pk, Decision(nothing, dict.fromkeys(nothing, "not-enough-stock")), by=desk.nation, now=NOW)
    rest = Order.objects.get(sent_on_from=order)
    assert f"{rest.pk}" in text_of(client.get(reverse("supply:work-board")))
    shown = text_of(client.get(reverse("supply:decide", args=[rest.pk])))
    assert "Has been to: Emergency line" in shown
    assert "From Forum store." in shown
    answer = client.post(
        reverse("supply:send-on", args=[rest.pk]), {"route": "portal", "why": "Open"}, follow=True
    )
    assert "3 routes so far" in text_of(answer)


def test_a_call_is_written_down_and_leads_to_the_request(desk, sign_in):
    client = sign_in("emergency-line")
    page = reverse("supply:emergency-line")
    assert "Not known" in text_of(client.get(page))
    led = client.post(page, {"waited": "45", "end": "answered"})["Location"]
    call = LineCall.objects.get()
    assert led.endswith(f"?call={call.pk}")
    client.post(reverse("supply:ask-for-help", args=[desk.home.pk]) + f"?call={call.pk}", TYPED)
    order = Order.objects.get()
    assert (order.channel, order.emergency.call) == ("phone", call)
    client.post(page, {"waited": "700", "end": "given-up"})
    shown = text_of(client.get(page))
    assert "11 min" in shown
    assert "50.0" in shown
    assert f"request {order.pk}" in shown
    assert client.post(page, {"waited": "soon", "end": "answered"}).status_code == 422


def test_a_call_told_twice_by_the_telephone_system_is_one(desk):
    rings = Rung(NOW, reference="t-1")
    first = write_down_calls([rings], by=desk.line, now=NOW)
    again = write_down_calls([Rung(NOW, answered_at=NOW, reference="t-1")], by=desk.line, now=NOW)
    assert first == again
    assert figures_of_line(desk.nation.scope, hours=1, now=NOW).answered == 1
    assert figures_of_line(desk.lrf.scope, hours=1, now=NOW).calls == 0
    for wrong in ([], [Rung(NOW, answered_at=NOW, given_up_at=NOW)]):
        with pytest.raises(CannotWriteDownCall):
            write_down_calls(wrong, by=desk.line, now=NOW)
    with pytest.raises(MayNotWriteDownCalls):
        write_down_calls([rings], by=desk.lrf, now=NOW)


def test_the_api_takes_a_request_once_and_tells_its_history(desk, client):
    ApiToken.objects.create(
        organisation=desk.group, name="t", sha256=hash_of("secret"), role="head-office", created_at=NOW,
        created_by="system:test", expires_at=NOW.replace(year=2090),
    )  # fmt: skip
    bearer = {"HTTP_AUTHORIZATION": "Bearer secret", "content_type": "application/json"}
    sent = {
        "place_id": desk.home.pk, "cover": "over-72h", "instead": "lrf-drop", "items": {"masks": 50},
        "requester": "Ann", "contact": "0161 496 0001", "receiver": "Bill", "address": "1 Ash Lane",
    }  # fmt: skip
    path = "/api/v1/supply/emergency-requests"
    answers = [
        client.post(path, json.dumps(sent), HTTP_IDEMPOTENCY_KEY="k", **bearer).json() for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert [step["outcome"] for step in answers[0]["steps"]] == ["sent on", ""]
    assert [step["route"] for step in answers[0]["steps"]] == ["emergency", "lrf-drop"]
    read = client.get(f"{path}/{answers[0]['number']}", **bearer).json()
    assert read["steps"][1]["lines"][0]["asked"] == 50
    wrong = client.post(path, json.dumps(sent | {"cover": "x"}), HTTP_IDEMPOTENCY_KEY="l", **bearer)
    assert wrong.status_code == 422
