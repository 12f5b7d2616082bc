"""How far a share that was found in a sample may be from the share of all.

The interval is Wilson's (Journal of the American Statistical Association 22, 1927), for 95 in 100: it stays
within 0 and 1 and holds for few calls and for shares near none or all, where the plain one does not.
"""

from math import sqrt

NORMAL_95 = 1.959963984540054  # the quantile of the normal distribution that leaves 2.5 in 100 above it


def interval(found: int, of: int) -> tuple[float, float]:
    """Return the two shares between which that of all lies; the whole range where nothing was looked at.

    Raise `ValueError` where more were found than looked at.
    """
    if not 0 <= found <= of:
        raise ValueError(f"{found} of {of} is no share")
    if of == 0:
        return 0.0, 1.0
    share, square = found / of, NORMAL_95**2 / of
    middle = share + square / 2
    half = NORMAL_95 * sqrt(share * (1 - share) / of + square / (4 * of))
    low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
    return (0.0 if found == 0 else low), (1.0 if found == of else high)
