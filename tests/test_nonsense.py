"""No door of a floor answers 500 to nonsense: odd numbers, huge ones, NUL characters, texts without an end.

Each page and each API path is knocked at by whoever the matrix lets in: its address with odd values, what
stands behind the address, and every field of what is sent, one at a time, while the others are right. An
answer may refuse in any way that tells what is wrong; what it writes holds to each constraint of the tables.
"""

from collections.abc import Iterator
from copy import deepcopy
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse

from tests.access.doors import Door, Line, doors, line_for
from tests.access.world import Member
from tests.test_access_matrix import address, ask, filled_in, is_let_in, made, words_of, world

__all__ = ["made", "world"]  # fixtures
pytestmark = pytest.mark.django_db
FLOORS = (
    "support",
    "record",
    "assurance",
    "oversight",
    "supply",
    "registry",
    "people",
    "returns",
    "core",
    "places",
    "question-sets",
)
OURS = tuple(f"{start}{floor}" for floor in FLOORS for start in ("GET /api/v1/", "POST /api/v1/"))
OURS += tuple(f"{floor}:" for floor in FLOORS)
DOORS = [door for door in doors() if door.name.startswith(OURS) and line_for(door)]
NUL, HUGE, LONG = "a\x00b", "9" * 40, "é " * 6_000
TYPED: tuple[Any, ...] = (NUL, HUGE, LONG, "-1", "\u202e'\"<%{")
OF_JSON: tuple[Any, ...] = (NUL, HUGE, LONG, None, {}, 10**40, -1, "\ud800", [[NUL]])
IN_ADDRESS: tuple[Any, ...] = (0, 2**63, int(HUGE), str(UUID(int=0)), NUL, LONG)
BEHIND = (
    "q", "page", "sort", "in", "full", "days", "area", "text", "shared", "second", "search",
    "programme", "postcode", "other", "one", "need", "minimal", "grain", "format", "case", "again",
    "state", "kind", "as_at", "day", "on", "since", "until", "limit", "cursor", "after", "per_page",
    "modified_after", "taxonomy_term_id", "lat", "service", "gate", "word", "month", "week", "reason",
    "category",
)  # fmt: skip


def tried(member: Member, door: Door, path: str, post: Any = None) -> str:
    """Knock, and take back whatever was written; say what went wrong, or nothing."""
    point = transaction.savepoint()
    try:
        response = ask(member, door, path, post=post)
        chunks = response.streaming_content if response.streaming else [response.content]
        b"".join(chunks)
        connection.check_constraints()  # which a request of its own would meet at its end
        wrong = str(response.status_code) if response.status_code >= 500 else ""
    except Exception as error:
        wrong = f"{type(error).__name__}: {error}"
    transaction.savepoint_rollback(point)
    return wrong and f"{'' if post is None else f'{short(post)} to '}{short(path)}: {wrong[:300]}"


def short(said: Any) -> str:
    text = ascii(said)
    return text if len(text) < 160 else f"{text[:120]} … {text[-30:]}"


def addresses(door: Door, line: Line, world: SimpleNamespace) -> Iterator[str]:
    """Its address with one odd value at a time; one that no address can hold is left out."""
    right = {name: line.values.get(name, world.values.get(name)) for name in door.parameters}
    words = world.values | {"cedar": world.cedar.pk}
    right = {name: v.format(**words) if isinstance(v, str) else v for name, v in right.items()}
    for name in door.parameters:
        for odd in IN_ADDRESS:
            given = right | {name: odd}
            if door.is_api:
                yield door.name.partition(" ")[2].format(**{key: quote(str(v)) for key, v in given.items()})
                continue
            try:
                yield reverse(door.name, kwargs=given)
            except NoReverseMatch:
                continue


def parts(said: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every value in what is sent, at any depth."""
    inner = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for key, value in inner:
        yield (*at, key)
        yield from parts(value, (*at, key))


def oddly(said: Any, at: tuple[Any, ...], odd: Any) -> Any:
    made = deepcopy(said)
    inner = made
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = odd
    return made


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_no_door_answers_500_to_nonsense(door: Door, world: SimpleNamespace) -> None:
    line = line_for(door)
    assert line is not None
    cast = (*world.tokens, *world.people) if door.is_api else world.people
    member = next(one for one in cast if is_let_in(one, line, world))
    path, post = address(door, line, world), filled_in(line.post, words_of(world)) if line.post else None
    reads = [path] if line.get and door.method in ("", "GET") else []
    for odd in (
        NUL,
        HUGE,
        LONG[:900],
        "-1",
        "1950-01-01T00:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999",
    ):
        reads += [f"{path}?{urlencode(dict.fromkeys(BEHIND, odd))}" for path in reads[:1]]
        reads += [f"{path}?{urlencode({'as_at': odd})}" for path in reads[:1]]
    asked = [*reads, *addresses(door, line, world)]
    wrong = [tried(member, door, one, None if line.get and door.method != "POST" else {}) for one in asked]
    for at in parts(post or {}):
        odds = OF_JSON if door.is_api else TYPED
        wrong += [tried(member, door, path, oddly(post, at, odd)) for odd in odds]
    assert not any(wrong), "\n".join(one for one in dict.fromkeys(wrong) if one)
