"""What pairing reads: who can help, what is needed, who is kept apart. One batch is all three at a moment.

Places are metres on a plane (`on_a_plane` makes them from latitude and longitude), times are whole minutes
from any one moment, kinds (skills, languages) are bits. Whatever has a name in the field is a number here:
which bit a skill is and which level a check has is the caller's dated data.
"""

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bits = NDArray[np.uint64]
Bools = NDArray[np.bool_]
Chosen = Bools | Ints | slice

ANYWHERE = -1  # a setting: a helper who may cross settings, or a need that is in none
UNSET = -2  # a helper who may not cross settings and has been in none so far
NOBODY = -1  # in place of a helper's number; or a need without a household
FURTHEST = 1e8  # metres: further than any place on the earth
LATER = np.int64(1 << 40)  # minutes: no end


class _Rows:
    """Arrays of one length, a row for each party; rows can be chosen."""

    def only(self, chosen: Chosen) -> Self:
        """Return some of the rows, in the order of `chosen`."""
        return type(self)(*(getattr(self, each.name)[chosen] for each in fields(self)))  # type: ignore[arg-type] # every one is a dataclass

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))  # type: ignore[arg-type] # as above


@dataclass(frozen=True, slots=True)
class Helpers(_Rows):
    """Those who can help; n rows. Of two who are equal in all else the lower id comes first."""

    ids: Ints  # each once
    x: Floats  # metres east
    y: Floats  # metres north
    skills: Bits  # a bit for each skill they have
    vetting: Ints  # the level of check they passed; a higher one includes all lower ones
    free_from: NDArray[np.int64]  # n by w: minutes at which each of w windows opens
    free_until: NDArray[np.int64]  # n by w: and closes; one that closes before it opens is none
    capacity: Ints  # needs they can still take today
    recent: Ints  # tasks of the last 30 days
    languages: Bits  # a bit for each language they speak
    setting: Ints  # the setting they are bound to by infection control; ANYWHERE; UNSET
    reach: Floats  # metres they would travel

    @classmethod
    def of(cls, x: ArrayLike, y: ArrayLike, **given: ArrayLike) -> "Helpers":
        """Return helpers with the ordinary values where none are given.

        Ids as they stand, no skill, level 0, always free, one need a day, no recent task, no language, free
        to go anywhere, any distance. A single value stands for all. Raise `ValueError` for a place that is
        none or an amount below 0, `TypeError` for a word that is none of the above.
        """
        count = len(np.asarray(x))
        usual: dict[str, ArrayLike] = {
            "ids": np.arange(count), "skills": 0, "vetting": 0, "free_from": 0, "free_until": LATER,
            "capacity": 1, "recent": 0, "languages": 0, "setting": ANYWHERE, "reach": np.inf,
        }  # fmt: skip
        helpers = cls(**_arrays(count, {"x": x, "y": y} | usual | given))
        if helpers.free_from.shape != helpers.free_until.shape:
            raise ValueError("every window opens and closes")
        _refuse_below_0(helpers.capacity, helpers.recent, helpers.reach)
        return helpers

    @property
    def room(self) -> Ints:
        """Return how many needs one batch may give them: one to those whose first setting this would be.

        After it they are bound, and two needs of one batch could lie in two settings.
        """
        return np.where(self.setting == UNSET, np.minimum(self.capacity, 1), self.capacity)


