"""How much at risk a place is, computed from its return, beside what it says of itself.

The computed rating is the worst of workforce, PPE, beds (or hours), signs of an outbreak and, at the time of
reading, the age of the data. Each part says why in words. A part that cannot be known is unknown, and unknown
is never green: a place is green only when every part it is asked about is known and green. The limits are
dated data (`playbook/risk-thresholds.toml`), chosen by the day the return is about.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from junction.core.playbook import RuleVersion, load
from junction.core.wording import in_a_sentence, sentence_case

from .measures import AMBER, BLUE, GREEN, PPE_ITEMS, RATING_WORDS, RED, UNKNOWN
from .questions import PLAYBOOK

Measures = Mapping[str, int | bool | None]
Limits = Mapping[str, Any]
# Worse to the right: a known danger outweighs what is unknown, and unknown outweighs green.
SEVERITY = np.array([1, 0, 2, 3, 0], dtype=np.int8)  # by rating: unknown, green, amber, red, blue
BY_SEVERITY = np.array([GREEN, UNKNOWN, AMBER, RED], dtype=np.int8)
_SEVERITY = tuple(int(severity) for severity in SEVERITY)


@dataclass(frozen=True, slots=True)
class Reason:
    """What one part of the rating says, and why."""

    dimension: str
    rating: int
    why: str

    def as_dict(self) -> dict[str, object]:
        return {"dimension": self.dimension, "rating": RATING_WORDS[self.rating], "why": self.why}


@dataclass(frozen=True, slots=True)
class Risk:
    """The computed rating with its reasons, and the thresholds it was judged by."""

    rating: int
    reasons: tuple[Reason, ...]
    thresholds: str


@cache
def thresholds_on(day: date) -> RuleVersion:
    """Return the thresholds in force on `day`."""
    return load(PLAYBOOK / "risk-thresholds.toml").on(day)


def worst(ratings: list[int]) -> int:
    """Return the worst of several ratings; unknown when there is none."""
    return max(ratings, key=_SEVERITY.__getitem__, default=UNKNOWN)


def _at_or_above(value: float, limit: Mapping[str, float]) -> int:
    return RED if value >= limit["red"] else AMBER if value >= limit["amber"] else GREEN


def _below(value: float, limit: Mapping[str, float]) -> int:
    return RED if value < limit["red"] else AMBER if value < limit["amber"] else GREEN


def _workforce(measures: Measures, limits: Limits) -> Reason | None:
    """Staff absent and agency staff as shares of those employed, or the groups of staff reported short."""
    if "staff_groups_short" in measures:
        short = measures["staff_groups_short"]
        if short is None:
            return Reason("workforce", UNKNOWN, "Staff shortages are not known")
        return Reason(
            "workforce", _at_or_above(short, limits["groups_short"]), f"{short} groups of staff short"
        )
    if "staff_employed" not in measures:
        return None
    employed, covid = measures["staff_employed"], measures.get("staff_absent_covid")
    if not employed or covid is None:
        return Reason("workforce", UNKNOWN, "Staff absence is not known")
    # What was not asked counts nothing; what was asked and is not known may only make it worse than it looks.
    other, hired = measures.get("staff_absent_other", 0), measures.get("staff_agency", 0)
    absent, agency = 100 * (covid + (other or 0)) / employed, 100 * (hired or 0) / employed
    by_absence = _at_or_above(absent, limits["absent_percent"])
    by_agency = _at_or_above(agency, limits["agency_percent"])
    if by_absence == by_agency == GREEN and (other is None or hired is None):
        return Reason("workforce", UNKNOWN, "Some of staff absence or agency staff is not known")
    if _SEVERITY[by_agency] > _SEVERITY[by_absence]:
        return Reason("workforce", by_agency, f"Agency staff are {agency:.0f}% of those employed")
    return Reason("workforce", by_absence, f"{absent:.0f}% of staff are absent")


def _ppe(measures: Measures, limits: Limits) -> Reason | None:
    """The item that runs out first, or the kinds that will not last a week."""
    if "stock_gloves" not in measures:
        short = measures.get("ppe_under_a_week")
        if "ppe_under_a_week" not in measures:
            return None
        if short is None:
            return Reason("ppe", UNKNOWN, "PPE is not known")
        rating = _at_or_above(short, limits["kinds_under_a_week"])
        return Reason("ppe", rating, f"{short} kinds of PPE will not last a week")
    covers, half_known = [], []
    for item in PPE_ITEMS:
        stock, use = measures.get(f"stock_{item}"), measures.get(f"daily_use_{item}")
        if stock is not None and use:
            covers.append((stock / use, item))
        elif (stock is None) != (use is None) and use != 0:
            half_known.append(item)  # in use, and nobody can tell for how long it lasts
    if not covers:
        return Reason("ppe", UNKNOWN, "PPE cover is not known")
    days, item = min(covers)
    rating = _below(days, limits["days_of_cover"])
    if rating == GREEN and half_known:
        return Reason("ppe", UNKNOWN, f"How long {in_a_sentence(_named(half_known[0]))} last is not known")
    return Reason("ppe", rating, f"{_named(item)} last {days:.1f} days")


def _named(item: str) -> str:
    return sentence_case(item)


def _beds(measures: Measures, limits: Limits) -> Reason | None:
    """How full a home is, or how much home care is handed back."""
    if "beds" in measures:
        beds, occupied = measures["beds"], measures.get("occupied")
        if not beds or occupied is None:
            return Reason("beds", UNKNOWN, "Occupancy is not known")
        full = 100 * occupied / beds
        return Reason(
            "beds", _at_or_above(full, limits["occupied_percent"]), f"{full:.0f}% of beds are occupied"
        )
    if "hours_handed_back" in measures:
        hours, back = measures.get("hours_commissioned"), measures["hours_handed_back"]
        if not hours or back is None:
            return Reason("beds", UNKNOWN, "Hours of care are not known")
        share = 100 * back / hours
        rating = _at_or_above(share, limits["handed_back_percent"])
        return Reason("beds", rating, f"{share:.0f}% of hours were handed back")
    return None


def _outbreak(measures: Measures, limits: Limits) -> Reason | None:
    """People newly suspected or confirmed."""
    asked = [measures[name] for name in ("suspected_new", "confirmed_new") if name in measures]
    if not asked:
        return None
    known = [count for count in asked if count is not None]
    rating = _at_or_above(sum(known), limits["new_cases"]) if known else UNKNOWN
    if rating == GREEN and len(known) < len(asked):
        rating = UNKNOWN
    if rating == UNKNOWN:
        return Reason("outbreak", UNKNOWN, "New cases are not known")
    return Reason("outbreak", rating, f"{sum(known)} newly suspected or confirmed")


DIMENSIONS: Mapping[str, Callable[[Measures, Limits], Reason | None]] = {
    "workforce": _workforce,
    "ppe": _ppe,
    "beds": _beds,
    "outbreak": _outbreak,
}


def risk_of(measures: Measures, *, about_on: date) -> Risk:
    """Return the computed rating of a return, its age left aside."""
    thresholds = thresholds_on(about_on)
    found = (rate(measures, thresholds.values[name]) for name, rate in DIMENSIONS.items())
    reasons = tuple(reason for reason in found if reason is not None)
    return Risk(worst([reason.rating for reason in reasons]), reasons, thresholds.version)


def with_age(
    computed: npt.ArrayLike, age_days: npt.ArrayLike, *, every: str, on: date
) -> npt.NDArray[np.int8]:
    """Return the ratings of many places once the age of their data is counted in.

    `computed` are stored ratings, `age_days` the days since the day each return is about (-1: no return at
    all, which is unknown); both are arrays of one shape, and so is the answer.
    """
    limit = thresholds_on(on).values["age"][every]
    rating, age = np.asarray(computed, dtype=np.int8), np.asarray(age_days)
    by_age = np.where(age >= limit["red"], RED, np.where(age >= limit["amber"], AMBER, GREEN))
    severity = np.maximum(SEVERITY[rating], SEVERITY[by_age])
    aged: npt.NDArray[np.int8] = np.where(age < 0, UNKNOWN, BY_SEVERITY[severity]).astype(np.int8)
    return aged


def age_reason(age_days: int, *, every: str, on: date) -> Reason:
    """Say what the age of a return adds to the rating of one place."""
    limit = thresholds_on(on).values["age"][every]
    days = "today" if age_days <= 0 else "yesterday" if age_days == 1 else f"{age_days} days old"
    return Reason("age", _at_or_above(age_days, limit), f"The newest return is {days}")


def disagree(declared: npt.ArrayLike, computed: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Tell where a provider's own rating and the computed one are both known and are not the same."""
    said, found = np.asarray(declared), np.asarray(computed)
    said = np.where(said == BLUE, GREEN, said)
    differs: npt.NDArray[np.bool_] = (said != UNKNOWN) & (found != UNKNOWN) & (said != found)
    return differs
