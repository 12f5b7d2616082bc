"""What may be decided about an order that waits for a person, and what its lines then amount to.

One table says which state may follow which; operations ask it and nothing else.
A line is granted in whole base units, never more than was asked, and less only with a reason.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

# What happens to an order a person decides on: from which state, to which. Picking and carrying come after.
STEPS: Mapping[str, tuple[str, str]] = {
    "approve": ("asked", "reserved"),
    "refuse": ("asked", "refused"),
    "send-on": ("asked", "closed"),
    "withdraw": ("asked", "cancelled"),
}

# What happens to aid between two providers.
AID_STEPS: Mapping[str, tuple[str, str]] = {
    "accept": ("asked", "reserved"),
    "decline": ("asked", "refused"),
    "withdraw-aid": ("asked", "cancelled"),
    "receive": ("reserved", "delivered"),
}
EVERY_STEP = {**STEPS, **AID_STEPS}


def may_follow(step: str, state: str) -> bool:
    """Tell whether a step may be taken from a state."""
    return EVERY_STEP[step][0] == state


def state_after(step: str) -> str:
    """Return the state a step leads to."""
    return EVERY_STEP[step][1]


@dataclass(frozen=True, slots=True)
class Granted:
    """One line as it is to be decided: base units asked and granted, and why less."""

    line_id: int
    asked: int
    granted: int
    reason: str = ""

    @property
    def unmet(self) -> int:
        return self.asked - self.granted


def problems(lines: Sequence[Granted], *, reasons: Collection[str]) -> dict[int, str]:
    """Return a sentence for each line that cannot be decided so, by its number."""
    found: dict[int, str] = {}
    for line in lines:
        if line.granted < 0:
            found[line.line_id] = "Enter a whole number, or 0 for none"
        elif line.granted > line.asked:
            found[line.line_id] = f"No more than the {line.asked:,} asked for can be granted"
        elif line.granted < line.asked and line.reason not in reasons:
            found[line.line_id] = "Select why less is granted"
    return found


def remainder(lines: Sequence[Granted], *, going_on: Collection[str]) -> dict[int, int]:
    """Return what is left of each line and goes on, by its number: where the need still stands."""
    return {line.line_id: line.unmet for line in lines if line.unmet and line.reason in going_on}


def outcome(lines: Sequence[Granted]) -> str:
    """Return "approved", "in part" or "refused" for what the lines amount to."""
    if all(line.granted == 0 for line in lines):
        return "refused"
    return "in part" if any(line.unmet for line in lines) else "approved"
