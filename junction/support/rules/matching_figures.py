"""What a run of matching says of itself, added up over its parts: a nation is matched region by region."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from junction.engine.pairing import Batch, Plan, unmet_by_reason


@dataclass(slots=True)
class Told:
    """The figures so far. A volunteer of the nation is read in several parts and counts once."""

    asked: list[int] = field(default_factory=list)
    volunteers: set[int] = field(default_factory=set)
    offered: int = 0
    wanted: Counter[int] = field(default_factory=Counter)  # tasks by priority, of parts with volunteers
    met: Counter[int] = field(default_factory=Counter)
    unmet: Counter[str] = field(default_factory=Counter)
    metres: int = 0
    is_paired: bool = False

    @property
    def tasks(self) -> int:
        """Return how many tasks were read."""
        return len(self.asked)

    def read(self, batch: Batch) -> None:
        """Count what a part has."""
        self.asked += batch.needs.ids.tolist()
        self.volunteers.update(batch.helpers.ids.tolist())

    def give(self, plan: Plan, offered: int) -> None:
        """Count what came of a part."""
        self.is_paired = True
        self.offered += offered
        self.wanted.update(plan.batch.needs.priority.tolist())
        self.met.update(plan.batch.needs.priority[plan.met].tolist())
        self.unmet.update({rule.name.lower(): count for rule, count in unmet_by_reason(plan).items()})
        self.metres += int(plan.metres[plan.met].sum())

    @property
    def figures(self) -> dict[str, Any]:
        """Return what the page of a run says."""
        said: dict[str, Any] = {
            "tasks": self.tasks, "volunteers": len(self.volunteers), "offered": self.offered
        }  # fmt: skip
        if not self.is_paired:
            return said
        shares = {str(key): round(self.met[key] / count, 4) for key, count in sorted(self.wanted.items())}
        each = round(self.metres / self.met.total()) if self.met.total() else 0
        return said | {"met": shares, "metres": each, "unmet": dict(self.unmet)}
