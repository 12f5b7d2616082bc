"""Orders by machine: the same answer to the same key, problems that say what to do, many at once."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from junction.core.idempotency.models import IdempotencyKey
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.tests.factories import OrganisationFactory, PlaceFactory
from junction.supply.api import orders as door
from junction.supply.models import Account, Act, Balance, Depot, Item, Lot, Movement, Order, Pack, Used
from junction.supply.operations import accounts, ledger
from tests.cast import national

URL = "/api/v1/supply/orders"
NOW = datetime(2020, 10, 14, 9, 0, tzinfo=UTC)
SECRET = "a-secret"


@pytest.fixture
def home(db, monkeypatch):
    """A home run by a group with a token; a thousand masks at the hub; the clock stands."""
    monkeypatch.setattr(door.timezone, "now", lambda: NOW)
    group = OrganisationFactory()
    ApiToken.objects.create(
        sha256=hash_of(SECRET), organisation=group, name="t", role="head-office", created_at=NOW,
        created_by="x", expires_at=NOW + timedelta(days=5),
    )  # fmt: skip
    item = Item.objects.create(
        code="masks", name="Masks", base_unit="mask", plural_unit="masks", category="PPE", measure="masks"
    )
    Pack.objects.create(item=item, name="Box of 50", quantity=50, is_orderable=True)
    hub = Depot.objects.create(code="hub", kind="hub", name="Hub", opened_on=NOW.date())
    supplier = accounts.account_of(Account.Kind.SUPPLIER, organisation_id=OrganisationFactory().pk)
    lot = Lot.objects.create(item=item, number="L", recorded_at=NOW)
    shelf = accounts.accounts_of(hub)[Account.Kind.AVAILABLE]
    moves = [ledger.Move(item.pk, 1_000, supplier.pk, shelf.pk, Act.RECEIVE, lot_id=lot.pk)]
    ledger.post(moves, by=national(), now=NOW)
    return PlaceFactory(registration__organisation=group)


@pytest.fixture
def send(client):
    def post(body, *, key="k", url=URL, secret=SECRET):
        headers = {"HTTP_IDEMPOTENCY_KEY": key, "HTTP_AUTHORIZATION": f"Bearer {secret}"}
        return client.post(url, json.dumps(body), content_type="application/json", **headers)

    return post


@pytest.fixture
def read(client):
    return lambda path: client.get(f"/api/v1/supply{path}", HTTP_AUTHORIZATION=f"Bearer {SECRET}")


def order_of(home, quantity=100, item="masks"):
    return {"place_id": home.pk, "lines": [{"item": item, "quantity": quantity}]}


def test_an_order_is_answered_once_and_the_same_again(home, send):
    first = send(order_of(home))
    assert first.status_code == 201, first.content
    again = send(order_of(home))
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    assert Order.objects.count() == 1 and Order.objects.get().channel == "api"
    assert IdempotencyKey.objects.get().caller == f"token:{ApiToken.objects.get().pk}"


def test_a_key_used_for_another_request_is_refused(home, send):
    send(order_of(home))
    second = send(order_of(home, 150))
    assert (second.status_code, second.json()["title"]) == (422, "Key used for another request")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"lines": [{"item": "masks", "quantity": 0}]}, 422),
        ({"lines": []}, 422),
        ({"lines": [{"item": "masks", "quantity": 1}, {"item": "masks", "quantity": 2}]}, 422),
        ({"lines": [{"item": "unheard-of", "quantity": 1}]}, 422),
        ({"lines": [{"item": "mas\u0000ks", "quantity": 1}]}, 422),
        ({"place_id": 0, "lines": [{"item": "masks", "quantity": 1}]}, 404),
    ],
)
def test_what_cannot_be_ordered_is_a_problem_that_says_so(home, send, body, status):
    answer = send({"place_id": home.pk} | body)
    assert answer.status_code == status and answer.headers["Content-Type"] == "application/problem+json"
    assert not Order.objects.exists() and not IdempotencyKey.objects.exists()


def test_who_is_not_known_or_sends_no_key_is_told(home, send):
    assert send(order_of(home), secret="made-up").status_code == 401
    assert send(order_of(home), key="").status_code == 400
    assert send(order_of(PlaceFactory())).status_code == 404


def test_who_keeps_guessing_is_not_heard_any_more(home, send, monkeypatch):
    from junction.core.http.limits import Bucket, FailureLimit

    monkeypatch.setattr(door.token, "failures", FailureLimit(Bucket(a_minute=1, burst=2)))
    assert [send(order_of(home), secret="made-up").status_code for _ in range(4)] == [401, 401, 429, 429]


def test_many_at_once_say_what_became_of_each(home, send):
    elsewhere = PlaceFactory()
    body = {"orders": [order_of(home), order_of(elsewhere), order_of(home, item="unheard-of")]}
    answer = send(body, url=f"{URL}/bulk").json()
    assert (answer["placed"], answer["refused"]) == (1, 2)
    assert [one["problem"] for one in answer["items"]] == ["", "no-such-place", "unknown-item"]
    assert answer["items"][0]["order"]["lines"][0]["granted"] == 100


def test_orders_and_the_allowance_can_be_read(home, send, read):
    made = send(order_of(home, 300)).json()
    assert read(f"/orders/{made['id']}").json()["state"] == "reserved"
    assert [one["id"] for one in read(f"/places/{home.pk}/orders").json()] == [made["id"]]
    allowance = read(f"/places/{home.pk}/allowance").json()
    assert allowance["may_order"] and allowance["band"] == "Home of 25 to 49 beds"
    assert allowance["allowances"] == [
        {"item": "masks", "unit": "mask", "pack": 50, "allowed": 1_200, "had": 300, "left": 900}
    ]
    assert read(f"/places/{PlaceFactory().pk}/allowance").status_code == 404
    assert read("/orders/0").status_code == 404


def test_a_cancelled_order_gives_stock_and_allowance_back(home, send):
    made = send(order_of(home, 300)).json()
    url = f"{URL}/{made['id']}/cancel"
    answer = send({}, key="c", url=url)
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    held = Balance.objects.filter(account__depot__isnull=False).values_list("quantity", flat=True)
    assert sorted(held) == [0, 1_000]
    assert Used.objects.get().granted == 0
    assert list(Movement.objects.exclude(act="receive").values_list("act", "quantity")) == [
        ("reserve", 300), ("release", 300),
    ]  # fmt: skip
    again = send({}, key="c2", url=url)
    assert (again.status_code, again.json()["title"]) == (409, "Cannot cancel")
    Order.objects.update(state="picking")
    assert send({}, key="c3", url=url).status_code == 409
    assert send({}, key="c4", url=f"{URL}/0/cancel").status_code == 404


def test_a_line_with_its_unit_becomes_base_units(home, send):
    item = Item.objects.get(code="masks")
    Pack.objects.create(item=item, name="Pair", quantity=2)

    def ask(quantity, unit, key, url=URL):
        order = {"place_id": home.pk, "lines": [{"item": "masks", "quantity": quantity, "unit": unit}]}
        return send(order if url == URL else {"orders": [order]}, key=key, url=url)

    assert ask(2, "box of 50", "a").json()["lines"][0]["asked"] == 100
    assert ask(25, "pairs", "b").json()["lines"][0]["asked"] == 50
    assert ask(50, "masks", "c").json()["lines"][0]["asked"] == 50
    many = ask(1, "Box of 50", "d", URL + "/bulk").json()
    assert many["items"][0]["order"]["lines"][0]["asked"] == 50
    wrong = ask(1, "crate", "e")
    assert wrong.status_code == 422 and "“crate” is no way to count masks" in wrong.json()["detail"]
    unknown = send({"place_id": home.pk, "lines": [{"item": "x", "quantity": 1, "unit": "pair"}]}, key="f")
    assert unknown.status_code == 422 and "no item “x”" in unknown.json()["detail"]
    assert ask(1, "pair", "g").status_code == 201
    stranger = send({"place_id": home.pk, "lines": [{"item": "masks", "quantity": 1, "unit": "pair"}]},
                    key="h", secret="none")  # fmt: skip
    assert stranger.status_code == 401
