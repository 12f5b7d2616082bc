"""Every writing door of the API of supply, assurance, the record and programmes, tried twice with one key.

The answer is the same and nothing is written again. No door is left out: what only its owner may do is done
by a token that has taken the thing; what is handed over was a colleague's, and goes to the token, which
sees nobody else to give it to.
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from junction.core.ownership.operations import hand_over, take
from junction.support.models import HandOver
from tests.access.doors import Door, Line, line_for
from tests.access.world import TODAY, Member
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
PACKAGES = ("/supply/", "/assurance/", "/record/", "/support/programme", "/support/provisions",
            "/support/launches", "/support/front-line", "/support/desk/", "/support/letters", "/support/hubs",
            "/support/recurrences")  # fmt: skip
WRITES = [
    door for door in DOORS if door.method not in ("", "GET") and any(one in door.name for one in PACKAGES)
]
OWNED = {
    "/supply/problems/": ("supply-problem", "problem_id"),
    "/supply/offers/": ("supply-offer", "offer_id"),
    "/supply/desk/": ("supply-order", "request_id"),
    "/record/actions/": ("record-action", "action_id"),
    "/support/desk/cases/": ("support-need", "case_id"),
}
HANDS_OVER = ("/hand-over", "/hand-overs")


def take_first(member: Member, door: Door, world: SimpleNamespace) -> None:
    """Make the member the owner of what the door is about, or a colleague of what is handed over."""
    if door.name.endswith("/desk/hand-overs/{hand_over_id}/take-back"):  # only who offered it
        HandOver.objects.filter(pk=world.values["hand_over_id"]).update(sender=member.actor.key)
    for part, (kind, number) in OWNED.items():
        if part in door.name and "{" in door.name and not door.name.endswith("/take"):
            subject = (kind, world.values[number])
            if kind == "support-need":  # an agent of the world has it
                hand_over(subject, to=member.actor.key, by=member.actor, now=TODAY)
                continue
            owner = "user:0" if door.name.endswith(HANDS_OVER) else member.actor.key
            take(subject, owner=owner, by=member.actor, now=TODAY)


def line_of(door: Door) -> Line:
    line = line_for(door)
    assert line is not None
    return line


def posted(door: Door, line: Line, member: Member, world: SimpleNamespace) -> Any:
    """What the door's line says is sent; a thing is handed over to whoever may have it."""
    said = filled_in(line.post or {}, words_of(world))
    is_handed = door.name.endswith(HANDS_OVER) and "/support/desk/" not in door.name
    return said | {"to": member.actor.key} if is_handed else said


def test_all_three_packages_are_tried():
    for package in PACKAGES:
        assert [door for door in WRITES if package in door.name], package


@pytest.mark.parametrize("door", WRITES, ids=lambda door: door.name)
def test_the_same_key_again_is_the_same_answer_and_writes_nothing(door, world):
    line, seen = line_of(door), {}
    for member in (one for one in world.tokens if is_let_in(one, line, world)):
        point = transaction.savepoint()
        take_first(member, door, world)
        posts = posted(door, line, member, world)
        first, before = ask(member, door, address(door, line, world), post=posts), rows()
        seen[member.name] = first.status_code, first.content[:300]
        if first.status_code < 300:
            again = ask(member, door, address(door, line, world), post=posts)
            assert (again.status_code, again.content) == (first.status_code, first.content)
            assert again["Idempotency-Replayed"] == "true"
            assert rows() == before
        transaction.savepoint_rollback(point)
        if first.status_code < 300:
            return
    pytest.fail(f"no token of this world may do it: {seen}")
