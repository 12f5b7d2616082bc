"""Whoever is shown a name, a number or an address by a page of supply is in the log; nobody else is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.supply.models import Depot
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.hub import Person, register_recipient
from junction.supply.operations.offers import Offered, take_in_offer

from .desk import NOW, desk, wanted

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def read():
    found = AuditEntry.objects.filter(verb="supply.names.read").order_by("pk")
    return [(line.subject, sorted(line.detail["kinds"])) for line in found]


def test_a_request_is_read_by_who_may_see_who_asks(desk, sign_in):
    order = ask_for_help(wanted(desk), by=desk.manager, now=NOW)
    page = reverse("supply:emergency-request", args=[order.pk])
    assert "Ann Carer" not in sign_in("auditor").get(page).content.decode() and read() == []
    assert "Ann Carer" in sign_in("national").get(page).content.decode()
    kinds = ["address", "contact", "receiver", "requester"]
    assert read() == [(f"order:{order.pk}", kinds)]
    sign_in("national", email="second@example.org").get(reverse("supply:decide", args=[order.pk]))
    assert read() == [(f"order:{order.pk}", kinds)] * 2


def test_an_offer_is_read_at_the_nations_desk(desk, sign_in):
    offered = Offered(kind="make", company="Gowns Ltd", name="Jo", email="jo@gowns.example", what="Gowns")
    made = take_in_offer(offered, by=desk.nation, now=NOW)
    sign_in("national").get(reverse("supply:offer", args=[made.pk]))
    assert read() == [(f"supply-offer:{made.pk}", ["email", "name"])]


def test_people_of_a_hub_are_read_on_the_list_and_one_by_one(desk, sign_in):
    Depot.objects.create(code="c", kind="council", name="Store", area=desk.council, opened_on=NOW.date())
    people = [
        register_recipient(
            Person(desk.council.code, name, "0161 496 0009", "direct-payment", "Letter"),
            by=desk.officer, now=NOW,
        ).pk
        for name in ("Pat", "Sam")
    ]  # fmt: skip
    client = sign_in("council-officer", area=desk.council)
    assert "Pat" in client.get(reverse("supply:recipients")).content.decode()
    assert read() == [("recipient:several", ["name"])]
    line = AuditEntry.objects.get(verb="supply.names.read")
    assert line.detail["ids"] == sorted(people) and line.detail["path"] == reverse("supply:recipients")
    client.get(reverse("supply:recipients"), {"format": "csv"})
    assert len(read()) == 1  # the file has numbers, no names
    client.get(reverse("supply:recipient", args=[people[0]]))
    assert read()[-1] == (f"recipient:{people[0]}", ["contact", "name"])
