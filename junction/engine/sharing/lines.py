"""What sharing reads and what it answers: one line for each claim of one item on one stock."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from .levels import Floats

Ints = NDArray[np.int64]


class Bound(IntEnum):
    """What stopped a line where it stands."""

    LEVEL = 0  # the common level: the stock was gone
    CLAIM = 1  # it has all it claimed
    CAP = 2  # it has all that it may have
    FLOOR = 3  # it has its floor, which is more than the level gives
    FIRST_PACK = 4  # it has one pack, which is more than the level gives
    NOTHING = 5  # no pack was left for it


@dataclass(frozen=True, slots=True)
class Lines:
    """The claims, one line each. Every array has n entries; amounts are whole packs.

    Lines stand in the order in which ties are broken: of two that are equal in all else, the first comes
    first.
    """

    claims: Ints  # packs asked for
    weights: Floats  # at least 1; a line of weight 2 rises twice as fast as one of 1
    floors: Ints  # packs it shall have before others have more
    caps: Ints  # packs it may have, whatever it claims

    @classmethod
    def of(
        cls,
        claims: Ints,
        *,
        weights: Floats | None = None,
        floors: Ints | None = None,
        caps: Ints | None = None,
    ) -> "Lines":
        """Return lines with the ordinary values where none are given: weight 1, floor 0, cap as claimed.

        Only the proportions of weights count: the smallest becomes 1. Raise `ValueError` for a claim, floor
        or cap below 0 or a weight that is not above 0.
        """
        claims = np.asarray(claims, dtype=np.int64)
        weights = np.ones(len(claims)) if weights is None else np.asarray(weights, dtype=np.float64)
        if len(claims) and not (np.isfinite(weights).all() and weights.min() > 0):
            raise ValueError("weights are above 0")
        lines = cls(
            claims,
            weights / weights.min(initial=np.inf),
            np.zeros_like(claims) if floors is None else np.asarray(floors, dtype=np.int64),
            claims if caps is None else np.asarray(caps, dtype=np.int64),
        )
        if any(each.min(initial=0) < 0 for each in (lines.claims, lines.floors, lines.caps)):
            raise ValueError("claims, floors and caps are at least 0")
        return lines

    def __len__(self) -> int:
        return len(self.claims)

    @property
    def rates(self) -> Floats:
        """Return packs for each unit of level: the claim times its weight, so that no level is above 1."""
        return self.claims * self.weights

    @property
    def most(self) -> Ints:
        """Return the packs that a line can have at most: its claim or its cap, whichever is less."""
        return np.minimum(self.claims, self.caps)

    @property
    def least(self) -> Ints:
        """Return the packs of a line's floor, never more than it can have."""
        return np.minimum(self.floors, self.most)

    def only(self, chosen: NDArray[np.bool_] | Ints | slice) -> "Lines":
        """Return some of the lines, in the order of `chosen`."""
        return Lines(self.claims[chosen], self.weights[chosen], self.floors[chosen], self.caps[chosen])


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one line stands where it does."""

    claim: int
    weight: float
    floor: int
    cap: int
    level: float  # that its stock reached: the part of its claim that a line of weight 1 is given
    given: int
    bound: Bound


@dataclass(frozen=True, slots=True)
class Shares:
    """What each line is given and what stopped it there."""

    lines: Lines
    given: Ints  # packs
    levels: Floats  # the level of the stock that each line drew on; infinite where there was enough

    @property
    def fills(self) -> Floats:
        """Return the part of its claim that each line is given, 1 for a claim of nothing."""
        claims = self.lines.claims
        return np.divide(self.given, claims, out=np.ones(len(claims)), where=claims > 0)

    @property
    def bounds(self) -> NDArray[np.int8]:
        """Return what stopped each line, a `Bound` each; of several the first in the order below."""
        lines, given = self.lines, self.given
        reached = np.where(np.isinf(self.levels), np.inf, self.levels) * np.maximum(lines.rates, 1e-300)
        chosen = [
            (given >= lines.claims, Bound.CLAIM),
            (given >= lines.most, Bound.CAP),
            (given == 0, Bound.NOTHING),
            ((given <= lines.least) & (given > reached), Bound.FLOOR),
            ((given == 1) & (reached < 1), Bound.FIRST_PACK),
        ]
        tests, codes = zip(*chosen, strict=True)
        return np.select(list(tests), [int(code) for code in codes], int(Bound.LEVEL)).astype(np.int8)

    def reason(self, line: int) -> Reason:
        """Return why one line was given what it was."""
        lines, here = self.lines, np.array([line])
        return Reason(
            claim=int(lines.claims[line]),
            weight=float(lines.weights[line]),
            floor=int(lines.floors[line]),
            cap=int(lines.caps[line]),
            level=float(self.levels[line]),
            given=int(self.given[line]),
            bound=Bound(int(Shares(lines.only(here), self.given[here], self.levels[here]).bounds[0])),
        )
