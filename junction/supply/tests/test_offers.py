"""Offers: anybody may make one, one person owns it within a working day, checks it and answers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.messages.queries import shown
from junction.core.personal.models import PersonalValue
from junction.core.scope import ANONYMOUS, Actor
from junction.people.queries import system_actor
from junction.supply.models import Offer
from junction.supply.operations.alerting import alert_ownerless
from junction.supply.operations.offers import (
    AlreadyAnswered,
    CannotAnswer,
    CannotCheck,
    CannotOffer,
    NotYourOffer,
    Offered,
    answer_offer,
    check_offer,
    hand_over_offer,
    release_offer,
    take_in_offer,
    take_offer,
)
from junction.supply.queries.offers import checks_of, nobodys_offers, offers, who_offers
from tests.cast import user_who

from .desk import NOW, desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
MUST = ("company", "certificate", "specification", "price", "delivery")


def offered(**more):
    given = {"kind": "make", "company": "Gowns Ltd", "name": "Jo Maker", "email": "jo@gowns.example",
             "what": "Washable gowns", "item": "aprons", "quantity": 5_000}  # fmt: skip
    return Offered(**given | more)


@pytest.fixture
def offer(desk):
    return take_in_offer(offered(), by=ANONYMOUS, now=NOW)


@pytest.fixture
def buyer(desk):
    user = user_who("national", email="buyer@example.org")
    return Actor(user.key, user.name, desk.nation.scope)


def test_a_stranger_offers_and_is_told_by_when_somebody_has_it(desk, offer):
    assert (offer.item.code, offer.quantity, offer.received_by) == ("aprons", 5_000, "anonymous")
    assert "jo@" not in str(Offer.objects.values()) + str(list(AuditEntry.objects.values()))
    assert {one.retention_until for one in PersonalValue.objects.all()} == {date(2021, 4, 20)}
    letter = shown(Message.objects.get())
    assert letter.to == "jo@gowns.example"
    assert "Dear Jo Maker" in letter.body
    assert "By 10am on Tuesday 21 April 2020" in letter.body


@pytest.mark.parametrize(
    "change", [{"kind": "lend"}, {"company": " "}, {"what": ""}, {"item": "unheard-of"}, {"quantity": 0}]
)
def test_what_is_not_whole_is_refused(desk, change):
    with pytest.raises(CannotOffer):
        take_in_offer(offered(**change), by=ANONYMOUS, now=NOW)
    assert not PersonalValue.objects.exists()


def test_only_the_nation_sees_offers(desk, offer):
    assert list(offers(desk.nation.scope)) == [offer]
    for actor in (desk.lrf, desk.officer, desk.manager, desk.line, ANONYMOUS):
        assert not offers(actor.scope).exists()
        assert who_offers(actor.scope, offer) == {}
        with pytest.raises(Offer.DoesNotExist):
            take_offer(offer.pk, by=actor, now=NOW)


def test_the_owner_checks_and_answers_and_nobody_else(desk, offer, buyer):
    for act in (check_offer, answer_offer):
        said = (
            {"code": "price", "result": "passed"}
            if act is check_offer
            else {"answer": "declined", "told": "No"}
        )
        with pytest.raises(NotYourOffer):
            act(offer.pk, **said, by=buyer, now=LATER)
    take_offer(offer.pk, by=buyer, now=LATER)
    for code, result in (("luck", "passed"), ("price", "perhaps")):
        with pytest.raises(CannotCheck):
            check_offer(offer.pk, code=code, result=result, by=buyer, now=LATER)
    check_offer(offer.pk, code="price", result="failed", by=buyer, now=LATER)
    for code in MUST:
        check_offer(offer.pk, code=code, result="passed", note="Seen", by=buyer, now=LATER)
    found = {one.check.code: one.found.result if one.found else "" for one in checks_of(buyer.scope, offer)}
    assert found == dict.fromkeys(MUST, "passed") | {"sample": ""}
    answer_offer(offer.pk, answer="accepted", told="Send 5,000", by=buyer, now=LATER)
    offer.refresh_from_db()
    assert (offer.answer, offer.answered_by) == ("accepted", buyer.key)
    assert "Send 5,000" in shown(Message.objects.order_by("pk").last()).body
    assert AuditEntry.objects.filter(verb="supply.offer.answered").count() == 1
    with pytest.raises(AlreadyAnswered):
        release_offer(offer.pk, by=buyer, now=LATER)


def test_nothing_is_accepted_with_a_check_in_the_way(desk, offer, buyer):
    take_offer(offer.pk, by=buyer, now=LATER)
    with pytest.raises(CannotAnswer) as refused:
        answer_offer(offer.pk, answer="accepted", told="Yes", by=buyer, now=LATER)
    assert refused.value.about["in_the_way"] == list(MUST)
    for answer, told in (("maybe", "x"), ("declined", " ")):
        with pytest.raises(CannotAnswer):
            answer_offer(offer.pk, answer=answer, told=told, by=buyer, now=LATER)
    answer_offer(offer.pk, answer="declined", told="No gowns needed", by=buyer, now=LATER)


def test_after_a_working_day_without_an_owner_everyone_who_could_take_it_is_told(desk, buyer):
    thursday = datetime(2020, 4, 9, 14, 30, tzinfo=UTC)  # before Easter
    offer = take_in_offer(offered(), by=ANONYMOUS, now=thursday)
    tuesday = datetime(2020, 4, 14, 14, 31, tzinfo=UTC)
    assert nobodys_offers(buyer.scope, own_key="", now=tuesday - timedelta(minutes=2)) == []
    assert [row.offer for row in nobodys_offers(buyer.scope, own_key="", now=tuesday)] == [offer]
    assert alert_ownerless(by=system_actor("alerts"), now=tuesday) == 1
    other = user_who("national", email="other@example.org")
    take_offer(offer.pk, by=buyer, now=tuesday)
    hand_over_offer(offer.pk, to=other.key, why="Knows gowns", by=buyer, now=tuesday)
    assert nobodys_offers(buyer.scope, own_key="", now=tuesday + timedelta(days=9)) == []
