"""The flow over a real ledger: it adds up for any region at any moment, with marks and without."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junction.core.audit.models import AuditEntry
from junction.core.scope import Actor, Scope
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.tests.factories import OrganisationFactory, PlaceFactory
from junction.supply.models import Account, Balance, Depot, FlowMark, LotBalance
from junction.supply.operations import MakesNoSense, NotEnough, ledger, marking, reconciling
from junction.supply.operations.accounts import account_of, accounts_of
from junction.supply.queries import flow as queries
from junction.supply.queries.flow_series import flow_at_each
from junction.supply.queries.reconciling import reconcile
from junction.supply.rules.flow import FIGURES, HERE, INSIDE
from tests.cast import manager_of, officer_of, other_officer

from .conftest import move_of

HOUR = timedelta(hours=1)
ACCOUNTS = ("supplier", "available", "reserved", "picked", "held", "in_transit", "at_home", "lost", "found")


@pytest.fixture
def world(store, now):
    """The store with what was found, and a second depot in the home's council."""
    store.found = account_of(Account.Kind.FOUND)
    council = store.home.council
    store.local = Depot.objects.create(
        code="local", kind="council", name="Local", area=council, opened_on=now.date()
    )
    store.local_shelf = accounts_of(store.local)["available"]
    return store


def regions(scope, store, at):
    code = store.home.council_id
    named = ("", "depot:hub", "depot:local", f"area:{code}")
    return [queries.region(scope, where, at=at) for where in named]


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["masks", "gloves"]), st.integers(1, 60),
        st.sampled_from([*ACCOUNTS, "local_shelf"]), st.sampled_from([*ACCOUNTS, "local_shelf"]),
        st.sampled_from(["a", "b", None]), st.sampled_from(["", "mark", "late"]),
    ),
    min_size=1, max_size=14,
)  # fmt: skip


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=MOVES)
def test_any_ledger_adds_up_for_every_region_at_every_moment(moves, world, by, now):
    with transaction.atomic():
        moments = [now - HOUR]
        for step, (item, quantity, source, target, lot, also) in enumerate(moves):
            at = now + step * HOUR
            recorded = at - 3 * HOUR if also == "late" else at
            try:
                move = move_of(world, item, quantity, source, target, lot=f"{item}_{lot}" if lot else None)
                ledger.post([move], by=by, now=recorded)
            except (NotEnough, MakesNoSense):
                continue
            moments.append(at)
            if also == "mark":
                marking.make_mark(by=by, now=at + HOUR / 2)
        marked = {at: [queries.flow(by.scope, one, as_at=at) for one in regions(by.scope, world, at)]
                  for at in moments}  # fmt: skip
        FlowMark.objects.all().delete()
        for at, with_marks in marked.items():
            found = regions(by.scope, world, at)
            without = [queries.flow(by.scope, one, as_at=at) for one in found]
            assert [_plain(one) for one in with_marks] == [_plain(one) for one in without]
            assert all(flow.adds_up for one in without for flow in one.values())
        _opens_to_its_movements(world, by, moments[-1])
        _is_what_balances_say(world, by, moments[-1] + 20 * HOUR)
        transaction.set_rollback(True)


def _plain(flows):
    return {item: flow.figures for item, flow in flows.items() if any(flow.figures.values())}


def _opens_to_its_movements(world, by, at):
    for found in regions(by.scope, world, at):
        flow = queries.flow(by.scope, found, as_at=at, item_id=world.masks.pk).get(world.masks.pk)
        for name in FIGURES:
            rows = queries.movements(by.scope, found, name, item=world.masks, as_at=at)
            assert queries.added_up(by.scope, rows) == (flow.figures[name] if flow else 0), (found, name)


def _is_what_balances_say(world, by, at):
    [nation, *_] = regions(by.scope, world, at)
    for item, flow in queries.flow(by.scope, nation, as_at=at).items():
        for name in HERE:
            kinds = [kind for kind, figure in INSIDE.items() if figure == name]
            rows = Balance.objects.filter(item=item, account__kind__in=kinds)
            assert flow.figures[name] == sum(row.quantity for row in rows)


@pytest.fixture
def delivered(world, moved):
    moved("masks", 300, "supplier", "available", lot="masks_a")
    moved("masks", 120, "available", "picked", lot="masks_a")
    moved("masks", 100, "picked", "in_transit", lot="masks_a")
    moved("masks", 80, "in_transit", "at_home", lot="masks_a")
    moved("masks", 20, "in_transit", "local_shelf", lot="masks_a")
    return world


