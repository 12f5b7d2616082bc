"""Offers keep an owner when people leave; how they are dealt with is counted; who counted on one is told."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from junction.core.messages.models import Message
from junction.core.messages.queries import shown
from junction.core.ownership.queries import history, owner
from junction.core.scope import ANONYMOUS
from junction.people.models import ApiToken, Membership, User
from junction.registry.models import Organisation
from junction.support.operations import offer_refusals as refusals
from junction.support.operations.offer_passing import (
    escalate_late,
    find_new_homes,
    lapse_ended,
    pass_on,
    take_offer,
)
from junction.support.operations.offers import (
    OfferAnswer,
    Used,
    answer_offer,
    make_offer,
    use_offer,
    withdraw_offer,
)
from junction.support.queries import offer_figures
from junction.support.queries import offers as queries
from junction.support.tests import test_help_offers as offered
from tests.cast import signed_in, user_who

NOW, TODAY, CLOCK = offered.NOW, offered.TODAY, offered.CLOCK
HOUR = timedelta(hours=1)
world = offered.world
YES = OfferAnswer("accepted", "We take ten")


def leave(who):
    Membership.objects.filter(user_id=int(who.key[5:])).update(valid_until=TODAY)


def test_whoever_leaves_is_followed_by_a_colleague_and_then_by_the_desk_above(world):
    offer = offered.make(world)
    assert find_new_homes(by=CLOCK, now=NOW) == 0
    leave(world.officer)
    assert find_new_homes(by=CLOCK, now=NOW + HOUR) == 1
    assert owner("support-offer", offer.pk) == world.second.key
    leave(world.second)
    assert find_new_homes(by=CLOCK, now=NOW + 2 * HOUR) == 1
    assert find_new_homes(by=CLOCK, now=NOW + 2 * HOUR) == 0
    offer.refresh_from_db()
    assert owner("support-offer", offer.pk) == world.lrf.key
    assert (offer.desk, offer.passes, offer.homeless_since) == (world.forum, 2, NOW)
    assert "answers offers here no more" in history("support-offer", offer.pk)[-1].reason


def test_what_nobody_was_there_to_have_goes_to_the_first_who_comes(world):
    Membership.objects.all().delete()
    offer = offered.make(world)
    assert owner("support-offer", offer.pk) == "desk:nation"
    assert find_new_homes(by=CLOCK, now=NOW) == 0
    newcomer = user_who("national")
    assert find_new_homes(by=CLOCK, now=NOW + HOUR) == 1
    assert owner("support-offer", offer.pk) == newcomer.key


def test_what_was_accepted_keeps_an_owner_too_and_is_not_called_passed_round(world):
    offer = offered.make(world)
    assert offer.homeless_since == NOW
    assert answer_offer(offer.pk, YES, by=world.officer, now=NOW).homeless_since is None
    pass_on(offer.pk, to=world.second.key, why="Leave", by=world.officer, now=NOW + HOUR)
    assert "You see to its use" in shown(Message.objects.order_by("pk").last()).body
    leave(world.second)
    assert find_new_homes(by=CLOCK, now=NOW + HOUR) == 1
    take_offer(offer.pk, by=world.lrf, now=NOW + 2 * HOUR)
    offer.refresh_from_db()
    assert (offer.passes, offer.raised_at) == (3, None)


def test_whoever_counts_on_it_is_told_that_it_was_withdrawn_or_ended(world):
    made = make_offer(offered.offered(world), by=ANONYMOUS, now=NOW)
    answer_offer(made.offer.pk, YES, by=world.officer, now=NOW)
    withdraw_offer(made.token, by=ANONYMOUS, now=NOW + HOUR)
    letter = shown(Message.objects.order_by("pk").last())
    assert "was withdrawn" in letter.body
    assert "Do not count on it" in letter.body
    offered.make(world, ends_on=TODAY)
    lapse_ended(by=CLOCK, now=NOW + timedelta(days=1))
    letters = [shown(letter).body for letter in Message.objects.order_by("-pk")[:2]]
    assert "has come to its end" in letters[0]
    assert "Nobody answered it" in letters[1]


def test_a_system_has_a_name_until_its_token_ends(world):
    council = Organisation.objects.create(
        kind="council", name="Northham", name_key="n", area=world.council, created_at=NOW
    )
    token = ApiToken.objects.create(
        organisation=council, name="desk", sha256="0" * 64, role="council-officer", created_at=NOW,
        created_by="x", expires_at=NOW + HOUR,
    )  # fmt: skip
    offer = offered.make(world)
    by = offered.Actor(f"token:{token.pk}", "Northham", world.officer.scope)
    take_offer(offer.pk, by=by, now=NOW)
    row = queries.with_owners(world.nation.scope, [offer], now=NOW)[0]
    assert row.name == "Northham (desk)"
    assert find_new_homes(by=CLOCK, now=NOW) == 0
    assert find_new_homes(by=CLOCK, now=NOW + HOUR) == 1
    assert owner("support-offer", offer.pk) == world.officer.key


def test_the_figures_by_hand_in_one_statement(world, django_assert_num_queries):
    friday = datetime(2020, 4, 24, 9, 0, tzinfo=NOW.tzinfo)
    offered.route(world, world.officer)
    for _ in range(2):
        answer_offer(offered.make(world).pk, YES, by=world.officer, now=NOW)
    slow, waits = offered.make(world), offered.make(world, now=friday)
    escalate_late(by=CLOCK, now=NOW + timedelta(days=2))
    take_offer(slow.pk, by=world.officer, now=friday)
    answer_offer(slow.pk, YES, by=world.officer, now=friday)
    offered.make(world, ends_on=TODAY)
    lapse_ended(by=CLOCK, now=NOW + timedelta(days=1))
    with django_assert_num_queries(1):
        found = offer_figures.offer_figures(world.officer.scope, own_key=world.officer.key, now=friday)
    assert (found.waiting, found.mine, found.late, found.homeless, found.passed_round) == (1, 1, 0, 0, 0)
    assert (found.answered, found.in_time, found.never, found.percent_in_time) == (3, 2, 1, 50)
    late = offer_figures.offer_figures(world.officer.scope, own_key="", now=friday + timedelta(days=4))
    assert (late.late, late.mine, late.percent_in_time) == (1, 0, 40)
    assert not offer_figures.offer_figures(world.stranger.scope, own_key="x", now=friday).waiting
    rows = queries.offers(world.officer.scope)
    assert list(queries.owned(world.officer.scope, rows.filter(state="open"), world.officer.key)) == [waits]
    assert queries.of_answer(world.officer.scope, rows, "never", now=friday).count() == 1


@pytest.mark.parametrize("elsewhere", ["supply-offer:0", "supply-offer:x", "order:1"])
def test_where_it_is_dealt_with_too_is_an_offer_of_supplies(world, elsewhere):
    assert offered.make(world, elsewhere="supply-offer:12").elsewhere == "supply-offer:12"
    with pytest.raises(refusals.CannotOfferHelp):
        offered.make(world, elsewhere=elsewhere)


def test_passing_it_on_gains_no_time_and_whoever_takes_it_has_it_at_their_own_desk(world):
    offer = offered.make(world)
    due = offer.due_at
    pass_on(offer.pk, to=f"desk:{world.forum.code}", why="Large", by=world.officer, now=NOW + HOUR)
    take_offer(offer.pk, by=world.officer, now=NOW + 2 * HOUR)
    offer.refresh_from_db()
    assert (offer.desk, offer.step, offer.due_at) == (world.council, "council", due)
    take_offer(offer.pk, by=world.lrf, now=NOW + 3 * HOUR)
    offer.refresh_from_db()
    assert (offer.desk, offer.step) == (world.forum, "lrf")
    assert escalate_late(by=CLOCK, now=due) == 1
    assert owner("support-offer", offer.pk) == world.nation.key


def test_who_offers_by_telephone_is_written_down_and_read_their_address(world, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    client = signed_in(User.objects.get(pk=int(world.officer.key[5:])))
    sent = {
        "kind": "space", "what": "A hall", "quantity": "200", "price_basis": "free", "company": "Hall Trust",
        "starts_on_0": "20", "starts_on_1": "4", "starts_on_2": "2020", "starts_on": "2020-04-20",
        "name": "Jo", "area": world.council.code, "supply_offer": "12",
    }  # fmt: skip
    assert client.post("/help/offer/", sent).status_code == 422
    answer = client.post("/help/offer/", sent | {"phone": "0161 496 0000"}, follow=True)
    offer = queries.offers(world.officer.scope).get()
    assert (offer.channel, offer.elsewhere, offer.company) == ("typed", "supply-offer:12", "Hall Trust")
    said = answer.content.decode()
    assert "Read them this address" in said
    assert "offer 12" in said
    assert 'href="/supply/offers/12/"' not in said
    link = re.search(r"/help/offer/[^\s<\"]+/", said.partition("Read them")[2])[0]
    page = client.get(link).content.decode()
    assert "Northham" in page
    assert "200 square metres" in page
    assert "Hall Trust" not in page


def test_looking_back_shows_each_as_it_was(world):
    offered.route(world, world.officer)
    offer = offered.make(world)
    pass_on(offer.pk, to=world.second.key, why="Leave", by=world.officer, now=NOW + HOUR)
    answer_offer(offer.pk, YES, by=world.second, now=NOW + 2 * HOUR)
    use_offer(offer.pk, Used(5, "Northham", TODAY), by=world.second, now=NOW + 3 * HOUR)
    use_offer(offer.pk, Used(15, "Northham", TODAY), by=world.second, now=NOW + 4 * HOUR)
    scope, later = world.officer.scope, NOW + timedelta(days=1)
    assert not queries.offers(scope, as_at=NOW - HOUR).exists()
    seen = []
    for hours in (0, 1, 2, 3, 4):
        at = NOW + hours * HOUR
        (row,) = queries.with_owners(scope, queries.offers(scope, as_at=at), now=later, as_at=at)
        one = queries.uses(scope, offer, as_at=at).count()
        seen.append((row.state, row.owner == world.officer.key, row.passes, row.offer.used, one))
        assert row.is_answered == (hours >= 2)
        assert row.spans[-1].owned_until is None
    assert seen == [
        ("open", True, 0, 0, 0), ("open", False, 1, 0, 0), ("accepted", False, 1, 0, 0),
        ("accepted", False, 1, 5, 1), ("used", False, 1, 20, 2),
    ]  # fmt: skip
    (late,) = queries.with_owners(scope, queries.offers(scope, as_at=NOW + HOUR), now=later, as_at=NOW + HOUR)
    assert not late.is_late


def test_what_was_passed_round_then_is_listed_then(world):
    offer = offered.make(world)
    for turn, to in enumerate((world.second, world.officer, world.second), start=1):
        pass_on(offer.pk, to=to.key, why="Rota", by=world.officer, now=NOW + turn * HOUR)
    answer_offer(offer.pk, YES, by=world.second, now=NOW + 4 * HOUR)
    scope = world.nation.scope
    assert not queries.passed_round(scope).exists()
    found = [queries.passed_round(scope, as_at=NOW + hours * HOUR).count() for hours in (2, 3, 4)]
    assert found == [0, 1, 0]


def test_pages_show_a_moment_and_nothing_can_be_done_there(world, monkeypatch):
    offer = offered.make(world)
    answer_offer(offer.pk, YES, by=world.officer, now=NOW + 2 * HOUR)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 3 * HOUR)
    client = signed_in(User.objects.get(pk=int(world.officer.key[5:])))
    then = "?as_at=2020-04-20T11:00"
    for address in ("/support/offers/", f"/support/offers/{offer.pk}/"):
        back, live = client.get(address + then).content.decode(), client.get(address).content.decode()
        assert "as it was known at" in back
        assert "Not yet answered</strong>" in back
        assert "Accepted</strong>" in live
        assert "Write down" not in back
        assert "Pass it on" not in back
        assert "We take ten" not in back


def test_the_page_takes_the_same_statements_for_one_and_many_and_its_file_names_owners(world, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    client = signed_in(User.objects.get(pk=int(world.officer.key[5:])))
    taken = []
    for more in (1, 6):
        for _ in range(more):
            offered.make(world)
        client.get("/support/offers/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/support/offers/").status_code == 200
        taken.append(len(caught))
    assert taken[0] == taken[1] <= 12, taken
    sent = client.get("/support/offers/?format=csv")
    lines = sent.getvalue().decode().splitlines()
    assert len(lines) == 8
    assert world.officer.name in lines[1]
    assert "jo@" not in str(lines)
    assert len(client.get("/support/offers/?q=zebra").content) < len(client.get("/support/offers/").content)
