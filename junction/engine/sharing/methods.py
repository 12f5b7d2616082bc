"""Ways to share one stock, to be set side by side. Amounts are floats: what each rule says before packs are
whole.

Sources: Thomson, "Axiomatic and game-theoretic analysis of bankruptcy and taxation problems", Mathematical
Social Sciences 45 (2003), for the rules; Aumann and Maschler, "Game theoretic analysis of a bankruptcy
problem from the Talmud", Journal of Economic Theory 36 (1985), for the last.
"""

from enum import StrEnum

import numpy as np

from .levels import Floats, fill_to_level, water_level
from .lines import Lines, Shares
from .packs import share_packs


class Method(StrEnum):
    """The rules that a run may follow."""

    MAX_MIN = "max-min"  # the same part of its claim for everyone, times the weight, within floors and caps
    PROPORTIONAL = "proportional"  # the same part of its claim for everyone, whatever the weight
    EQUAL_AWARDS = "equal-awards"  # the same amount for everyone, up to the claim
    EQUAL_LOSSES = "equal-losses"  # the same amount short for everyone, down to nothing
    TALMUD = "talmud"  # equal awards up to half of the claims, equal losses beyond
    FIRST_COME = "first-come"  # in the order of the lines; only for comparison


def amounts_by(method: Method, lines: Lines, supply: float) -> Floats:
    """Return what each line is given by a method, in packs that may be opened.

    Only max-min knows weights and floors; the others share by claims alone, and none passes a cap.
    """
    claims, most = lines.claims.astype(np.float64), lines.most.astype(np.float64)
    supply = min(float(supply), float(most.sum()))
    if method is Method.MAX_MIN:
        least = lines.least.astype(np.float64)
        if least.sum() > supply:
            least, most = np.zeros_like(least), least
        return _raised(lines.rates, least, most, supply)
    if method is Method.PROPORTIONAL:
        return _raised(claims, np.zeros_like(claims), most, supply)
    if method is Method.EQUAL_AWARDS:
        return equal_awards(most, supply)
    if method is Method.EQUAL_LOSSES:
        return equal_losses(most, supply)
    if method is Method.TALMUD:
        half = most / 2
        over = supply - float(half.sum())
        return equal_awards(half, supply) if over <= 0 else half + equal_losses(half, over)
    return np.clip(supply - (np.cumsum(most) - most), 0.0, most)


def equal_awards(claims: Floats, supply: float) -> Floats:
    """Return the same amount for every claim, but to none more than it claims."""
    return _raised(np.ones_like(claims), np.zeros_like(claims), claims, supply)


def equal_losses(claims: Floats, supply: float) -> Floats:
    """Return every claim less the same amount, but to none less than nothing."""
    return claims - equal_awards(claims, float(claims.sum()) - supply)


def share_by(method: Method, lines: Lines, supply: int) -> Shares:
    """Return whole packs by a method: its amounts rounded down, the rest to those furthest from theirs."""
    if method is Method.MAX_MIN:
        return share_packs(lines, supply)
    amounts = amounts_by(method, lines, supply)
    given = np.floor(amounts + 1e-9).astype(np.int64)
    left = round(min(float(supply), float(lines.most.sum()))) - int(given.sum())
    short = np.where(given < lines.most, amounts - given, -1.0)
    given[np.argsort(-short, kind="stable")[:left]] += 1
    enough = supply >= int(lines.most.sum())
    level = np.inf if enough else float((given / np.maximum(lines.rates, 1e-300)).max(initial=0.0))
    return Shares(lines, given, np.full(len(lines), level))


def _raised(rates: Floats, floors: Floats, caps: Floats, supply: float) -> Floats:
    able = rates > 0
    held = np.zeros_like(caps)
    if able.any():
        level = water_level(rates[able], floors[able], caps[able], supply)
        held[able] = fill_to_level(level, rates[able], floors[able], caps[able])
    return held
