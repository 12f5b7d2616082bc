"""Mutual aid: offered, accepted, moved in the ledger; both providers see it and nobody else does."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.messages import texts
from junction.core.messages.models import Message
from junction.core.personal.queries import value
from junction.registry.models import Contact, Place
from junction.registry.tests.factories import AreaFactory, OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Act, Aid, Lot, LotExtension, LotHold, Movement, Order
from junction.supply.operations.accounts import account_of
from junction.supply.operations.aid import (
    BoughtByNobody,
    CannotGive,
    NoSuchProvider,
    NotNow,
    NotYourSide,
    TooMuchReceived,
    answer_aid,
    offer_aid,
    receive_aid,
)
from junction.supply.operations.arriving import confirm_arrival
from junction.supply.operations.asking import ask_for_help
from junction.supply.operations.deciding import Decision, decide
from junction.supply.operations.ledger import Move, post
from junction.supply.operations.picking import dispatch, pick
from junction.supply.queries.aid import aids
from tests.cast import manager_of

from .desk import NOW, desk, wanted

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def near(desk):
    """Home Elm in another council, and its manager."""
    home = PlaceFactory(
        name="Elm House", area=AreaFactory(), registration__organisation=OrganisationFactory()
    )
    home.number, home.manager = home.registrations.get().identifier, manager_of(home)
    return home


def offer(desk, near, **more):
    given = {"giver_id": desk.home.pk, "taker_number": near.number, "wanted": {"masks": 60}}
    return offer_aid(**given | more, by=desk.manager, now=NOW)


def holding(place, item):
    row = account_of(Account.Kind.AT_PROVIDER, place_id=place.pk).balances.filter(item=item).first()
    return row.quantity if row else 0


def supply_ash(desk, masks):
    """Masks that Ash got through the emergency line."""
    order = ask_for_help(wanted(desk, lines={"masks": masks}), by=desk.manager, now=NOW)
    decide(order.pk, Decision({}, {}, desk.hub.pk), by=desk.nation, now=NOW)
    (picked,) = pick([order.pk], depot_code="hub", by=desk.nation, now=NOW)
    dispatch([picked.pk], depot_code="hub", carrier="Van", by=desk.nation, now=NOW)
    confirm_arrival(picked.pk, said={}, received_by="", by=desk.manager, now=NOW)


def test_what_is_given_is_moved_from_one_to_the_other(desk, near):
    supply_ash(desk, 100)
    made = offer(desk, near)
    assert (made.order.route, made.order.state, made.order.place) == ("mutual-aid", "asked", near)
    answer_aid(made.pk, step="accept", by=near.manager, now=NOW)
    line = made.order.lines.get()
    receive_aid(made.pk, came={line.pk: 50}, by=near.manager, now=NOW)
    assert (holding(desk.home, desk.masks), holding(near, desk.masks)) == (50, 50)
    moved = Movement.objects.get(act="transfer")
    assert (moved.quantity, moved.lot.number, moved.reference) == (50, "A", f"order:{made.pk}")
    line.refresh_from_db()
    assert (line.granted, line.received, Order.objects.get(pk=made.pk).state) == (60, 50, "delivered")
    verbs = (
        AuditEntry.objects.filter(verb__startswith="supply.aid").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["supply.aid.offered", "supply.aid.accepted", "supply.aid.received"]


def test_what_the_giver_bought_by_itself_comes_into_the_ledger_first(desk, near):
    supply_ash(desk, 20)
    made = offer(desk, near)
    answer_aid(made.pk, step="accept", by=near.manager, now=NOW)
    receive_aid(made.pk, came={}, by=near.manager, now=NOW)
    assert (holding(desk.home, desk.masks), holding(near, desk.masks)) == (0, 60)
    lots = Movement.objects.filter(act="transfer").order_by("id").values_list("lot__number", "quantity")
    assert sorted(lots) == [("A", 20), (f"own-{desk.home.pk}", 40)]


def test_the_first_to_expire_goes_first_by_the_day_that_was_extended(desk, near):
    """Lot B is printed to expire before lot A, and was extended beyond it: A goes first."""
    supply_ash(desk, 100)
    first = desk.masks.lots.get(number="A")
    Lot.objects.filter(pk=first.pk).update(expires_on=date(2020, 9, 30))
    second = Lot.objects.create(item=desk.masks, number="B", expires_on=date(2020, 6, 30), recorded_at=NOW)
    supplier = account_of(Account.Kind.SUPPLIER, organisation_id=OrganisationFactory().pk)
    shelf = account_of(Account.Kind.AT_PROVIDER, place_id=desk.home.pk)
    post(
        [Move(desk.masks.pk, 40, supplier.pk, shelf.pk, Act.RECEIVE, lot_id=second.pk)],
        by=desk.nation,
        now=NOW,
    )
    LotExtension.objects.create(
        lot=second, expires_on=date(2021, 6, 30), reason="Tested", recorded_at=NOW, recorded_by="user:1"
    )
    made = offer(desk, near)
    answer_aid(made.pk, step="accept", by=near.manager, now=NOW)
    receive_aid(made.pk, came={}, by=near.manager, now=NOW)
    assert [move.lot.number for move in Movement.objects.filter(act="transfer")] == ["A"]


def test_both_are_told_at_each_step(desk, near):
    for place, name in ((desk.home, "ash"), (near, "elm")):
        Contact.objects.create(
            kind="email", value=f"office@{name}.example", source="list", place=place, recorded_at=NOW
        )
    supply_ash(desk, 100)
    made = offer(desk, near, why="We have too many.")
    answer_aid(made.pk, step="accept", by=near.manager, now=NOW)
    receive_aid(made.pk, came={made.order.lines.get().pk: 50}, by=near.manager, now=NOW)
    answer_aid(offer(desk, near).pk, step="withdraw-aid", by=desk.manager, now=NOW)
    answer_aid(offer(desk, near).pk, step="decline", by=near.manager, now=NOW)
    letters = Message.objects.filter(template="supply/aid_email").order_by("pk")
    told = [(value(one.to).split("@")[1].split(".")[0], one.context["said"]) for one in letters]
    assert told[:6] == [
        ("ash", "You have offered this to Elm House."),
        ("elm", "Ash House offers you this. Accept it or decline it."),
        ("ash", "Elm House has accepted it. Hand it over."),
        ("elm", "You have accepted it from Ash House."),
        ("ash", "Elm House says that it came: 50 masks."),
        ("elm", "You have said that it came: 50 masks."),
    ]
    assert told[9] == ("elm", "Ash House has withdrawn it. Nothing moves.")
    assert told[12] == ("ash", "Elm House has declined it. Nothing moves.")
    assert letters[0].context["why"] == "We have too many."
    assert "60 masks, Masks" in texts.render("supply/aid_email", letters[0].context)[1]


def test_a_lot_that_is_recalled_is_not_passed_on(desk, near):
    supply_ash(desk, 100)
    LotHold.objects.create(
        lot=desk.masks.lots.get(), kind="recall", reason="Torn", from_at=NOW, from_by="user:1"
    )
    made = offer(desk, near)
    answer_aid(made.pk, step="accept", by=near.manager, now=NOW)
    receive_aid(made.pk, came={}, by=near.manager, now=NOW)
    assert Movement.objects.get(act="transfer").lot.number == f"own-{desk.home.pk}"


def test_both_sides_see_it_and_nobody_else(desk, near):
    made = offer(desk, near)
    for actor, sees in ((desk.manager, True), (near.manager, True), (desk.officer, True), (desk.nation, True),
                        (desk.stranger, False), (manager_of(PlaceFactory()), False)):  # fmt: skip
        assert aids(actor.scope).filter(pk=made.pk).exists() is sees


def test_each_side_does_its_part_once(desk, near):
    made = offer(desk, near)
    for step, actor in (("accept", desk.manager), ("withdraw-aid", near.manager), ("decline", desk.officer)):
        with pytest.raises(NotYourSide):
            answer_aid(made.pk, step=step, by=actor, now=NOW)
    with pytest.raises(Aid.DoesNotExist):
        answer_aid(made.pk, step="accept", by=desk.stranger, now=NOW)
    with pytest.raises(NotNow):
        receive_aid(made.pk, came={}, by=near.manager, now=NOW)
    answer_aid(made.pk, step="accept", by=near.manager, now=NOW)
    with pytest.raises(NotNow):
        answer_aid(made.pk, step="withdraw-aid", by=desk.manager, now=NOW)
    with pytest.raises(TooMuchReceived):
        receive_aid(made.pk, came={made.order.lines.get().pk: 61}, by=near.manager, now=NOW)
    declined = offer(desk, near)
    answer_aid(declined.pk, step="decline", by=near.manager, now=NOW)
    assert Order.objects.get(pk=declined.pk).state == "refused"


def test_what_is_not_whole_is_refused(desk, near):
    for change, refusal in (({"taker_number": "1-0"}, NoSuchProvider), ({"wanted": {}}, CannotGive),
                            ({"taker_number": desk.home.registrations.get().identifier}, NoSuchProvider),
                            ({"wanted": {"masks": 0}}, CannotGive), ({"wanted": {"x": 1}}, CannotGive),
                            ({"giver_id": near.pk}, Place.DoesNotExist)):  # fmt: skip
        with pytest.raises(refusal):
            offer(desk, near, **change)
    alone = PlaceFactory(name="Oak House")
    made = offer_aid(
        giver_id=alone.pk, taker_number=near.number, wanted={"masks": 1}, by=manager_of(alone), now=NOW
    )
    answer_aid(made.pk, step="accept", by=near.manager, now=NOW)
    with pytest.raises(BoughtByNobody):
        receive_aid(made.pk, came={}, by=near.manager, now=NOW)


def test_the_pages(desk, near, sign_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    giver, taker = sign_in("place-manager", place=desk.home), sign_in("place-manager", place=near)
    typed = {"giver": desk.home.pk, "number": near.number, "item-masks": "10"}
    assert giver.post(reverse("supply:offer-aid"), typed | {"number": "1-0"}).status_code == 422
    page = giver.post(reverse("supply:offer-aid"), typed)["Location"]
    assert "Withdraw" in giver.get(page).content.decode()
    assert "Ash House" in taker.get(reverse("supply:aids")).content.decode()
    assert "Accept" in taker.get(page).content.decode()
    number = Aid.objects.get().pk
    assert taker.post(reverse("supply:answer-aid", args=[number]), {"step": "steal"}).status_code == 404
    taker.post(reverse("supply:answer-aid", args=[number]), {"step": "accept"})
    line = Aid.objects.get().order.lines.get().pk
    receive = reverse("supply:receive-aid", args=[number])
    assert giver.get(receive).status_code == 404
    assert taker.post(receive, {f"line-{line}": "11"}).status_code == 422
    shown = taker.post(receive, {f"line-{line}": "10"}, follow=True).content.decode()
    assert "moved from their holding to yours" in shown
    assert sign_in("place-manager", place=PlaceFactory()).get(page).status_code == 404
