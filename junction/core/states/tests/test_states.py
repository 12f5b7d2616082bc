"""One table of states: obeyed, drawn, and checked for mistakes."""

import pytest

from junction.core.states import CannotMove, Machine, draw, drawing, stale

DOOR = Machine(
    "front-door", start="shut", moves={"shut": {"open": "open", "lock": "locked"}, "open": {"shut": "shut"}}
)


def test_a_move_leads_to_its_state():
    assert DOOR.after("shut", "open") == "open"
    assert DOOR.allowed("shut") == ("open", "lock")
    assert DOOR.allowed("locked") == ()


@pytest.mark.parametrize(("state", "move"), [("open", "lock"), ("locked", "open"), ("gone", "open")])
def test_another_move_is_refused(state, move):
    with pytest.raises(CannotMove, match="Look at it again") as refused:
        DOOR.after(state, move)
    assert refused.value.about == {"thing": "front-door", "state": state, "move": move}


def test_a_state_that_nothing_leads_to_is_found():
    assert DOOR.unreachable() == frozenset()
    assert Machine("m", start="a", moves={"b": {"go": "a"}}).unreachable() == {"b"}


def test_the_page_shows_every_move_and_end(tmp_path):
    assert drawing(DOOR).splitlines()[0] == "# Front door: its states"
    assert "| shut | open | open |" in drawing(DOOR)
    assert "| locked | (the end) |  |" in drawing(DOOR)
    assert stale([DOOR], tmp_path) == ["front-door"]
    draw([DOOR], tmp_path)
    assert stale([DOOR], tmp_path) == []
