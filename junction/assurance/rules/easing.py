"""Where one council stands by its decision, and what that lacks on a day: the same for pages and machines."""

from datetime import date, datetime
from typing import Any

from .easements import Decided, easement_rules, gaps

SILENT, EASED, NONE_USED, LACKING = "silent", "eased", "none-used", "lacking"


def gaps_of(one: Any, *, day: date) -> list[str]:
    """Return the codes of what a decision lacks on a day; `one` is of `easements`, with who was told."""
    told: dict[str, bool] = {}
    for each in one.told_by_then:
        told[each.audience] = told.get(each.audience, False) or each.is_accessible
    decided = Decided(
        one.stage, bool(one.reason), bool(one.evidence), bool(one.impact), one.parts, one.principles, told,
        one.review_on,
    )  # fmt: skip
    return gaps(decided, easement_rules(one.decided_on), day=day)


def has_ended(one: Any, *, at: datetime, day: date) -> bool:
    """Tell whether it had ended by a day, as was known at a moment."""
    if one.ended_at is None or one.ended_on is None:
        return False
    return bool(one.ended_at <= at and one.ended_on <= day)


def stands(one: Any, *, at: datetime, day: date) -> str:
    """Return the code of where a council stands, from its current decision; none: silence."""
    if one is None:
        return SILENT
    is_eased = easement_rules(one.decided_on).stages[one.stage].eases
    if not is_eased or has_ended(one, at=at, day=day):
        return NONE_USED
    return LACKING if gaps_of(one, day=day) else EASED
