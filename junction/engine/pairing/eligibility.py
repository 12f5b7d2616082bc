"""Who may help with what: each rule is one function over pairs, and the first that keeps a pair apart counts.

The rules know levels and bits; what they stand for (which task asks for which check) is the caller's data.
Adding a rule is adding a line to `RULES`; the search, the counts and the explanations take it from there.
"""

from collections.abc import Callable, Iterable
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from .parties import ANYWHERE, NOBODY, UNSET, Batch, Bools, Ints


class Rule(IntEnum):
    """What keeps a helper from a need, in the order in which it is asked."""

    NONE = 0  # nothing: they may help
    SKILL = 1  # lacks a skill that is asked for
    VETTING = 2  # has not passed the check that is asked for
    DISTANCE = 3  # further than the need or the helper allows
    CAPACITY = 4  # can take no more today
    WINDOW = 5  # is not free long enough when it is to be done
    LANGUAGE = 6  # speaks none of the languages asked for
    SETTING = 7  # may not cross from the setting they are bound to
    CONFLICT = 8  # is kept apart from this household
    TAKEN = 9  # of a need only: all who might have helped are with others


Pairs = Callable[[Batch, Ints, Ints], Bools]


def _lacks_skill(batch: Batch, needs: Ints, helpers: Ints) -> Bools:
    asked = batch.needs.skills[needs]
    lacks: Bools = (batch.helpers.skills[helpers] & asked) != asked
    return lacks


def _lacks_vetting(batch: Batch, needs: Ints, helpers: Ints) -> Bools:
    return batch.helpers.vetting[helpers] < batch.needs.vetting[needs]


def _is_far(batch: Batch, needs: Ints, helpers: Ints) -> Bools:
    return metres_between(batch, needs, helpers) > np.minimum(
        batch.needs.limit[needs], batch.helpers.reach[helpers]
    )


def _is_full(batch: Batch, needs: Ints, helpers: Ints) -> Bools:
    full = batch.helpers.capacity[helpers] < 1
    return np.broadcast_to(full, np.broadcast_shapes(needs.shape, helpers.shape))


def _is_busy(batch: Batch, needs: Ints, helpers: Ints) -> Bools:
    opens, closes = batch.needs.opens[needs], batch.needs.closes[needs]
    busy = np.ones(np.broadcast_shapes(needs.shape, helpers.shape), dtype=np.bool_)
    for starts, ends in zip(batch.helpers.free_from.T, batch.helpers.free_until.T, strict=True):
        start, end = np.maximum(starts[helpers], opens), np.minimum(ends[helpers], closes)
        busy &= (end - start < batch.needs.minutes[needs]) | (ends[helpers] <= starts[helpers])
    return busy


def _speaks_otherwise(batch: Batch, needs: Ints, helpers: Ints) -> Bools:
    asked = batch.needs.languages[needs]
    otherwise: Bools = (asked != 0) & ((batch.helpers.languages[helpers] & asked) == 0)
    return otherwise


def _may_not_cross(batch: Batch, needs: Ints, helpers: Ints) -> Bools:
    there, bound = batch.needs.setting[needs], batch.helpers.setting[helpers]
    crosses: Bools = (bound != ANYWHERE) & (bound != UNSET) & (there != ANYWHERE) & (bound != there)
    return crosses


def _is_kept_apart(batch: Batch, needs: Ints, helpers: Ints) -> Bools:
    household = batch.needs.household[needs]
    apart: Bools = (household != NOBODY) & batch.conflicts.between(batch.helpers.ids[helpers], household)
    return apart


RULES: dict[Rule, Pairs] = {
    Rule.SKILL: _lacks_skill,
    Rule.VETTING: _lacks_vetting,
    Rule.DISTANCE: _is_far,
    Rule.CAPACITY: _is_full,
    Rule.WINDOW: _is_busy,
    Rule.LANGUAGE: _speaks_otherwise,
    Rule.SETTING: _may_not_cross,
    Rule.CONFLICT: _is_kept_apart,
}


def metres_between(batch: Batch, needs: Ints, helpers: Ints) -> NDArray[np.float64]:
    """Return the distance of pairs as the crow flies."""
    across = batch.needs.x[needs] - batch.helpers.x[helpers]
    along = batch.needs.y[needs] - batch.helpers.y[helpers]
    metres: NDArray[np.float64] = np.sqrt(across * across + along * along)
    return metres


def kept_out_by(
    batch: Batch, needs: Ints, helpers: Ints, rules: Iterable[Rule] = tuple(RULES)
) -> NDArray[np.int8]:
    """Return for pairs of rows, two arrays that broadcast, the first `Rule` that keeps them apart, or 0."""
    first = np.zeros(np.broadcast_shapes(needs.shape, helpers.shape), dtype=np.int8)
    for rule in rules:
        first[(first == 0) & RULES[rule](batch, needs, helpers)] = rule
    return first


def may_help(batch: Batch, needs: Ints, helpers: Ints, rules: Iterable[Rule] = tuple(RULES)) -> Bools:
    """Tell which pairs of rows nothing keeps apart."""
    able = np.ones(np.broadcast_shapes(needs.shape, helpers.shape), dtype=np.bool_)
    for rule in rules:
        able &= ~RULES[rule](batch, needs, helpers)
    return able
