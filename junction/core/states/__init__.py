"""States a thing may be in and the moves between them: one table that the code obeys and the docs draw.

INCIDENT = Machine("incident", start="draft", moves={
    "draft": {"activate": "active", "discard": "discarded"},
    "active": {"stand-down": "stood-down"},
})
INCIDENT.after("draft", "activate")        # "active"
INCIDENT.after("discarded", "activate")    # raises CannotMove
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from junction.core.refusals import Refusal


class CannotMove(Refusal):
    """This cannot be done in the state it is in. Look at it again: somebody may have changed it."""


@dataclass(frozen=True)
class Machine:
    """A thing's states and moves. Every state that a move leads to and that has no moves itself is an end."""

    name: str
    start: str
    moves: Mapping[str, Mapping[str, str]]

    @property
    def states(self) -> tuple[str, ...]:
        """Return every state, the start first, in the order of the table."""
        found = [self.start, *self.moves, *(to for moves in self.moves.values() for to in moves.values())]
        return tuple(dict.fromkeys(found))

    def allowed(self, state: str) -> tuple[str, ...]:
        """Return the moves that may be made in a state."""
        return tuple(self.moves.get(state, {}))

    def after(self, state: str, move: str) -> str:
        """Return the state that a move leads to; raise `CannotMove`."""
        try:
            return self.moves[state][move]
        except KeyError:
            raise CannotMove(thing=self.name, state=state, move=move) from None

    def unreachable(self) -> frozenset[str]:
        """Return the states that no moves from the start ever reach: a mistake in the table."""
        seen, ahead = {self.start}, [self.start]
        while ahead:
            ahead = [to for state in ahead for to in self.moves.get(state, {}).values() if to not in seen]
            seen.update(ahead)
        return frozenset(self.states) - seen


def drawing(machine: Machine) -> str:
    """Return the page of one machine: what may happen in each state, and where it leads."""
    rows = [
        f"| {state} | {move} | {to} |"
        for state in machine.states
        for move, to in (machine.moves.get(state) or {"(the end)": ""}).items()
    ]
    title = machine.name.replace("-", " ").capitalize()
    return "\n".join(
        [
            f"# {title}: its states",
            "",
            f"It starts as **{machine.start}**. Drawn from the table that the code obeys.",
            "",
            "| in this state | this may be done | and it is then |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def draw(machines: Sequence[Machine], folder: Path) -> None:
    """Write a page for each machine to docs/states/."""
    folder.mkdir(parents=True, exist_ok=True)
    for machine in machines:
        (folder / f"{machine.name}.md").write_text(drawing(machine), encoding="utf-8")


def stale(machines: Sequence[Machine], folder: Path) -> list[str]:
    """Return the names of machines whose page is missing or is not what would be drawn now."""
    pages = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return [machine.name for machine in machines if pages.get(machine.name) != drawing(machine)]
