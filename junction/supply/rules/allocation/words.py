"""Why a line was given what it was, and why another was given nothing, in sentences."""

from math import isinf

from junction.engine.sharing import Bound, Method

METHOD_WORDS = {
    Method.MAX_MIN: "Water-filling: the same part of its claim for everyone, more for who weighs more",
    Method.PROPORTIONAL: "In proportion: the same part of its claim for everyone, whatever it weighs",
    Method.EQUAL_AWARDS: "Equal awards: the same number of packs for everyone, up to the claim",
}
BOUND_WORDS = {
    Bound.LEVEL: "Shared to the level at which the stock was gone",
    Bound.CLAIM: "All that was claimed",
    Bound.CAP: "The most that it may have in this run",
    Bound.FLOOR: "Its floor, which is more than the level gives",
    Bound.FIRST_PACK: "One pack, which everyone who claims is given before anyone is given two",
    Bound.NOTHING: "Nothing: no pack was left for it",
}
NO_CLAIM = {
    "enough": "It has enough for the days aimed at",
    "unknown": "What it uses in a day is not known, and no model speaks of its kind of care",
    "no-depot": "None of the chosen depots serves it",
    "no-stock": "The chosen depots hold none of this item",
    "too-few": "There were fewer packs than claims, and its turn did not come",
}


def why_line(*, claim: int, weight: float, floor: int, cap: int, level: float, given: int, bound: int) -> str:
    """Say in one sentence how the packs of a line came about."""
    parts = [f"It claimed {claim:,} {_packs(claim)}"]
    if weight != 1:
        parts.append(f"weighs {weight:g}")
    if floor:
        parts.append(f"has a floor of {floor:,}")
    if cap < claim:
        parts.append(f"may have {cap:,} at most")
    reached = (
        "there was enough for all"
        if isinf(level)
        else f"the stock reached {level:.0%} of a claim of weight 1"
    )
    return f"{', '.join(parts)}; {reached}. Given: {given:,}. {BOUND_WORDS[Bound(bound)]}."


def why_nothing(code: str) -> str:
    """Say why a recipient has no line, or one with nothing."""
    return NO_CLAIM[code]


def _packs(count: int) -> str:
    return "pack" if count == 1 else "packs"
