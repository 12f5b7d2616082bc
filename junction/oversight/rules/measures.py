"""Measures: figures beside the indicators of returns that can judge a promise, and bindings by rule.

A measure is defined once as data (`playbook/measures.toml`). Some stand for many: one for each item, series,
request. Their code is the measure's, a colon, and which. Which one suits a promise is proposed by rules
over its words (`playbook/bindings.toml`); a person says whether it does.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from junction.core.calendar import LOCAL
from junction.core.playbook import load

PLAYBOOK = Path(__file__).parents[1] / "playbook"
MEASURES, BINDINGS = load(PLAYBOOK / "measures.toml"), load(PLAYBOOK / "bindings.toml")
SINCE, DAYS, MOMENT = "since", "days", "moment"


@dataclass(frozen=True, slots=True)
class Measure:
    """A named figure: its unit, which way is better, of what it is, over which span, who may read it."""

    code: str
    name: str
    unit: str
    good: str  # "up", "down" or "none"
    scope: str
    span: str
    needs: str
    page: str  # the address that shows it
    each: str = ""  # what it is told apart by: item, series, series-measure, request, plan-kind
    days: int = 0
    national: bool = False  # there is no such figure of an area


@dataclass(frozen=True, slots=True)
class MeasureRules:
    """The measures in force on a day."""

    reference: str
    series_days: int
    measures: Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule that proposes a figure: every group of words is to have one in the promise."""

    code: str
    words: tuple[tuple[str, ...], ...]
    figure: str
    target_is: str
    target: float | None
    number: str  # where the target stands in the words; empty: it is the one given
    why: str

    def proposes(self, promise: str) -> "Proposed | None":
        """Return what it proposes for a promise; None where its words are not there."""
        said = " ".join(promise.lower().split())
        if not all(any(re.search(rf"\b{re.escape(one)}", said) for one in group) for group in self.words):
            return None
        target = _number_in(self.number, said) if self.number else self.target
        return None if target is None else Proposed(self.code, self.figure, self.target_is, target, self.why)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A figure that may judge a promise, what it must be, and why it is proposed."""

    rule: str
    figure: str
    target_is: str
    target: float
    why: str


@cache
def measure_rules(day: date) -> MeasureRules:
    """Return the measures in force on a day."""
    version = MEASURES.on(day)
    said: Mapping[str, Any] = version.values["measures"]
    measures = {code: Measure(code, **values) for code, values in said.items()}
    return MeasureRules(version.reference, version.values["series_days"], measures)


@cache
def bindings(day: date) -> tuple[Binding, ...]:
    """Return the rules in force on a day that propose figures, the narrowest first."""
    return tuple(
        Binding(code, tuple(map(tuple, one["words"])), one["figure"], one["target_is"], one.get("target"),
                one.get("number", ""), one["why"])
        for code, one in BINDINGS.on(day).values["rules"].items()
    )  # fmt: skip


def proposed_for(promise: str, *, day: date, without: Collection[str] = ()) -> Proposed | None:
    """Return the figure that the first fitting rule proposes for a promise; None where no rule fits.

    `without`: codes of rules that a person dismissed for it.
    """
    rules = (rule for rule in bindings(day) if rule.code not in without)
    return next((found for rule in rules if (found := rule.proposes(promise))), None)


def has_rule(code: str, *, day: date) -> bool:
    """Tell whether a rule of this code proposes figures on a day."""
    return any(rule.code == code for rule in bindings(day))


def rule_in_words(code: str, *, day: date) -> str:
    """Return why a rule proposes its figure; its code where there is no such rule on a day."""
    return next((rule.why for rule in bindings(day) if rule.code == code), code)


def split(code: str) -> tuple[str, str]:
    """Return a measure's code, and which of the many it is ("" for one that stands for itself)."""
    measure, _, part = code.partition(":")
    return measure, part


def span_of(measure: Measure, *, made_on: date, at: datetime) -> datetime:
    """Return the moment after which a measure counts, up to `at`."""
    if measure.span == DAYS:
        return at - timedelta(days=measure.days)
    return datetime.combine(made_on, time(), LOCAL) if measure.span == SINCE else at


def moment_judged(day: date, *, at: datetime) -> datetime:
    """Return the moment at which a day's figure stands: its end, or `at` while it is not over."""
    return min(datetime.combine(day + timedelta(days=1), time(), LOCAL), at)


def _number_in(pattern: str, said: str) -> float | None:
    found = re.search(pattern, said)
    return float(found[1].replace(",", "")) if found else None
