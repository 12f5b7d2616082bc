"""Orders placed by the stores' function: granted, once a key, by whoever may, logged."""

from datetime import UTC, datetime, timedelta

from junction.core.audit.models import AuditEntry
from junction.core.idempotency.operations import KeyUsedForAnotherRequest
from junction.core.scope import Reach, TokenHash
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.tests.factories import AreaFactory, OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Item, Movement, Order, Pack, Used
from junction.supply.rules.ordering import (
    CallerUnknown,
    CannotOrderHere,
    MayNotOrder,
    NoSuchPlace,
    NothingAsked,
    UnknownItem,
)
from junction.supply.tests.shop import NOW, SEEN_BEFORE, WEEK, ask, assert_ledger_is_balances, left, place
from tests.cast import holder, national, other_officer


def test_an_order_reserves_whole_packs_within_the_allowance(shop):
    shop.stock("masks-iir", 10_000)
    shop.stock("gloves", 10_000)
    (placed,) = place(ask(shop, ("masks-iir", 1_300), ("gloves", 250), ("tests", 5)))
    said = placed.order
    order = Order.objects.get(pk=said["id"])
    assert (order.state, order.route, order.place, order.from_depot) == (
        "reserved", "portal", shop.home, shop.depots[0][0],
    )  # fmt: skip
    assert (order.ordered_by, order.channel, order.playbook) == (
        shop.by.key,
        "api",
        "order-limits@2020-09-28",
    )
    assert said["lines"] == [
        {"item": "masks-iir", "asked": 1_300, "granted": 1_200, "reason": "allowance", "allowance_left": 0},
        {"item": "gloves", "asked": 250, "granted": 200, "reason": "whole-packs", "allowance_left": 4_800},
        {"item": "tests", "asked": 5, "granted": 0, "reason": "not-on-portal", "allowance_left": 0},
    ]
    assert (said["promised_on"], said["next_order_on"]) == ("2020-10-16", "2020-10-19")
    assert list(order.lines.values_list("granted", "reason", "pack__quantity")) == [
        (1_200, "allowance", 50), (200, "whole-packs", 100), (0, "not-on-portal", 1),
    ]  # fmt: skip
    assert left(shop, "masks-iir") == 8_800 and left(shop, "masks-iir", kind=Account.Kind.RESERVED) == 1_200
    moved = Movement.objects.filter(act="reserve").values_list("quantity", "reference", "by")
    assert list(moved) == [(1_200, f"order:{order.pk}", shop.by.key), (200, f"order:{order.pk}", shop.by.key)]
    assert_ledger_is_balances()


def test_an_order_leaves_one_line_in_the_log(shop):
    shop.stock("masks-iir", 100)
    (placed,) = place(ask(shop, ("masks-iir", 50), why="Two residents are ill"))
    (entry,) = AuditEntry.objects.filter(subject=f"order:{placed.order['id']}")
    assert (entry.verb, entry.by, entry.why) == ("supply.order.placed", shop.by.key, "Two residents are ill")
    assert entry.detail == {
        "place": shop.home.pk, "channel": "api", "lines": [[shop.items["masks-iir"].pk, 50, 50]],
    }  # fmt: skip


def test_what_was_had_this_week_counts_and_next_week_begins_anew(shop):
    shop.stock("masks-iir", 10_000)
    place(ask(shop, ("masks-iir", 1_000)))
    (second,) = place(ask(shop, ("masks-iir", 1_000)))
    assert second.order["lines"][0]["granted"] == 200
    (third,) = place(ask(shop, ("masks-iir", 1_000)))
    assert (third.order["state"], third.order["promised_on"]) == ("refused", None)
    assert Used.objects.get(period_from=WEEK).granted == 1_200
    (fourth,) = place(ask(shop, ("masks-iir", 1_000)), now=NOW + timedelta(days=5))
    assert fourth.order["lines"][0]["granted"] == 1_000


def test_two_lines_of_one_allowance_share_it(shop):
    shop.stock("masks-iir", 10_000)
    (placed,) = place(
        ask(shop, ("masks-iir", 1_000), ("gloves", 100)),
    )
    other = Item.objects.create(
        code="masks-ii", name="II", base_unit="one", plural_unit="x", category="PPE", measure="masks"
    )
    Pack.objects.create(item=other, name="Box", quantity=50, is_orderable=True)
    (placed,) = place(ask(shop, ("masks-iir", 150), ("masks-ii", 150)))
    assert [line["granted"] for line in placed.order["lines"]] == [150, 0]
    assert [line["reason"] for line in placed.order["lines"]] == ["", "out-of-stock"]


def test_the_nearest_hub_that_has_it_all_serves_it(shop):
    shop.stock("masks-iir", 100)
    shop.stock("masks-iir", 500, depot=1)
    (placed,) = place(ask(shop, ("masks-iir", 300)))
    assert Order.objects.get(pk=placed.order["id"]).from_depot == shop.depots[1][0]
    (placed,) = place(ask(shop, ("masks-iir", 300)))
    assert placed.order["lines"][0] | {"allowance_left": 0} == {
        "item": "masks-iir", "asked": 300, "granted": 200, "reason": "out-of-stock", "allowance_left": 0,
    }  # fmt: skip
    assert (left(shop, "masks-iir"), left(shop, "masks-iir", depot=1)) == (100, 0)
    assert_ledger_is_balances()


