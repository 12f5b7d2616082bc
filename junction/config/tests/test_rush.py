"""The short way of orders by API answers as the ordinary way does, and hands on whatever is not plain."""

import json

import pytest
from django.test import Client

from junction.config import rush
from junction.core.http.limits import Bucket
from junction.registry.tests.factories import PlaceFactory
from junction.supply.api import orders
from junction.supply.models import Order
from junction.supply.tests.test_order_api import SECRET, URL, home, order_of

__all__ = ["home"]  # the fixture


@pytest.fixture
def ways(settings):
    """Two clients: by the ordinary way alone, and by the short way, which has learnt its headers."""
    ordinary = Client()
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "rush" not in one]
    ordinary.get("/health/live")  # builds its chain of middleware
    settings.MIDDLEWARE = [
        settings.MIDDLEWARE[0],
        "junction.config.rush.rush_middleware",
        *settings.MIDDLEWARE[1:],
    ]
    return ordinary, Client()


def send(client, body, *, key, secret=SECRET, **more):
    sent = body if isinstance(body, str) else json.dumps(body)
    headers = {"HTTP_IDEMPOTENCY_KEY": key, "HTTP_AUTHORIZATION": f"Bearer {secret}"} | more
    return client.post(URL, sent, content_type="application/json", **headers)


def told(response):
    """What is compared; the policy of content says the same in any order."""
    headers = dict(response.headers)
    policy = sorted(headers.pop("Content-Security-Policy", "").split("; "))
    return response.status_code, response.content, policy, sorted(headers.items())


def test_an_answer_by_the_short_way_is_the_ordinary_one_with_its_headers(home, ways, monkeypatch):
    ordinary, short = ways
    answered = []

    def place_plain_order(request):
        answered.append(plain := placing(request))
        return plain

    placing = rush.place_plain_order
    monkeypatch.setattr(rush, "place_plain_order", place_plain_order)
    first = send(ordinary, order_of(home, 50), key="a")
    assert told(send(short, order_of(home, 50), key="a")) == told(send(ordinary, order_of(home, 50), key="a"))
    new = send(short, order_of(home, 50), key="b")  # the headers are learnt by the first answer
    assert (new.status_code, new.json()["state"]) == (201, "reserved")
    again = send(short, order_of(home, 50), key="b")
    assert told(again) == told(send(ordinary, order_of(home, 50), key="b"))
    assert sorted(new.headers) == sorted(first.headers)
    assert new.resolver_match.view_name == first.resolver_match.view_name
    assert Order.objects.count() == 2
    assert len(answered) >= 2 and all(answered)  # they did come by the short way


@pytest.mark.parametrize(
    "odd",
    [
        {"body": "no json"},
        {"body": {"lines": []}},
        {"secret": "made-up"},
        {"key": ""},
        {"key": "two words"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"HTTP_HOST": "elsewhere.example"},
    ],
)
def test_what_is_not_plain_is_said_by_the_ordinary_way(home, ways, odd):
    ordinary, short = ways
    send(short, order_of(home, 50), key="first")
    asked = {"body": order_of(home, 100), "key": "odd"} | odd
    answers = [send(client, **asked) for client in (ordinary, short)]
    assert [one.status_code for one in answers] == [answers[0].status_code] * 2
    assert answers[0].status_code == (201 if odd.get("key") == "two words" else answers[0].status_code)
    assert answers[0].headers["Content-Type"] == answers[1].headers["Content-Type"]
    assert Order.objects.count() == (2 if answers[0].status_code == 201 else 1)


def test_a_place_out_of_reach_and_a_limit_are_said_by_the_ordinary_way(home, ways, monkeypatch):
    _, short = ways
    send(short, order_of(home, 50), key="first")
    assert send(short, order_of(PlaceFactory(), 50), key="out").status_code == 404
    monkeypatch.setattr(orders.limit, "bucket", Bucket(a_minute=1, burst=1))
    assert [send(short, order_of(home, 50), key=key).status_code for key in "xyz"] == [201, 429, 429]


REFUSED = {
    "out of reach": ({}, 404),
    "unknown item": ({"item": "visors"}, 422),
    "unknown token": ({"secret": "made-up"}, 401),
    "a key of another request": ({"key": "first"}, 422),
    "a role that may not order": ({"role": "hospital-discharge"}, 403),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_is_judged_once_counts_once_and_is_the_ordinary_one(home, ways, monkeypatch, what):
    from junction.people.models import ApiToken

    ordinary, short = ways
    send(short, order_of(home, 50), key="first")
    said, status = REFUSED[what]
    place = PlaceFactory() if what == "out of reach" else home
    if role := said.get("role"):
        ApiToken.objects.update(role=role)
    sent = {"key": said.get("key", "k"), "secret": said.get("secret", SECRET)}
    body = order_of(place, 100, item=said.get("item", "masks"))
    asked, counted = [], []
    batch, wait = orders.batcher.ask, Bucket.wait
    monkeypatch.setattr(orders.batcher, "ask", lambda one: asked.append(one) or batch(one))
    monkeypatch.setattr(Bucket, "wait", lambda self, caller: counted.append(self) or wait(self, caller))
    answers = []
    for client in (ordinary, short):
        asked.clear(), counted.clear()
        answers.append(told(send(client, body, **sent)))
        assert len(asked) == 1 and counted.count(orders.limit.bucket) == 1
        assert counted.count(orders.token.failures.bucket) == (status == 401)
    assert answers[0] == answers[1] and answers[0][0] == status
    assert Order.objects.count() == 1


def test_a_database_that_is_away_is_waited_for_once(home, ways, monkeypatch):
    from django.db import OperationalError

    _, short = ways
    send(short, order_of(home, 50), key="first")
    asked = []

    def away(one):
        asked.append(one)
        raise OperationalError("away")

    monkeypatch.setattr(orders.batcher, "ask", away)
    assert send(short, order_of(home, 50), key="k").status_code == 503 and len(asked) == 1


def test_the_short_way_stands_first_after_what_measures(settings):
    where = [one.rpartition(".")[2] for one in settings.MIDDLEWARE]
    assert where.index(rush.rush_middleware.__name__) == where.index("observing_middleware") + 1
