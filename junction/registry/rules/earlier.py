"""What became different between two states of the same thing, detail by detail, in the order of its page."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One detail, and what it was and became; nothing known is "" or None."""

    what: str
    before: object
    after: object


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[Difference]:
    """Return the details that differ. A district that is its own council is told once, as the council."""
    found = [Difference(what, before[what], after[what]) for what in after if before[what] != after[what]]
    moved = {(one.before, one.after) for one in found if one.what == "council"}
    return [one for one in found if one.what != "district" or (one.before, one.after) not in moved]
