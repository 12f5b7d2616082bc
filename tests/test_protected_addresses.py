"""An address that nobody may learn is behind no door but the pages of those who may read it: in no list, no
file, no answer to a machine, no letter. Every door that can be read is tried by every kind of member.
"""

from types import SimpleNamespace

import pytest
from django.db import transaction

from junction.core.messages.models import Message
from junction.core.personal.models import PersonalValue
from junction.people.queries import system_actor
from junction.support.models import Need, Person
from junction.support.operations.need_letters import tell_person
from junction.support.queries.needs import PROTECTED
from tests.access.doors import Door, doors, line_for
from tests.access.world import AT, Member
from tests.test_access_matrix import address, ask, made, world

__all__ = ["made", "world"]  # fixtures
pytestmark = pytest.mark.django_db
PLANTED = ("Nightjar Refuge", "zq@planted.example")
SHOWN_BY = {
    "support:need", "support:case", "support:change-contact", "support:one-alike", "support:join-alike",
    "support:keep-apart", "support:word",
}  # fmt: skip
CAST = {
    "manager-ash", "officer-north", "officer-south", "national", "partner", "auditor", "helpline-north",
    "token-north", "token-nation",
}  # fmt: skip


@pytest.fixture
def protected(world: SimpleNamespace) -> SimpleNamespace:
    """Everybody in need has a protected address, known to the installation alone."""
    for place, text in zip(("address", "email"), PLANTED, strict=True):
        PersonalValue.objects.create(key=f"planted-{place}", kind=f"need-{place}", value=text, kept_at=AT)
    Person.objects.update(is_protected=True, address="planted-address", email="planted-email", may_email=True)
    for need in Need.objects.filter(person__isnull=False).select_related("person"):
        tell_person(need, "support/tried_to_ring", by=system_actor("matrix"), now=AT)
    assert Message.objects.filter(to="planted-email").exists()
    return world


def _is_read(door: Door) -> bool:
    line = line_for(door)
    if line is None or not line.get or door.method not in ("", "GET"):
        return False
    ours = ("support:", "oversight:")
    return door.name.startswith(ours) or "/support/" in door.name or "/oversight/" in door.name


def _paths(door: Door, world: SimpleNamespace) -> list[str]:
    line = line_for(door)
    assert line is not None
    path = address(door, line, world)
    more = "&".join(f"{name}={value}" for name, value in line.query.items())
    return [path] if door.is_api else [f"{path}?{more}", f"{path}?{more}&format=csv"]


def _shown(door: Door, member: Member, world: SimpleNamespace) -> set[str]:
    """The planted words that an answer to this member holds; in a page alone, or it is wrong."""
    found: set[str] = set()
    for path in _paths(door, world):
        point = transaction.savepoint()
        response = ask(member, door, path)
        pieces = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined] # of either kind
        text = b"".join(pieces).decode(errors="replace")
        here = {word for word in PLANTED if word in text}
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        assert is_page or not here, (
            f"{path} gives {here} to {member.name} as {response.headers['Content-Type']}"
        )
        found |= here
        transaction.savepoint_rollback(point)
    return found


def test_a_protected_address_is_behind_no_other_door(protected):
    shown: dict[str, set[str]] = {}
    cast = [one for one in (*protected.people, *protected.tokens) if one.name in CAST]
    for door in filter(_is_read, doors()):
        for member in cast:
            if bool(member.token) == door.is_api and _shown(door, member, protected):
                shown.setdefault(door.name, set()).add(member.name)
                reach = member.actor.scope.reach(PROTECTED)
                assert protected.north.code in reach.areas or reach.national, (
                    f"{door.name} tells {member.name}"
                )
    assert {"support:need", "support:case"} <= set(shown) <= SHOWN_BY, shown
    assert shown["support:need"] == {"officer-north", "helpline-north"}
