"""The desk, hubs, aid and depots by machine: the same operations, done once for their key."""

import json

import pytest
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.registry.tests.factories import AreaFactory, OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Aid, Consignment, Depot, Order, Problem, Recipient
from junction.supply.operations.accounts import account_of
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.offers import Offered, take_in_offer
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import manager_of

from .desk import NOW, balance, bring, desk, wanted

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stands(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def call(client, monkeypatch):
    """Call as any actor of the cast: the token is looked up elsewhere, and tested there."""
    keys = iter(range(10_000))

    def ask(actor, path, body=None, *, key=None):
        monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda self, token: actor)
        url, headers = f"/api/v1/supply/{path}", {"HTTP_AUTHORIZATION": "Bearer token"}
        if body is None:
            return client.get(url, **headers)
        headers["HTTP_IDEMPOTENCY_KEY"] = key or f"key-{next(keys)}"
        return client.post(url, json.dumps(body), content_type="application/json", **headers)

    return ask


def test_a_shortage_is_reported_once_owned_and_closed(desk, call):
    sent = {"title": "No gowns", "severity": "out", "area": desk.council.code, "to": "lrf",
            "items": {"aprons": None, "gloves": 500}}  # fmt: skip
    made = call(desk.officer, "problems", sent, key="one")
    assert made.status_code == 201, made.content
    again = call(desk.officer, "problems", sent, key="one")
    assert again.content == made.content and again["Idempotency-Replayed"] == "true"
    number = made.json()["id"]
    assert Problem.objects.get().channel == "api"
    assert {one["item"]: one["quantity"] for one in made.json()["items"]} == {"aprons": None, "gloves": 500}
    refused = call(desk.lrf, f"problems/{number}/close", {"outcome": "supplied", "why": "Sent"})
    assert refused.status_code == 409 and "Take it first" in refused.json()["detail"]
    assert call(desk.lrf, f"problems/{number}/take", {}).json() == {"id": number}
    closed = call(desk.lrf, f"problems/{number}/close", {"outcome": "supplied", "why": "Sent"}).json()
    assert closed["is_mine"] and closed["closed_at"] and closed["outcome"] == "supplied"
    assert call(desk.officer, "problems?state=open").json()["items"] == []
    (listed,) = call(desk.officer, "problems?state=closed").json()["items"]
    assert listed["has_owner"] and not listed["is_mine"]
    assert call(desk.stranger, f"problems/{number}").status_code == 404
    assert call(desk.stranger, "problems").json()["items"] == []
    assert call(desk.manager, "problems", sent).status_code == 403
    elsewhere = call(desk.officer, "problems", sent | {"area": AreaFactory().code})
    assert elsewhere.status_code == 403
    assert call(desk.officer, "problems", sent | {"severity": "x"}).status_code == 422


def test_a_problem_is_handed_over_with_a_reason_from_whom_one_thinks(desk, call):
    sent = {
        "title": "No gowns",
        "severity": "out",
        "area": desk.council.code,
        "to": "lrf",
        "items": {"aprons": None},
    }
    number = call(desk.officer, "problems", sent).json()["id"]
    to = {"to": desk.lrf.key, "why": "My shift ends"}
    nobodys = call(desk.lrf, f"problems/{number}/hand-over", to)
    assert nobodys.status_code == 409 and "Nobody has this now" in nobodys.json()["detail"]
    call(desk.lrf, f"problems/{number}/take", {})
    stale = call(desk.lrf, f"problems/{number}/hand-over", to | {"expected": "user:999"})
    assert stale.status_code == 409
    assert call(desk.lrf, f"problems/{number}/hand-over", to).json() == {"id": number}
    assert call(desk.lrf, f"problems/{number}/hand-over", to | {"to": "user:999"}).status_code == 422
    assert call(desk.stranger, f"problems/{number}/hand-over", to).status_code in (403, 404)


def test_lists_come_page_by_page(desk, call):
    for number in range(3):
        sent = {"title": f"No {number}", "severity": "out", "area": desk.council.code, "to": "nation",
                "items": {"gloves": 1}}  # fmt: skip
        call(desk.officer, "problems", sent)
    first = call(desk.officer, "problems?limit=2").json()
    last = call(desk.officer, f"problems?limit=2&before={first['next_before']}").json()
    titles = [one["title"] for one in first["items"] + last["items"]]
    assert titles == ["No 2", "No 1", "No 0"] and last["next_before"] is None


