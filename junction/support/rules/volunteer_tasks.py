"""Which tasks volunteers may be offered, with what check and how, by the dated file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "volunteer-tasks.toml")


@dataclass(frozen=True, slots=True)
class TaskKind:
    """A kind of task: the check it asks for, the skills, how long it takes, from how far one comes."""

    code: str
    title: str
    check: str
    skills: tuple[str, ...]
    minutes: int
    limit_km: int
    needs: tuple[str, ...]
    is_by_phone: bool = False  # nobody goes anywhere: only where ringing is safe, and no address is told
    goes_in: bool = True  # whoever does it for a place is inside it


@dataclass(frozen=True, slots=True)
class HowUrgent:
    """What a need's level makes of its task."""

    level: str
    priority: int
    is_instant: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a volunteer may say of a task; `then` is what becomes of its need: "met", "open" or nothing."""

    code: str
    title: str
    then: str
    why: str = ""
    is_worry: bool = False
    is_thanked: bool = False


@dataclass(frozen=True, slots=True)
class ExclusionReason:
    """Why a volunteer is not sent to somebody again, and which side may say so."""

    code: str
    title: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskBook:
    """What holds on a day."""

    reference: str
    kinds: Mapping[str, TaskKind]
    levels: Mapping[str, HowUrgent]
    classes: Sequence[str]
    feedback: Mapping[str, Feedback]
    exclusion_reasons: Mapping[str, ExclusionReason]
    exclusion_ends: Mapping[str, str]
    likely_days: int
    likely_next_days: int
    likely_least: int
    cell_km: int
    spread_metres: int
    horizon_days: int
    most_people: int
    demand_priority: int
    fairness_metres: int
    most_candidates: int
    instant_at_once: int
    instant_patience_minutes: int
    instant_most: int
    batch_patience_hours: int
    least_hours: int
    day_hours: int
    thanks_useful_days: int
    withdrawn_useful_days: int
    setting_days: int = 0
    setting_kinds: Sequence[str] = ()  # none: nothing keeps anybody out of a second place of care

    @property
    def kind_of_need(self) -> dict[str, TaskKind]:
        """Return the kind of task that each kind of need becomes; the others become none."""
        return {need: kind for kind in self.kinds.values() for need in kind.needs}

    @property
    def by_phone(self) -> list[str]:
        """Return the kinds that need a telephone that may be rung."""
        return [kind.code for kind in self.kinds.values() if kind.is_by_phone]

    @property
    def needs_by_phone(self) -> list[str]:
        """Return the kinds of need that become such a task."""
        return [need for kind in self.kinds.values() if kind.is_by_phone for need in kind.needs]

    @property
    def inside(self) -> list[str]:
        """Return the kinds of task that lead into a place."""
        return [kind.code for kind in self.kinds.values() if kind.goes_in]

    def reasons_of(self, side: str) -> dict[str, str]:
        """Return why a side may say that a volunteer is not to be sent to somebody again, by code."""
        return {one.code: one.title for one in self.exclusion_reasons.values() if side in one.sides}

    @property
    def feedback_titles(self) -> dict[str, str]:
        """What a volunteer may say of a task, by code."""
        return {code: one.title for code, one in self.feedback.items()}

    @property
    def instant_patience(self) -> timedelta:
        """How long an instant offer is waited for."""
        return timedelta(minutes=self.instant_patience_minutes)

    @property
    def batch_patience(self) -> timedelta:
        """How long an offer of a batch is waited for."""
        return timedelta(hours=self.batch_patience_hours)


@cache
def tasks_on(day: date) -> TaskBook:
    """Return what holds on a day. Raise `NoRuleInForce` before the first."""
    version = BOOK.on(day)
    said = dict(version.values)
    kinds = {one["code"]: TaskKind(**one) for one in said.pop("kinds")}
    levels = {one["level"]: HowUrgent(**one) for one in said.pop("levels")}
    feedback = {one["code"]: Feedback(**one) for one in said.pop("feedback")}
    reasons = {one["code"]: ExclusionReason(**one) for one in said.pop("exclusion_reasons")}
    ends = {one["code"]: one["title"] for one in said.pop("exclusion_ends")}
    return TaskBook(
        reference=version.reference, kinds=kinds, levels=levels, feedback=feedback,
        exclusion_reasons=reasons, exclusion_ends=ends, **said,
    )  # fmt: skip
