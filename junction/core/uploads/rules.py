"""In which states a file that was sent can be, what may follow, and how long one waits to be confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from junction.core.playbook import RuleVersion, load

PLAYBOOK = Path(__file__).parents[1] / "playbook" / "uploads.toml"


class State(StrEnum):
    """Where a file stands."""

    READING = "reading"
    READ = "read"
    TAKING = "taking"
    TAKEN = "taken"
    REFUSED = "refused"
    FAILED = "failed"
    DISCARDED = "discarded"
    CLEARED = "cleared"


LABELS: Mapping[State, str] = {
    State.READING: "Being read",
    State.READ: "Read, not confirmed",
    State.TAKING: "Being stored",
    State.TAKEN: "Stored",
    State.REFUSED: "Not taken",
    State.FAILED: "Failed",
    State.DISCARDED: "Discarded",
    State.CLEARED: "Cleared, never confirmed",
}
WORKING = frozenset({State.READING, State.TAKING})
# Of these the file is gone; of the others it is kept.
GONE = frozenset({State.DISCARDED, State.CLEARED})
AFTER: Mapping[State, frozenset[State]] = {
    State.READING: frozenset({State.READ, State.REFUSED, State.FAILED, State.DISCARDED, State.CLEARED}),
    State.READ: frozenset({State.TAKING, State.DISCARDED, State.CLEARED}),
    State.TAKING: frozenset({State.TAKEN, State.REFUSED, State.FAILED, State.DISCARDED, State.CLEARED}),
    State.TAKEN: frozenset(),
    State.REFUSED: frozenset({State.DISCARDED, State.CLEARED}),
    State.FAILED: frozenset({State.READING, State.DISCARDED, State.CLEARED}),
    State.DISCARDED: frozenset(),
    State.CLEARED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: who may send it, and the job that reads it."""

    name: str  # "registry.places"
    permission: str
    job: str


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How long an unconfirmed file is kept, and the version of the rule that says so."""

    unconfirmed_days: int
    reference: str

    def cleared_before(self, now: datetime) -> datetime:
        """What was last touched before this is cleared at `now`."""
        return now - timedelta(days=self.unconfirmed_days)


def upload_limits(now: datetime) -> UploadLimits:
    """The limits in force on the day of `now`."""
    version: RuleVersion = load(PLAYBOOK).on(now.date())
    return UploadLimits(version.values["unconfirmed_days"], version.reference)