def test_an_offer_is_checked_and_answered_at_the_nations_desk_without_names(desk, call):
    offered = Offered(kind="make", company="Gowns Ltd", name="Jo", email="jo@gowns.example", what="Gowns")
    number = take_in_offer(offered, by=desk.nation, now=NOW).pk
    assert call(desk.officer, "offers").status_code == 403
    told = call(desk.nation, f"offers/{number}")
    assert told.json()["company"] == "Gowns Ltd" and "jo@" not in told.content.decode()
    answer = {"answer": "declined", "told": "We have enough"}
    assert call(desk.nation, f"offers/{number}/answer", answer).status_code == 409
    call(desk.nation, f"offers/{number}/take", {})
    code = told.json()["checks"][0]["code"]
    looked = call(desk.nation, f"offers/{number}/checks/{code}", {"result": "passed"}).json()
    assert {"code": code, "result": "passed", "note": ""} in looked["checks"]
    assert call(desk.nation, f"offers/{number}/checks/x", {"result": "passed"}).status_code == 422
    assert call(desk.nation, f"offers/{number}/answer", answer).json()["answer"] == "declined"
    assert call(desk.nation, "offers?answer=open").json()["items"] == []


def test_what_waits_is_decided_line_by_line(desk, call):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    (waiting,) = call(desk.nation, "desk").json()["items"]
    assert (waiting["order_id"], waiting["desk"], waiting["outcome"]) == (order.pk, None, "")
    assert call(desk.officer, "desk").json()["items"] == []
    sent = {"depot_id": desk.hub.pk, "lines": [{"item": "masks", "granted": 100}]}
    wrong = call(desk.nation, f"desk/{order.pk}/decision", sent)
    assert wrong.status_code == 422 and wrong.json()["items"] == {"masks": "Select why less is granted"}
    sent["lines"][0]["reason"] = "not-enough-stock"
    assert call(desk.officer, f"desk/{order.pk}/decision", sent).status_code == 404
    assert call(desk.manager, f"desk/{order.pk}/decision", sent).status_code == 403
    strange = sent | {"lines": [{"item": "aprons", "granted": 1}]}
    assert call(desk.nation, f"desk/{order.pk}/decision", strange).status_code == 422
    done = call(desk.nation, f"desk/{order.pk}/decision", sent, key="d")
    assert done.json() == {
        "order_id": order.pk, "outcome": "in part", "granted": {"masks": 100, "gloves": 400},
    }  # fmt: skip
    assert call(desk.nation, f"desk/{order.pk}/decision", sent, key="d").content == done.content
    assert call(desk.nation, f"desk/{order.pk}/decision", sent).status_code == 409
    assert balance(desk.hub, desk.masks, Account.Kind.RESERVED) == 100


def test_a_request_is_withdrawn_by_who_asked(desk, call):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    path = f"emergency-requests/{order.pk}/withdraw"
    assert call(desk.stranger, path, {"why": "x"}).status_code == 404
    assert call(desk.manager, path, {"why": "It came"}).json() == {"id": order.pk}
    assert Order.objects.get(pk=order.pk).state == "cancelled"


def test_an_order_is_picked_sent_taken_in_and_corrected(desk, call):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    call(desk.nation, f"desk/{order.pk}/decision", {"depot_id": desk.hub.pk})
    (listed,) = call(desk.nation, "depots/hub/to-pick").json()["items"]
    assert [one["left"] for one in listed["lines"]] == [200, 400]
    assert call(desk.officer, "depots/hub/to-pick").status_code == 404
    assert call(desk.manager, "depots/hub/to-pick").status_code == 403
    picked = call(desk.nation, "depots/hub/picks", {"order_ids": [order.pk]}, key="p")
    assert picked.status_code == 201, picked.content
    assert call(desk.nation, "depots/hub/picks", {"order_ids": [order.pk]}, key="p").content == picked.content
    (one,) = picked.json()["items"]
    again = call(desk.nation, "depots/hub/picks", {"order_ids": [order.pk]})
    assert again.status_code == 409 and Consignment.objects.count() == 1
    back = call(desk.nation, f"consignments/{one['id']}/unpick", {"why": "Wrong pallet"})
    assert back.json()["state"] == "cancelled"
    (one,) = call(desk.nation, "depots/hub/picks", {"order_ids": [order.pk]}).json()["items"]
    off = {"consignment_ids": [one["id"]], "carrier": "Post", "tracking": "T1"}
    (sent,) = call(desk.nation, "depots/hub/dispatches", off).json()["items"]
    assert (sent["state"], sent["tracking"]) == ("dispatched", "T1")
    assert call(desk.stranger, f"consignments/{one['id']}").status_code == 404
    whole = call(desk.manager, f"consignments/{one['id']}").json()
    masks = next(line for line in whole["lines"] if line["item"] == "masks")
    word = {"line_id": masks["line_id"], "received": 190, "reason": "broken"}
    assert call(desk.stranger, f"consignments/{one['id']}/arrival", {}).status_code == 404
    unsaid = {"lines": [word | {"reason": ""}]}
    assert call(desk.manager, f"consignments/{one['id']}/arrival", unsaid).status_code == 422
    came = call(desk.manager, f"consignments/{one['id']}/arrival", {"lines": [word], "received_by": "Anna"})
    assert came.json()["state"] == "disputed" and "Anna" not in came.content.decode()
    word |= {"received": 200, "reason": ""}
    fixed = {"lines": [word], "why": "A box was behind the door"}
    assert call(desk.manager, f"consignments/{one['id']}/correction", fixed).json()["state"] == "delivered"
    other = {"lines": [{"line_id": 0, "received": 1}], "why": "x"}
    assert call(desk.manager, f"consignments/{one['id']}/correction", other).status_code == 422
    at_home = account_of(Account.Kind.AT_PROVIDER, place_id=desk.home.pk)
    assert at_home.balances.get(item=desk.masks).quantity == 200
    assert_ledger_is_balances()


