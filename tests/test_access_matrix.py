"""Every door, tried as everyone: who is let in, what their page shows, and that a refusal leaves no row.

A new address without a line fails `test_every_door_has_a_line`; `tests/access/doors.py` says how to write it.
"""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.urls import reverse

from junction.core.http.limits import Bucket
from junction.core.scope import Reach
from junction.people.models import ApiToken, EmergencyAccess, Invitation, Membership
from junction.registry import queries as registry
from junction.registry.models import Identifier
from tests.access.doors import Door, Line, doors, line_for, lines
from tests.access.orders_world import make_order
from tests.access.parts import PARTS
from tests.access.stock_world import make_stock
from tests.access.world import (
    REACHES,
    TODAY,
    Member,
    declare_flood,
    draft_of_today,
    file_marked_return,
    make_people,
    make_tokens,
    make_world,
    marks_of,
    publish_series,
)

pytestmark = pytest.mark.django_db
DOORS = doors()
# A visit may leave a session or be counted for a rate limit; a key that is taken back with what was refused
# (which has a test of its own) stays counted.
NOT_COUNTED = {"django_session", "people_cache", "core_idempotencykey"}
LED_TO = {reverse(name) for name in ("account_login", "mfa_index", "account_reauthenticate")}
WRITTEN = (201, 302)  # where something was written; a page shown again says what is missing
REFUSED = (302, 401, 403, 404, 405)


def test_every_door_has_a_line():
    nameless = [door.name for door in DOORS if line_for(door) is None]
    assert not nameless, f"give each a line in tests/access/*.toml: {nameless}"


def test_every_line_has_a_door():
    names = {door.name for door in DOORS} | {door.name.rpartition(":")[0] + ":*" for door in DOORS}
    assert set(lines()) <= names, f"lines without a door: {set(lines()) - names}"