def figures(flow):
    return {name: value for name, value in flow.figures.items() if value}


def test_the_nation_its_depots_and_its_areas(delivered, by, now):
    item = delivered.masks
    nation, hub, local, area = regions(by.scope, delivered, now)
    assert figures(queries.flow(by.scope, nation, as_at=now)[item.pk]) == {
        "received": 300, "available": 200, "picked": 20, "delivered": 80,
    }  # fmt: skip
    assert figures(queries.flow(by.scope, hub, as_at=now)[item.pk]) == {
        "received": 300, "available": 180, "picked": 20, "to_elsewhere": 100,
    }  # fmt: skip
    assert figures(queries.flow(by.scope, area, as_at=now)[item.pk]) == {
        "from_elsewhere": 100, "available": 20, "delivered": 80,
    }  # fmt: skip
    parts = {part.where: figures(part.flow) for part in queries.flow_by_depot(by.scope, item, as_at=now)}
    assert parts["depot:local"] == {"from_elsewhere": 20, "available": 20}
    assert parts["depot:hub"] == figures(queries.flow(by.scope, hub, as_at=now)[item.pk])
    assert local.label == "Local"


def test_areas_hold_their_depots_and_providers(delivered, by, now):
    council = delivered.home.council
    [part] = queries.flow_by_area(by.scope, delivered.masks, kind=council.kind, as_at=now)
    assert part.where == f"area:{council.code}"
    assert figures(part.flow) == {"from_elsewhere": 100, "available": 20, "delivered": 80}


def test_who_sees_what(delivered, now):
    manager, officer = manager_of(delivered.home), officer_of(delivered.home.council)
    own = queries.region(manager.scope, "", at=now)
    assert figures(queries.flow(manager.scope, own, as_at=now)[delivered.masks.pk]) == {
        "from_elsewhere": 80, "delivered": 80,
    }  # fmt: skip
    assert queries.region(officer.scope, "", at=now).areas == {delivered.home.council_id}
    with pytest.raises(Depot.DoesNotExist):
        queries.region(officer.scope, "depot:hub", at=now)
    with pytest.raises(LookupError):
        queries.region(other_officer().scope, f"area:{delivered.home.council_id}", at=now)
    stranger = manager_of(PlaceFactory())
    assert not queries.flow(stranger.scope, queries.region(stranger.scope, "", at=now), as_at=now)


def test_a_mark_is_made_once_and_thins_out(delivered, moved, by, now):
    assert marking.make_mark(by=by, now=now) is None  # nothing is old enough yet
    first = marking.make_mark(by=by, now=now + HOUR)
    assert first.sums.count() == 5
    assert marking.make_mark(by=by, now=now + 2 * HOUR) is None  # nothing came since
    for hours in (3, 4, 5):
        moved("masks", 1, "available", "held", lot="masks_a", at=now + hours * HOUR)
        marking.make_mark(by=by, now=now + (hours + 0.5) * HOUR)
    assert FlowMark.objects.count() == 4
    moved("masks", 1, "available", "held", lot="masks_a", at=now + timedelta(days=5))
    marking.make_mark(by=by, now=now + timedelta(days=6))
    assert FlowMark.objects.count() == 2  # the last of the first day, and the newest


def test_marks_lie_as_far_back_as_the_playbook_says(delivered, by, now, monkeypatch):
    keeping = replace(marking.keeping_on(now.date()), flow_behind=HOUR * 3)
    monkeypatch.setattr(marking, "keeping_on", lambda day: keeping)
    assert marking.make_mark(by=by, now=now + 2 * HOUR) is None
    assert marking.make_mark(by=by, now=now + 4 * HOUR).at == now + HOUR


def test_a_ledger_that_was_tampered_with_is_found(delivered, by, now):
    assert reconcile(by.scope).is_whole
    Balance.objects.filter(account=delivered.available, item=delivered.masks).update(quantity=181)
    LotBalance.objects.filter(account=delivered.available, lot=delivered.masks_a).update(quantity=179)
    found = reconciling.verify_ledger(by=by, now=now)
    assert [(one.ledger, one.kept) for one in found.items] == [(180, 181)]
    assert [(one.ledger, one.kept) for one in found.lots] == [(180, 179)]
    assert [(one.ledger, one.kept) for one in found.shelves] == [(181, 179)]
    assert (
        "The ledger and its balances differ: 1 balances of items, 1 of lots and 1 shelves" in found.reason()
    )
    line = AuditEntry.objects.get(verb="supply.ledger.verified")
    assert (line.detail["is_whole"], line.why) == (False, found.reason())


