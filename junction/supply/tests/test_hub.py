"""Free supply by a hub: who got what on which ground, from stock that is followed; forgotten in time."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.personal.operations import erase_expired
from junction.registry.tests.factories import AreaFactory, OrganisationFactory
from junction.supply.models import Account, Depot, FreeIssue, Movement, Order, Recipient
from junction.supply.operations.accounts import account_of
from junction.supply.operations.hub import (
    CannotHandOut,
    CannotRegister,
    NoCouncil,
    NoLongerEligible,
    Person,
    hand_out,
    register_recipient,
)
from junction.supply.queries.hub import issues, known, recipients, summaries_of

from .desk import NOW, balance, bring, desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=100)


@pytest.fixture
def hub(desk):
    """A hub of the council for personal assistants, with 100 masks."""
    OrganisationFactory(kind="council", name="Northham Council", area=desk.council)
    made = Depot.objects.create(
        code="pa", kind="assistants", name="Assistants' hub", area=desk.council, opened_on=date(2020, 3, 1)
    )
    bring(desk, made, masks=100)
    return made


def person(desk, **more):
    given = {"council": desk.council.code, "name": "Pat Helper", "contact": "07700 900456",
             "address": "2 Elm Lane", "eligibility": "direct-payment",
             "evidence": "Letter of 1 April"}  # fmt: skip
    return Person(**given | more)


@pytest.fixture
def pat(desk, hub):
    return register_recipient(person(desk), by=desk.officer, now=NOW)


def test_what_is_handed_out_is_followed_by_lot_to_the_people_of_the_hub(desk, hub, pat):
    done = hand_out(pat.pk, depot_id=hub.pk, wanted={"masks": 30}, by=desk.officer, now=NOW)
    assert done.missing == {}
    order = Order.objects.get(pk=done.order.pk)
    assert (order.route, order.state) == ("free", "delivered")
    assert balance(hub, desk.masks) == 70
    held = account_of(Account.Kind.AT_RECIPIENT, organisation_id=order.organisation_id)
    assert held.balances.get(item=desk.masks).quantity == 30
    assert Movement.objects.get(act="deliver").lot.number == "A"
    issue = FreeIssue.objects.get()
    assert (issue.recipient, issue.eligibility, issue.playbook) == (
        pat,
        "direct-payment",
        "free-supply@2020-04-10",
    )
    assert summaries_of(desk.officer.scope, [order.pk]) == {order.pk: ["Masks: 30 masks"]}
    line = AuditEntry.objects.get(verb="supply.free.handed-out")
    assert line.detail["recipient"] == pat.pk


def test_what_the_store_lacks_goes_to_the_forum_with_its_history(desk, hub, pat):
    done = hand_out(pat.pk, depot_id=hub.pk, wanted={"masks": 130, "gloves": 20}, by=desk.officer, now=NOW)
    assert done.missing == {"masks": 30, "gloves": 20}
    rest = Order.objects.get(sent_on_from=done.order)
    assert (rest.route, rest.ask.desk) == ("lrf-drop", desk.forum)
    nothing = hand_out(pat.pk, depot_id=hub.pk, wanted={"gloves": 5}, by=desk.officer, now=NOW)
    assert Order.objects.get(pk=nothing.order.pk).state == "closed"
    assert Order.objects.filter(sent_on_from=nothing.order).exists()


def test_names_stand_apart_and_are_destroyed_half_a_year_after_the_last_supply(desk, hub, pat):
    assert "Pat" not in str(list(Recipient.objects.values())) + str(list(AuditEntry.objects.values()))
    hand_out(pat.pk, depot_id=hub.pk, wanted={"masks": 1}, by=desk.officer, now=LATER)
    erase_expired(today=date(2020, 10, 17), by=desk.nation, now=LATER)  # half a year after registering
    assert known(desk.officer.scope, [pat])[0].name == "Pat Helper"
    erase_expired(today=date(2021, 1, 25), by=desk.nation, now=LATER)
    assert known(desk.officer.scope, [pat])[0].name == "erased"
    assert issues(desk.officer.scope).count() == 1


def test_only_who_keeps_the_councils_stock_sees_its_people(desk, hub, pat):
    assert list(recipients(desk.officer.scope, text="helper")) == [pat]
    assert not recipients(desk.officer.scope, text="somebody else").exists()
    for actor in (desk.stranger, desk.manager, desk.line, desk.lrf, desk.nation):
        assert not recipients(actor.scope).exists()
        assert not issues(actor.scope).exists()
        with pytest.raises(Recipient.DoesNotExist):
            hand_out(pat.pk, depot_id=hub.pk, wanted={"masks": 1}, by=actor, now=NOW)


@pytest.mark.parametrize(
    "change", [{"name": " "}, {"evidence": ""}, {"eligibility": "unpaid-carer"}, {"council": "E09999999"}]
)
def test_nobody_is_registered_without_a_ground_that_is_in_force(desk, hub, change):
    with pytest.raises(CannotRegister):
        register_recipient(person(desk, **change), by=desk.officer, now=NOW)
    assert not Recipient.objects.exists()


def test_unpaid_carers_came_in_with_the_winter(desk, hub):
    winter = NOW.replace(year=2021, month=3)
    assert register_recipient(person(desk, eligibility="unpaid-carer"), by=desk.officer, now=winter)


def test_refusals_of_handing_out(desk, hub, pat):
    elsewhere = Depot.objects.create(
        code="x", kind="council", name="X", area=AreaFactory(), opened_on=date(2020, 3, 1)
    )
    for depot, wanted in ((hub.pk, {}), (hub.pk, {"masks": 0}), (hub.pk, {"unheard-of": 1}),
                          (elsewhere.pk, {"masks": 1}), (desk.hub.pk, {"masks": 1})):  # fmt: skip
        with pytest.raises(CannotHandOut):
            hand_out(pat.pk, depot_id=depot, wanted=wanted, by=desk.officer, now=NOW)
    Recipient.objects.filter(pk=pat.pk).update(eligibility="unpaid-carer")
    with pytest.raises(NoLongerEligible):
        hand_out(pat.pk, depot_id=hub.pk, wanted={"masks": 1}, by=desk.officer, now=NOW)
    Recipient.objects.filter(pk=pat.pk).update(eligibility="direct-payment")
    desk.council.organisation_set.all().delete()
    with pytest.raises(NoCouncil):
        hand_out(pat.pk, depot_id=hub.pk, wanted={"masks": 1}, by=desk.officer, now=NOW)
    assert balance(hub, desk.masks) == 100


def test_the_pages(desk, hub, sign_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    client = sign_in("council-officer", area=desk.council)
    typed = {"council": desk.council.code, "name": "Pat Helper", "contact": "07700 900456",
             "eligibility": "direct-payment", "evidence": "Letter"}  # fmt: skip
    assert client.post(reverse("supply:register-recipient"), typed | {"name": ""}).status_code == 422
    led = client.post(reverse("supply:register-recipient"), typed)["Location"]
    assert "Pat Helper" in client.get(reverse("supply:recipients") + "?q=pat").content.decode()
    answer = client.post(led, {"depot": hub.pk, "item-masks": "5"}, follow=True).content.decode()
    assert "It is handed out" in answer
    assert "Masks: 5 masks" in answer
    exported = client.get(reverse("supply:recipients") + "?format=csv")
    assert b"Pat" not in b"".join(exported.streaming_content)
    assert client.post(led, {"depot": hub.pk}).status_code == 422
    assert sign_in("council-officer", area=AreaFactory()).get(led).status_code == 404