def test_what_differs_is_answered_by_the_depot(desk, call):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    call(desk.nation, f"desk/{order.pk}/decision", {"depot_id": desk.hub.pk})
    (one,) = call(desk.nation, "depots/hub/picks", {"order_ids": [order.pk]}).json()["items"]
    call(desk.nation, "depots/hub/dispatches", {"consignment_ids": [one["id"]], "carrier": "Post"})
    line = call(desk.manager, f"consignments/{one['id']}").json()["lines"][0]
    word = {"line_id": line["line_id"], "received": 0, "reason": "not-there"}
    call(desk.manager, f"consignments/{one['id']}/arrival", {"lines": [word]})
    (found,) = call(desk.nation, "discrepancies").json()["items"]
    assert found["missing"] == line["quantity"] and call(desk.lrf, "discrepancies").json()["items"] == []
    path, said = f"discrepancies/{found['id']}/answer", {"outcome": "lost", "answer": "Rain in the van"}
    assert call(desk.lrf, path, said).status_code == 403
    assert call(desk.nation, path, said | {"outcome": "corrected"}).status_code == 422
    assert call(desk.nation, path, said).json()["state"] == "delivered"
    assert call(desk.nation, path, said).status_code == 409


def test_aid_is_offered_accepted_and_received(desk, call):
    home = PlaceFactory(
        name="Elm House", area=AreaFactory(), registration__organisation=OrganisationFactory()
    )
    number, manager = home.registrations.get().identifier, manager_of(home)
    sent = {"giver_id": desk.home.pk, "taker": number, "items": {"masks": 60}}
    made = call(desk.manager, "aid", sent)
    assert made.status_code == 201, made.content
    path = f"aid/{made.json()['id']}"
    assert call(desk.stranger, path).status_code == 404
    assert call(desk.manager, f"{path}/answer", {"step": "accept"}).status_code == 403
    assert call(manager, f"{path}/answer", {"step": "accept"}).json()["state"] == "reserved"
    assert call(manager, f"{path}/answer", {"step": "accept"}).status_code == 409
    assert call(manager, f"{path}/receipt", {"items": {"masks": 61}}).status_code == 422
    assert call(manager, f"{path}/receipt", {"items": {"gloves": 1}}).status_code == 422
    came = call(manager, f"{path}/receipt", {"items": {"masks": 50}}).json()
    assert (came["state"], came["lines"][0]["received"]) == ("delivered", 50)
    assert [one["id"] for one in call(manager, "aid").json()["items"]] == [Aid.objects.get().pk]
    assert call(desk.stranger, "aid").json()["items"] == []


def test_a_hub_supplies_somebody_without_telling_names(desk, call):
    store = Depot.objects.create(code="c", kind="council", name="Store", area=desk.council,
                                 opened_on=NOW.date())  # fmt: skip
    body = OrganisationFactory(kind="council", area=desk.council)
    bring(desk, store, masks=50)
    person = {"council": desk.council.code, "name": "Pat Helper", "contact": "0161 496 0009",
              "eligibility": "direct-payment", "evidence": "Letter"}  # fmt: skip
    assert call(desk.manager, "recipients", person).status_code == 403
    assert call(desk.stranger, "recipients", person).status_code == 422
    made = call(desk.officer, "recipients", person)
    assert made.status_code == 201 and "Pat" not in made.content.decode()
    number = Recipient.objects.get().pk
    issue = {"depot_id": store.pk, "items": {"masks": 60}}
    assert call(desk.stranger, f"recipients/{number}/issues", issue).status_code == 404
    given = call(desk.officer, f"recipients/{number}/issues", issue, key="i")
    assert given.status_code == 201, given.content
    assert (given.json()["given"], given.json()["missing"]) == ({"masks": 50}, {"masks": 10})
    assert call(desk.officer, f"recipients/{number}/issues", issue, key="i").content == given.content
    (listed,) = call(desk.officer, "recipients").json()["items"]
    assert listed["supplied_on"] == "2020-04-20" and body.pk
    assert not AuditEntry.objects.filter(verb="supply.names.read").exists()
