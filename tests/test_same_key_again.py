"""Every writing door of the supply API, tried twice with one key: the same answer, nothing written again."""

import pytest
from django.db import transaction

from tests.access.doors import line_for
from tests.test_access_matrix import (
    DOORS,
    address,
    ask,
    filled_in,
    is_let_in,
    made,
    rows,
    words_of,
    world,
)

__all__ = ["made", "world"]
pytestmark = pytest.mark.django_db
SUPPLY_WRITES = [door for door in DOORS if door.method == "POST" and "/supply/" in door.name]


@pytest.mark.parametrize("door", SUPPLY_WRITES, ids=lambda door: door.name)
def test_the_same_key_again_is_the_same_answer_and_writes_nothing(door, world):
    line = line_for(door)
    posts = filled_in(line.post or {}, words_of(world))
    for member in (one for one in world.tokens if is_let_in(one, line, world)):
        point = transaction.savepoint()
        first, before = ask(member, door, address(door, line, world), post=posts), rows()
        if first.status_code < 300:
            again = ask(member, door, address(door, line, world), post=posts)
            assert (again.status_code, again.content) == (first.status_code, first.content)
            assert again["Idempotency-Replayed"] == "true"
            assert rows() == before
        transaction.savepoint_rollback(point)
        if first.status_code < 300:
            return
    pytest.skip("nothing of this world lets a token do it")
