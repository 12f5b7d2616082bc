"""When a need is not met, and why, at a moment: pure, by the dated file of reasons.

A need that was left unmet counts for as many days as the file says. One that is open counts when what was
tried last came to nothing, or when it is past its limit; where both hold, the file's order decides. Spans
begin with their first moment and end before their last. What is of a class that is no real need (only asking,
met already) is no gap, whatever else holds: it was answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.calendar import LOCAL
from junction.core.playbook import load

BOOK = load(Path(__file__).parents[1] / "playbook" / "unmet.toml")
SAID, TRIED, LIMIT, CLASS, ANY = "said", "tried", "limit", "class", "*"
SOURCES = (SAID, "referral", "task", LIMIT, CLASS)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not met; what says so, by where it is said."""

    code: str
    title: str
    is_gap: bool = True
    is_search: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A code's title and colour; `begins`: what was proposed is begun."""

    title: str
    colour: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class UnmetRules:
    """The rules in force on a day."""

    reference: str
    order: tuple[str, ...]
    small_below: int
    trend_days: int
    counts_days: int
    outcome_days: int
    decide_days: int
    letter_kept_days: int
    most_days_in_a_file: int
    real_classes: tuple[str, ...]
    reasons: Mapping[str, Reason]
    codes: Mapping[tuple[str, str], str]  # (where it is said, its code there) to the reason
    decisions: Mapping[str, Word]
    states: Mapping[str, Word]

    @property
    def of_needs(self) -> dict[str, Reason]:
        """The reasons for which needs are not met."""
        return {code: one for code, one in self.reasons.items() if not one.is_search}

    @property
    def gaps(self) -> frozenset[str]:
        """The reasons that new provision could mend."""
        return frozenset(code for code, one in self.of_needs.items() if one.is_gap)

    def reason_of(self, source: str, code: str) -> str | None:
        """Return the reason that a code means, said by one of `SOURCES`; None for what is no reason."""
        return self.codes.get((source, code), self.codes.get((source, ANY)))

    def for_spans(self) -> dict[str, Any]:
        """Return what a statement over many needs is given (`queries/unmet_spans.py`)."""
        codes = [(source, said, reason) for (source, said), reason in self.codes.items()]
        known = [one for one in self.order if one != SAID]
        return {
            "counts": timedelta(days=self.counts_days), "zone": str(LOCAL),
            "limit_first": known.index(LIMIT) < known.index(TRIED),
            "sources": [one[0] for one in codes], "saids": [one[1] for one in codes],
            "reasons": [one[2] for one in codes], "real": list(self.real_classes),
            "answered": self.reason_of(CLASS, ""),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried at a moment ("referral", "task"): it stands, or it came to nothing for `why`."""

    at: datetime
    source: str
    came_to_nothing: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one need: its limit, when it was over and whether left unmet, what was tried in turn."""

    stated_at: datetime
    limit_at: datetime
    over_at: datetime | None = None
    left_why: str | None = None  # a code, when it ended as not met
    tried: Sequence[Tried] = ()
    classes: Sequence[tuple[datetime, str]] = ()  # from when it was of which class, in turn; none: a real one


def reason_at(rules: UnmetRules, course: Course, at: datetime) -> str | None:
    """Return why a need was not met at a moment; None while it was met, waited in time or was not stated."""
    found = _reason_at(rules, course, at)
    given = [need_class for since, need_class in course.classes if since <= at]
    if found and given and given[-1] not in rules.real_classes:
        return rules.reason_of(CLASS, "")
    return found


def _reason_at(rules: UnmetRules, course: Course, at: datetime) -> str | None:
    if at < course.stated_at:
        return None
    if course.over_at is not None and course.over_at <= at:
        counts = course.left_why is not None and at < course.over_at + timedelta(days=rules.counts_days)
        return rules.reason_of(SAID, course.left_why or "") if counts else None
    found = {
        TRIED: _of_last(rules, course.tried, at),
        LIMIT: rules.reason_of(LIMIT, "") if course.limit_at <= at else None,
    }
    return next((found[one] for one in rules.order if found.get(one)), None)


def _of_last(rules: UnmetRules, tried: Sequence[Tried], at: datetime) -> str | None:
    known = [one for one in tried if one.at <= at]
    if not known or not known[-1].came_to_nothing:
        return None
    return rules.reason_of(known[-1].source, known[-1].why)


@cache
def unmet_rules(day: date) -> UnmetRules:
    """Return the rules in force on a day."""
    version = BOOK.on(day)
    values: dict[str, Any] = dict(version.values)
    said = values.pop("reasons")
    words: dict[str, Any] = {
        name: {code: Word(**one) for code, one in values.pop(name).items()}
        for name in ("decisions", "states")
    }
    codes = {
        (source, code): one["code"] for one in said for source in SOURCES for code in one.get(source, ())
    }
    reasons = {one["code"]: _reason(one) for one in said}
    return UnmetRules(reference=version.reference, reasons=reasons, codes=codes, **words, **values)


def _reason(one: Mapping[str, Any]) -> Reason:
    return Reason(one["code"], one["title"], one.get("is_gap", True), one.get("is_search", False))