@dataclass(frozen=True, slots=True)
class Needs(_Rows):
    """What is needed, each by one helper; m rows."""

    ids: Ints  # each once
    x: Floats
    y: Floats
    skills: Bits  # all of these are asked for
    vetting: Ints  # at least this level
    opens: Ints  # minutes: not before
    closes: Ints  # minutes: done by then
    minutes: Ints  # how long it takes, without a break
    languages: Bits  # one of these is asked for; no bit: any will do
    setting: Ints  # the setting it is in, by infection control, or ANYWHERE
    household: Ints  # whose it is, or NOBODY
    priority: Ints  # 1 is the most urgent
    limit: Floats  # metres from which a helper may come

    @classmethod
    def of(cls, x: ArrayLike, y: ArrayLike, **given: ArrayLike) -> "Needs":
        """Return needs with the ordinary values where none are given: anybody, at any time, from anywhere.

        Raise as `Helpers.of` does, and `ValueError` for a priority below 1.
        """
        count = len(np.asarray(x))
        usual: dict[str, ArrayLike] = {
            "ids": np.arange(count), "skills": 0, "vetting": 0, "opens": 0, "closes": LATER, "minutes": 0,
            "languages": 0, "setting": ANYWHERE, "household": NOBODY, "priority": 1, "limit": np.inf,
        }  # fmt: skip
        needs = cls(**_arrays(count, {"x": x, "y": y} | usual | given))
        _refuse_below_0(needs.minutes, needs.limit, needs.priority - 1)
        return needs


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Which helper may not be sent to which household: pairs of ids, for any reason there is."""

    helpers: Ints
    households: Ints

    def between(self, helpers: Ints, households: Ints) -> Bools:
        """Tell for pairs of ids, two arrays of one shape, which are kept apart."""
        shape = np.broadcast_shapes(helpers.shape, households.shape)
        if not len(self.helpers):
            return np.zeros(shape, dtype=np.bool_)
        known, who = np.unique(self.helpers, return_inverse=True)
        homes, whose = np.unique(self.households, return_inverse=True)
        one, other = np.searchsorted(known, helpers), np.searchsorted(homes, households)
        one, other = np.minimum(one, len(known) - 1), np.minimum(other, len(homes) - 1)
        there = (known[one] == helpers) & (homes[other] == households)
        apart: Bools = there & np.isin(one * len(homes) + other, who * len(homes) + whose)
        return apart


NO_CONFLICTS = Conflicts(np.empty(0, np.int64), np.empty(0, np.int64))


@dataclass(frozen=True, slots=True)
class Batch:
    """What is paired at once. Rows stand by id, so that the order in which they came changes nothing."""

    helpers: Helpers
    needs: Needs
    conflicts: Conflicts

    @classmethod
    def of(cls, helpers: Helpers, needs: Needs, conflicts: Conflicts = NO_CONFLICTS) -> "Batch":
        """Return a batch. Raise `ValueError` for an id that stands twice."""
        for ids in (helpers.ids, needs.ids):
            if len(np.unique(ids)) < len(ids):
                raise ValueError("an id stands twice")
        return cls(helpers.only(np.argsort(helpers.ids)), needs.only(np.argsort(needs.ids)), conflicts)

    def part(self, helpers: Chosen, needs: Chosen) -> "Batch":
        """Return a part of this batch; rows stay in order where `helpers` and `needs` do."""
        few = self.helpers.only(helpers)
        here = np.isin(self.conflicts.helpers, few.ids)
        conflicts = Conflicts(self.conflicts.helpers[here], self.conflicts.households[here])
        return Batch(few, self.needs.only(needs), conflicts)


def _arrays(count: int, given: dict[str, ArrayLike]) -> dict[str, NDArray[Any]]:
    """Return what was given as arrays of the kind's types, single values repeated."""
    types = {"skills": np.uint64, "languages": np.uint64} | dict.fromkeys(
        ("x", "y", "reach", "limit"), np.float64
    )
    arrays: dict[str, NDArray[Any]] = {}
    for name, values in given.items():
        array = np.asarray(values, dtype=types.get(name, np.int64))
        if name in ("free_from", "free_until") and array.ndim < 2:
            array = array.reshape(-1, 1)  # one window each
        shape = (count, *array.shape[1:]) if array.ndim > 1 else (count,)
        arrays[name] = np.ascontiguousarray(np.broadcast_to(array, shape))
    if not all((np.abs(arrays[name]) <= FURTHEST).all() for name in ("x", "y")):
        raise ValueError("no place: x and y are metres")
    return arrays


def _refuse_below_0(*amounts: Ints | Floats) -> None:
    if not all((amount >= 0).all() for amount in amounts):
        raise ValueError("an amount is below 0")