def test_the_pages_show_the_sums_and_open_to_movements(delivered, sign_in, moved):
    client = sign_in("national")
    page = client.get(reverse("supply:flow")).content.decode()
    assert "every line adds up" in page and ">300<" in page
    for way in ("depot", "forum", "day"):
        answer = client.get(reverse("supply:flow"), {"by": way, "item": "masks"})
        assert answer.status_code == 200
        assert "No</td>" not in answer.content.decode()
    opened = client.get(
        reverse("supply:flow_movements"), {"figure": "delivered", "item": "masks"}
    ).content.decode()
    assert "They add up to 80 masks" in opened
    assert client.get(reverse("supply:flow_movements"), {"figure": "x", "item": "masks"}).status_code == 404
    assert client.get(reverse("supply:flow"), {"where": "depot:nowhere"}).status_code == 404
    text = client.get(reverse("supply:flow") + "?format=csv").getvalue().decode()
    assert "Masks,masks,300" in text


def test_a_flow_as_known_then(delivered, sign_in, moved, now):
    moved("masks", 50, "supplier", "available", lot="masks_a", at=now + 2 * HOUR)
    client = sign_in("national")
    then = client.get(reverse("supply:flow"), {"as_at": "2020-04-20T11:00"}).content.decode()
    assert ">300<" in then and ">350<" not in then


def test_the_api_answers_the_same(delivered, now, client):
    body = OrganisationFactory(kind="council", area=delivered.home.council)
    ApiToken.objects.create(
        organisation=body, name="T", sha256=hash_of("token"), role="council-officer", created_at=now,
        created_by="x", expires_at=datetime(2090, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    headers = {"HTTP_AUTHORIZATION": "Bearer token"}
    api = "/api/v1/supply/flow"
    answer = client.get(f"{api}?item=masks", **headers).json()
    [item] = answer["items"]
    assert (item["came"], item["is_and_went"], item["adds_up"]) == (100, 100, True)
    rows = client.get(f"{api}/movements?item=masks&figure=delivered&limit=2", **headers).json()
    assert (rows["adds_up_to"], len(rows["items"]), rows["next_before"]) == (80, 1, None)
    assert client.get("/api/v1/supply/flow?as_at=never", **headers).status_code == 422
    assert client.get("/api/v1/supply/flow?where=depot:nowhere", **headers).status_code == 404


def test_looking_back_reads_a_mark_and_not_the_ledger(delivered, by, now, django_assert_num_queries):
    marking.make_mark(by=by, now=now + HOUR)
    found = queries.region(by.scope, "", at=now + HOUR)
    with django_assert_num_queries(2):
        queries.flow(by.scope, found, as_at=now + HOUR)


def test_several_moments_are_read_at_once_and_say_what_each_says_alone(
    delivered, moved, by, now, django_assert_num_queries
):
    marking.make_mark(by=by, now=now + HOUR)
    moved("masks", 7, "at_home", "lost", lot="masks_a", at=now + 2 * HOUR)
    moved("masks", 5, "available", "held", lot="masks_a", at=now - HOUR)  # known late, of an earlier moment
    marking.make_mark(by=by, now=now + 4 * HOUR)
    moved("masks", 3, "at_home", "lost", lot="masks_a", at=now + 5 * HOUR)
    moments = [now + hours * HOUR for hours in range(-3, 8)]
    manager = manager_of(delivered.home)
    own = queries.region(manager.scope, "", at=now)
    for scope, found in [
        *((by.scope, one) for one in regions(by.scope, delivered, now)),
        (manager.scope, own),
    ]:
        with django_assert_num_queries(1):
            series = flow_at_each(scope, found, delivered.masks, moments)
        alone = [
            queries.flow(scope, found, as_at=at, item_id=delivered.masks.pk).get(delivered.masks.pk)
            for at in moments
        ]
        assert [figures(one) for _, one in series] == [figures(one) if one else {} for one in alone]
        assert all(one.adds_up for _, one in series)
    stranger = Actor(key="x", name="x", scope=Scope(grants=()))
    [nation, *_] = regions(by.scope, delivered, now)
    assert not any(figures(one) for _, one in flow_at_each(stranger.scope, nation, delivered.masks, moments))