def add(world: SimpleNamespace, more: dict[str, Any]) -> None:
    """Add what a part of the world is known by; two parts may not mean two things by one name."""
    assert not (twice := world.values.keys() & more), f"names of two parts of the world: {twice}"
    world.values |= more


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The world, made once: each test knocks inside a savepoint of this one transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        made.people = make_people(made)
        made.tokens = make_tokens(made)
        made.filed = file_marked_return(made)
        made.flood = declare_flood()
        publish_series()
        made.values = values_of(made) | make_stock(made, now=TODAY) | make_order(made, now=TODAY)
        for make in PARTS:
            add(made, make(made, now=TODAY))
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(made: SimpleNamespace, db: None, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    cache.clear()
    for asked in ("wait", "look"):  # so many knocks in a row would be refused; limits have their own tests
        monkeypatch.setattr(Bucket, asked, lambda *_: 0)
    return made


def test_each_member_of_the_cast_reaches_what_was_written_down_by_hand(world):
    for member in (*world.people, *world.tokens):
        seen = set(registry.places(member.actor.scope).values_list("pk", flat=True))
        assert seen == {world.homes[key].pk for key in member.homes}, member.name
    assert set(REACHES) == {member.name for member in world.people}


def values_of(world: SimpleNamespace) -> dict[str, Any]:
    """What stands in an address for each parameter, unless the line says otherwise: all about home Ash."""
    now = TODAY
    manager = Membership.objects.get(place=world.ash)
    common = {"invited_at": now, "invited_by": "system:test", "expires_at": now + timedelta(days=1)}
    invitation = Invitation.objects.create(
        email="held@people.example", role="place-manager", place=world.ash, sha256="1" * 64, **common
    )
    emergency = EmergencyAccess.objects.create(
        user=manager.user, area=world.region, reason="x", started_at=now - timedelta(days=2),
        ends_at=now - timedelta(days=1), playbook="x",
    )  # fmt: skip
    token = ApiToken.objects.get(name="token-group")
    wrong = Identifier.objects.create(kind="ods", value="RM3", place=world.ash, recorded_at=now)
    return {
        "membership_id": manager.pk, "user_id": manager.user_id,
        "invitation_id": invitation.pk, "emergency_id": emergency.pk,
        "token_id": token.pk, "place_id": world.ash.pk, "area_code": world.north.code,
        "code": world.north.code,
        "organisation_id": world.group.pk, "object_id": 1, "pk": 1, "incident_id": world.flood.pk,
        "id": world.ash.pk, "secret": "made-up",
        "app_label": "people", "content_type_id": 1, "url": "nothing", "uidb36": "1", "key": "a-b",
        "question_set": "care-home-daily", "about_on": world.filed.about_on.isoformat(),
        "reference": world.filed.reference, "name": "care-home-deaths",
        "contact_id": world.ash.contacts.get().pk, "identifier_id": wrong.pk,
        "merge_id": world.merge.pk, "proposal_id": world.proposal.pk,
    }  # fmt: skip


def is_let_in(member: Member, line: Line, world: SimpleNamespace) -> bool:
    """The rule: whoever holds what the door needs, over what it is about."""
    if member.name in line.also or member.name in line.never:
        return member.name in line.also
    if line.needs == "anyone":
        return True
    if line.needs == "session":
        return member.name != "anonymous"
    if line.needs == "signed-in":
        return member.name not in ("anonymous", "officer-without-second-factor", "token-unknown")
    reach = member.actor.scope.reach(line.needs)
    return bool(reach) and (not line.about or holds(reach, line, member, world))


def holds(reach: Reach, line: Line, member: Member, world: SimpleNamespace) -> bool:
    if reach.national or line.about == "nation":
        return reach.national
    thing = getattr(world, line.about)
    if line.about in world.homes:
        return registry.places(member.actor.scope, permission=line.needs).filter(pk=thing.pk).exists()
    if hasattr(thing, "code"):
        return thing.code in reach.areas
    return thing.pk in reach.organisations


def address(door: Door, line: Line, world: SimpleNamespace) -> str:
    given = {name: line.values.get(name, world.values.get(name)) for name in door.parameters}
    words = world.values | {"cedar": world.cedar.pk}
    given = {name: v.format(**words) if isinstance(v, str) else v for name, v in given.items()}
    missing = [name for name, value in given.items() if value is None]
    assert not missing, f"{door.name}: say `with = {{ {', '.join(missing)} = … }}` in its line"
    if door.is_api:
        return door.name.partition(" ")[2].format(**given)
    return reverse(door.name, kwargs=given)


def rows() -> dict[str, int]:
    """How many rows this transaction has written in each table, changed and deleted ones included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n from (select relname, pg_stat_get_xact_tuples_inserted(oid)"
            " + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid) as n"
            " from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace) as tables"
            " where n > 0 and not relname = any(%s)",
            [list(NOT_COUNTED)],
        )
        return dict(cursor.fetchall())


def ask(member: Member, door: Door, path: str, *, post: dict[str, Any] | None = None) -> HttpResponseBase:
    """Knock once."""
    if door.is_api:
        headers = {"HTTP_IDEMPOTENCY_KEY": "matrix"}
        if member.token:
            headers["HTTP_AUTHORIZATION"] = f"Bearer {member.token}"
        body = {} if door.method == "GET" else {"data": post or {}, "content_type": "application/json"}
        return getattr(member.client, door.method.lower())(path, **body, **headers)
    return member.client.get(path) if post is None else member.client.post(path, post)


def check_body(
    response: HttpResponseBase,
    member: Member,
    world: SimpleNamespace,
    what: str,
    *,
    names: frozenset[str] = frozenset(),
) -> str:
    """Nothing of a home out of reach, whatever the answer was, but the names of some; return its text."""
    chunks = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined] # of either kind
    text = b"".join(chunks).decode(errors="replace")
    assert "&lt;strong class=" not in text, f"{what} shows a mark-up of its own as words"
    for key, home in world.homes.items():
        if key not in member.homes:
            told = {home.name} if key in names else set()
            shown = [mark for mark in marks_of(home) if mark in text and mark not in told]
            assert not shown, f"{what} shows {shown} to {member.name}"
    return text


def check_refusal(response: HttpResponseBase, member: Member, door: Door, what: str) -> None:
    status = response.status_code
    assert status in REFUSED, f"{what} let in {member.name} with {status}"
    if door.is_api:
        assert status != 302, what
    elif status == 302:
        led_to = response["Location"].split("?")[0]
        assert led_to in LED_TO or led_to.startswith("/admin/"), f"{what} leads {member.name} to {led_to}"
        lacking = ("anonymous", "officer-without-second-factor")
        assert member.name in lacking or "admin" in door.name, f"{what} leads {member.name} off"


def words_of(world: SimpleNamespace) -> dict[str, Any]:
    """What stands in a line's `post` between braces."""
    numbers = {key: getattr(world, key).pk for key in ("ash", "beech", "group", "north")}
    return world.values | numbers | {"today": TODAY.date().isoformat(), "draft": draft_of_today(world)}


def filled_in(said: Any, words: dict[str, Any]) -> Any:
    """Put the words of the world into what is sent, at any depth."""
    if isinstance(said, dict):
        return {key.format(**words): filled_in(value, words) for key, value in said.items()}
    if isinstance(said, list):
        return [filled_in(value, words) for value in said]
    return said.format(**words) if isinstance(said, str) else said


def try_door(door: Door, line: Line, member: Member, world: SimpleNamespace) -> bool:
    """Knock as one member; tell whether something was written."""
    wrote = False
    path, may = address(door, line, world), is_let_in(member, line, world)
    behind = f"?{urlencode(line.query)}" if line.query else ""
    posts = filled_in(line.post or {}, words_of(world))
    tries = [None] if line.get and door.method in ("", "GET") else []
    if not may or line.post is not None:
        tries.append(posts)
    for post in tries:
        what = f"{'GET' if post is None else 'POST'} {door.name}" if not door.is_api else door.name
        before = rows() if post is not None or not may else {}
        point = transaction.savepoint()
        is_read = post is None or door.method == "GET"
        response = ask(member, door, path + behind if is_read else path, post=post)
        body = check_body(response, member, world, what, names=line.names if may else frozenset())
        shown = bool(line.shows) and line.shows in body
        if may:
            assert shown or not line.shows or post is not None, f"{what} does not show {member.name} its own"
            assert response.status_code in line.ok, f"{what} answers {member.name} {response.status_code}"
            if post is not None and line.writes:
                rose = rows().get(line.writes, 0) > before.get(line.writes, 0)
                assert rose or response.status_code not in WRITTEN, f"{what}: nothing was written"
                wrote = wrote or rose
        else:
            assert not shown, f"{what} shows {line.shows} to {member.name}"
            check_refusal(response, member, door, what)
            changed = {
                table: n - before.get(table, 0) for table, n in rows().items() if n != before.get(table)
            }
            assert not changed, f"{what}: refused {member.name}, yet {changed}"
        transaction.savepoint_rollback(point)
    return wrote


def group_of(door: Door) -> str:
    """Hundreds of addresses of the admin are tried together, by package; every other door by itself."""
    return door.name.split("_")[0] if door.name.startswith("admin:") else door.name


@pytest.mark.parametrize("group", sorted({group_of(door) for door in DOORS if line_for(door)}))
def test_a_door_lets_in_whom_it_should_and_nobody_else(group, world):
    for door in DOORS:
        line = line_for(door)
        if line is None or group_of(door) != group:
            continue
        cast = (*world.tokens, world.people[0]) if door.is_api else world.people
        cast = [member for member in cast if not line.who or member.name in line.who]
        wrote = [member.name for member in cast if try_door(door, line, member, world)]
        assert wrote or not line.writes, f"{door.name}: nobody wrote a row of {line.writes}"