def test_nothing_at_all_is_refused_with_the_reason(shop):
    (placed,) = place(ask(shop, ("masks-iir", 50)))
    assert (placed.order["state"], placed.order["lines"][0]["reason"]) == ("refused", "out-of-stock")
    assert AuditEntry.objects.get(subject=f"order:{placed.order['id']}").verb == "supply.order.refused"
    assert not Movement.objects.filter(act="reserve").exists()


def test_asked_twice_under_one_key_is_placed_once(shop):
    shop.stock("masks-iir", 10_000)
    one = ask(shop, ("masks-iir", 100), key="k", request_hash="h")
    first, again = place(one, one)
    (later,) = place(one)
    assert not first.is_replayed and again.is_replayed and later.is_replayed
    assert first.body == again.body == later.body
    assert Order.objects.count() == 1
    (other,) = place(ask(shop, ("masks-iir", 200), key="k", request_hash="other"))
    assert isinstance(other, KeyUsedForAnotherRequest)


def test_a_key_is_free_again_after_two_days(shop):
    shop.stock("masks-iir", 10_000)
    one = ask(shop, ("masks-iir", 100), key="k", request_hash="h")
    (first,) = place(one)
    (second,) = place(one, now=NOW + timedelta(days=3))
    assert first.order["id"] != second.order["id"] and not second.is_replayed


def test_what_is_refused_of_one_concerns_no_other(shop):
    shop.stock("masks-iir", 10_000)
    elsewhere = PlaceFactory()
    hospice = PlaceFactory(service_type="hospice")
    came = place(
        ask(shop, ("masks-iir", 50)),
        ask(shop, ("masks-iir", 50), place_id=elsewhere.pk),
        ask(shop, ("unheard-of", 50)),
        ask(shop),
        ask(shop, ("masks-iir", 50), by=holder("auditor", Reach(national=True))),
        ask(shop, ("masks-iir", 50), place_id=hospice.pk, by=national()),
        ask(shop, ("masks-iir", 50), place_id=shop.home.pk, by=other_officer()),
    )
    assert came[0].order["state"] == came[5].order["state"] == "reserved"
    kinds = [type(one) for one in came]
    assert kinds[1:5] == [NoSuchPlace, UnknownItem, NothingAsked, MayNotOrder] and kinds[6] is NoSuchPlace
    (june,) = place(ask(shop, ("masks-iir", 50)), now=datetime(2020, 6, 15, tzinfo=UTC))
    assert isinstance(june, CannotOrderHere)  # 30 beds are not small


def token(organisation, role, **said):
    secret = f"secret-{organisation.pk}-{role}"
    ApiToken.objects.create(
        sha256=hash_of(secret), organisation=organisation, name="t", role=role, created_at=SEEN_BEFORE,
        created_by="x", **({"expires_at": NOW + timedelta(days=9)} | said),
    )  # fmt: skip
    return TokenHash(hash_of(secret))


def test_a_token_reaches_what_its_organisation_runs(shop):
    shop.stock("masks-iir", 10_000)
    group, area = OrganisationFactory(), AreaFactory()
    mine = PlaceFactory(registration__organisation=group, area=area)
    council = OrganisationFactory(kind="council", area=area)
    nation = OrganisationFactory(kind="national")

    def came(by, place_id=mine.pk):
        (one,) = place(ask(shop, ("masks-iir", 50), by=by, place_id=place_id))
        return one.order["state"] if hasattr(one, "order") else type(one)

    own = token(group, "head-office")
    assert (
        came(own) == came(token(council, "council-officer")) == came(token(nation, "national")) == "reserved"
    )
    assert came(own, shop.home.pk) is NoSuchPlace
    assert came(TokenHash("0" * 64)) is CallerUnknown
    assert came(token(OrganisationFactory(), "head-office")) is NoSuchPlace
    assert came(token(OrganisationFactory(), "head-office", expires_at=NOW)) is CallerUnknown
    assert came(token(OrganisationFactory(kind="trust"), "hospital-discharge")) is MayNotOrder
    assert Order.objects.filter(ordered_by=f"token:{ApiToken.objects.get(sha256=own.sha256).pk}").count() == 1
    assert ApiToken.objects.get(sha256=own.sha256).last_used_on == NOW.date()


def test_nothing_is_ordered_for_a_place_that_has_closed(shop):
    shop.stock("masks-iir", 10_000)
    shop.home.closed_on = NOW.date() + timedelta(days=1)
    shop.home.amending_at = NOW
    shop.home.save()
    assert place(ask(shop, ("masks-iir", 50)))[0].order["state"] == "reserved"
    (came,) = place(ask(shop, ("masks-iir", 50)), now=NOW + timedelta(days=1))
    assert isinstance(came, NoSuchPlace)


def test_a_place_is_named_by_an_identifier_and_a_merged_one_by_who_answers_for_it(shop):
    shop.stock("masks-iir", 10_000)
    old = PlaceFactory(merged_into=shop.home, registration=False)
    number = shop.home.identifiers.get().value
    by_number, by_old = place(
        ask(shop, ("masks-iir", 50), place_id=None, bearer=number),
        ask(shop, ("masks-iir", 50), place_id=old.pk),
    )
    assert by_number.order["place_id"] == by_old.order["place_id"] == shop.home.pk


def test_statements(shop, django_assert_num_queries):
    shop.stock("masks-iir", 10_000)
    place(ask(shop, ("masks-iir", 50)))
    by = token(OrganisationFactory(kind="national"), "national")
    with django_assert_num_queries(2):
        place(*(ask(shop, ("masks-iir", 50), by=by) for _ in range(20)))
