"""Offers of help: always with an owner, passed on in sight, answered or escalated, used, lapsed."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.messages.queries import shown
from junction.core.ownership.queries import history, owner
from junction.core.ownership.rules import hand_overs
from junction.core.personal.models import PersonalValue
from junction.core.scope import ANONYMOUS, Actor
from junction.people.models import Membership
from junction.people.queries import scope_of_user, system_actor
from junction.registry.models import AreaInside
from junction.registry.tests.factories import AreaFactory
from junction.support.models import Offer, OfferUse
from junction.support.operations import offer_refusals as refusals
from junction.support.operations.offer_passing import (
    OfferRouted,
    escalate_late,
    lapse_ended,
    pass_on,
    set_route,
    take_offer,
)
from junction.support.operations.offers import (
    HelpOffered,
    OfferAnswer,
    Used,
    answer_offer,
    make_offer,
    use_offer,
    withdraw_offer,
)
from junction.support.queries import offers as queries
from junction.support.rules.help_offers import Desk, Route, find_home
from junction.support.tests.needs import state
from tests.cast import user_who

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)  # a Monday
TODAY = NOW.date()
CLOCK = system_actor("offers")
DESKS = [Desk("council", "E1"), Desk("lrf", "E2"), Desk("nation")]


def actor(user):
    return Actor(user.key, user.name, scope_of_user(user.pk, now=NOW))


@pytest.fixture
def world(db):
    council, other = AreaFactory(name="Northham"), AreaFactory(name="Southham")
    forum = AreaFactory(name="North Forum", kind="lrf")
    AreaInside.objects.create(ancestor=forum, descendant=council, valid_from=date(1974, 4, 1))
    people = {
        "officer": user_who("council-officer", area=council),
        "second": user_who("council-officer", area=council),
        "stranger": user_who("council-officer", area=other), "lrf": user_who("lrf", area=forum),
        "nation": user_who("national"),
    }  # fmt: skip
    return SimpleNamespace(
        council=council, forum=forum, other=other, users=people,
        **{name: actor(user) for name, user in people.items()},
    )  # fmt: skip


def offered(world, **more):
    given = {"kind": "accommodation", "company": "Inn Ltd", "what": "Rooms near the hospital", "quantity": 20,
             "price_basis": "cost", "starts_on": TODAY, "name": "Jo Keeper", "email": "jo@inn.example",
             "area": world.council.code}  # fmt: skip
    return HelpOffered(**given | more)


def make(world, *, now=NOW, **more):
    return make_offer(offered(world, **more), by=ANONYMOUS, now=now).offer


def route(world, who, *, kind="", area=None, on=TODAY, by=None):
    code = world.council.code if area is None else area
    routed = OfferRouted(kind, code, who.key, on, "Rota")
    return set_route(routed, by=by or world.officer, now=NOW)


def test_a_stranger_offers_and_a_named_person_has_it_at_once(world):
    route(world, world.second, kind="accommodation")
    made = make_offer(offered(world), by=ANONYMOUS, now=NOW)
    assert owner("support-offer", made.offer.pk) == world.second.key
    assert (made.offer.desk, made.offer.step, made.offer.homeless_since) == (world.council, "council", None)
    assert made.offer.promised_at == NOW + timedelta(days=2)
    audit, letters = list(AuditEntry.objects.values()), list(Message.objects.values())
    kept = f"{list(Offer.objects.values())} {audit} {letters}"
    assert "jo@" not in kept
    assert "Jo Keeper" not in kept
    assert made.token not in kept
    assert set(PersonalValue.objects.values_list("retention_until", flat=True)) == {date(2021, 4, 20)}
    letters = [shown(letter) for letter in Message.objects.order_by("pk")]
    assert "By then" not in letters[0].body
    assert "Dear Jo Keeper" in letters[0].body
    assert made.token not in letters[0].body
    assert "You have it now" in letters[1].body


def test_without_a_route_somebody_must_find_it_a_home_and_that_ages(world):
    offer = make(world)
    assert owner("support-offer", offer.pk) == world.officer.key
    assert offer.homeless_since == NOW
    assert "Find it a home" in shown(Message.objects.order_by("pk").last()).body
    pass_on(offer.pk, to=world.second.key, why="Knows hotels", by=world.officer, now=NOW + timedelta(hours=1))
    offer.refresh_from_db()
    assert (offer.homeless_since, offer.passes) == (None, 1)


def test_an_offer_for_anywhere_lies_with_the_nation_even_where_nobody_is_there(world):
    assert owner("support-offer", make(world, area="").pk) == world.nation.key
    Membership.objects.all().delete()
    offer = make(world)
    assert owner("support-offer", offer.pk) == "desk:nation"
    row = queries.with_owners(world.nation.scope, [offer], now=NOW)[0]
    assert (row.name, row.desk) == ("The national team", "The national team")


def test_routes_are_dated_and_those_of_a_kind_come_first(world):
    route(world, world.officer)
    route(world, world.second, kind="staff", on=TODAY + timedelta(days=2))
    staff = {"kind": "staff", "staff_kind": "nurse"}
    assert owner("support-offer", make(world, **staff).pk) == world.officer.key
    later = make(world, **staff, now=NOW + timedelta(days=2))
    assert owner("support-offer", later.pk) == world.second.key
    for change in (
        {"kind": "luck"},
        {"area": world.other.code},
        {"area": ""},
        {"on": TODAY - timedelta(days=1)},
    ):  # fmt: skip
        with pytest.raises(refusals.CannotRoute):
            route(world, world.officer, **change)
    with pytest.raises(refusals.CannotRoute):
        route(world, world.stranger)


@pytest.mark.parametrize(
    "change",
    [{"kind": "luck"}, {"company": " "}, {"quantity": 0}, {"price_basis": "x"}, {"email": "", "phone": ""},
     {"kind": "staff"}, {"staff_kind": "nurse"}, {"area": "E99999999"},
     {"ends_on": TODAY - timedelta(days=1)}],
)  # fmt: skip
def test_what_is_not_whole_is_refused(world, change):
    with pytest.raises(refusals.CannotOfferHelp):
        make(world, **change)
    assert not PersonalValue.objects.exists()


def test_who_offers_is_read_by_who_may_answer_there_only(world):
    offer = make(world)
    for who in (world.officer, world.lrf, world.nation):
        assert queries.who_offers(who.scope, offer)["email"] == "jo@inn.example"
    assert queries.who_offers(world.stranger.scope, offer) == {}
    assert not queries.offers(world.stranger.scope).exists()
    for act in (take_offer, lambda number, **by: pass_on(number, to=world.stranger.key, why="x", **by)):
        with pytest.raises(Offer.DoesNotExist):
            act(offer.pk, by=world.stranger, now=NOW)


def test_it_cannot_be_passed_round_unseen(world):
    route(world, world.officer)
    route(world, world.lrf, area=world.forum.code, by=world.lrf)
    offer = make(world)
    pass_on(offer.pk, to=world.second.key, why="Leave", by=world.officer, now=NOW)
    desk = f"desk:{world.forum.code}"
    pass_on(offer.pk, to=desk, why="Too large", by=world.second, now=NOW + timedelta(hours=1))
    assert not queries.passed_round(world.nation.scope).exists()
    take_offer(offer.pk, by=world.nation, now=NOW + timedelta(hours=2))
    offer.refresh_from_db()
    spans = history("support-offer", offer.pk)
    assert offer.passes == hand_overs(spans) == 3
    assert [span.reason for span in spans] == ["", "Leave", "Too large", "Takes it on"]
    for who in (world.officer, world.lrf, world.nation):
        assert list(queries.passed_round(who.scope)) == [offer]
    assert not queries.passed_round(world.stranger.scope).exists()
    assert "was passed on 3 times" in shown(Message.objects.order_by("pk").last()).body


def test_what_is_passed_on_to_nobody_without_a_reason_or_meanwhile_is_refused(world):
    offer = make(world)
    for to, why in (
        (world.stranger.key, "x"),
        (world.second.key, " "),
        ("desk:E99999999", "x"),
        (world.officer.key, "x"),
    ):  # fmt: skip
        with pytest.raises(refusals.CannotPassOn):
            pass_on(offer.pk, to=to, why=why, by=world.officer, now=NOW)
    with pytest.raises(refusals.HandedOverMeanwhile):
        pass_on(offer.pk, to=world.second.key, why="x", expected="user:0", by=world.officer, now=NOW)


def test_a_late_answer_goes_up_step_by_step_over_a_weekend_and_is_raised_at_the_top(world):
    friday = datetime(2020, 4, 24, 14, 0, tzinfo=UTC)
    offer = make(world, now=friday)
    tuesday = friday + timedelta(days=4)
    assert escalate_late(by=CLOCK, now=tuesday - timedelta(minutes=1)) == 0
    assert escalate_late(by=CLOCK, now=tuesday) == 1
    assert escalate_late(by=CLOCK, now=tuesday) == 0
    offer.refresh_from_db()
    assert (offer.step, offer.desk, owner("support-offer", offer.pk)) == ("lrf", world.forum, world.lrf.key)
    assert (offer.promised_at, offer.due_at) == (tuesday, tuesday + timedelta(days=2))
    assert escalate_late(by=CLOCK, now=tuesday + timedelta(days=2)) == 1
    assert owner("support-offer", offer.pk) == world.nation.key
    offer.refresh_from_db()
    assert offer.raised_at is None
    assert escalate_late(by=CLOCK, now=tuesday + timedelta(days=6)) == 1
    offer.refresh_from_db()
    assert (offer.escalations, offer.passes, offer.step) == (3, 2, "nation")
    assert offer.raised_at == tuesday + timedelta(days=6)


def test_the_owner_answers_and_its_use_is_counted_until_nothing_is_left(world):
    offer = make(world)
    yes, need = OfferAnswer("accepted", "We take ten"), state(area=world.council.code).need
    with pytest.raises(refusals.NotYourOffer):
        answer_offer(offer.pk, yes, by=world.second, now=NOW)
    with pytest.raises(refusals.NotAccepted):
        use_offer(offer.pk, Used(1, "Northham Council", TODAY), by=world.officer, now=NOW)
    for bad in (OfferAnswer("maybe", "x"), OfferAnswer("accepted", " "), OfferAnswer("declined", "No"),
                OfferAnswer("accepted", "x", "cost")):  # fmt: skip
        with pytest.raises(refusals.CannotAnswerOffer):
            answer_offer(offer.pk, bad, by=world.officer, now=NOW)
    answer_offer(offer.pk, yes, by=world.officer, now=NOW)
    assert "We take ten" in shown(Message.objects.order_by("pk").last()).body
    with pytest.raises(refusals.UnknownNeed):
        use_offer(offer.pk, Used(1, "Northham Council", TODAY, "2222-2222"), by=world.officer, now=NOW)
    use_offer(offer.pk, Used(15, "Northham Council", TODAY, need.reference.lower()), by=world.second, now=NOW)
    assert queries.left_of(world.officer.scope, offer) == 5
    for quantity, by_whom, day in ((6, "x", TODAY), (1, " ", TODAY), (1, "x", TODAY + timedelta(days=1))):
        with pytest.raises(refusals.CannotUse):
            use_offer(offer.pk, Used(quantity, by_whom, day), by=world.officer, now=NOW)
    use_offer(offer.pk, Used(5, "Northham Council", TODAY), by=world.officer, now=NOW)
    assert queries.one_offer(world.officer.scope, offer.pk).state == "used"
    assert OfferUse.objects.first().need == need.reference
    with pytest.raises(DatabaseError), transaction.atomic():
        OfferUse.objects.update(quantity=1)


def test_it_is_withdrawn_by_its_link_or_lapses_at_its_end(world):
    made = make_offer(offered(world), by=ANONYMOUS, now=NOW)
    with pytest.raises(Offer.DoesNotExist):
        withdraw_offer("made-up", by=ANONYMOUS, now=NOW)
    assert withdraw_offer(made.token, by=ANONYMOUS, now=NOW).state == "withdrawn"
    with pytest.raises(refusals.NoLongerOpen):
        withdraw_offer(made.token, by=ANONYMOUS, now=NOW)
    with pytest.raises(refusals.NoLongerOpen):
        take_offer(made.offer.pk, by=world.officer, now=NOW)
    other = make(world, ends_on=TODAY + timedelta(days=6))
    assert lapse_ended(by=CLOCK, now=NOW + timedelta(days=6)) == 0
    assert lapse_ended(by=CLOCK, now=NOW + timedelta(days=7)) == 1
    other.refresh_from_db()
    assert other.state == "lapsed"
    assert "has come to the end" in shown(Message.objects.order_by("-pk")[1]).body


def test_the_list_takes_the_same_statements_for_one_and_many(world, django_assert_num_queries):
    for rows in (1, 5):
        for _ in range(rows):
            make(world)
        with django_assert_num_queries(3):
            found = queries.with_owners(world.officer.scope, queries.offers(world.officer.scope), now=NOW)
        assert found[0].name == world.officer.name


@given(
    routes=st.lists(
        st.builds(
            Route,
            st.sampled_from(["", "staff", "space"]),
            st.sampled_from(["E1", "E2", None]),
            st.sampled_from(["user:1", "user:2", "user:3", "user:4"]),
        )
    ),
    people=st.dictionaries(st.sampled_from(["E1", "E2", None]),
                           st.lists(st.sampled_from(["user:1", "user:2", "user:3"]), unique=True)),
)  # fmt: skip
def test_there_is_always_an_owner_who_may_answer_at_the_desk(routes, people):
    home = find_home(DESKS, routes, people, "staff")
    assert home.owner in people.get(home.desk.area, []) or home.owner == "desk:nation"
    assert (home.owner == "desk:nation") == (not any(people.values()))
    if home.is_home:
        assert any((one.owner, one.area) == (home.owner, home.desk.area) for one in routes)


def test_a_route_to_who_answers_no_more_holds_no_more():
    routes = [Route("staff", "E1", "user:9"), Route("", "E2", "user:2")]
    assert find_home(DESKS, routes, {"E1": ["user:1"], "E2": ["user:2"]}, "staff").owner == "user:2"
    home = find_home(DESKS, routes[:1], {"E1": ["user:1"], "E2": ["user:2"]}, "staff")
    assert (home.owner, home.is_home) == ("user:1", False)
