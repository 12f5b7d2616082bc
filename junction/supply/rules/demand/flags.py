"""What does not go with the modelled need: much in stock, or much or little said to be used.

A flag asks for a look and never blocks anything: a home may have reasons that no model knows.
"""

from enum import IntFlag

import numpy as np

from .arrays import Codes, Floats
from .limits import Limits


class Flag(IntFlag):
    """Several may hold at once."""

    NONE = 0
    HOARDING = 1
    OVERSTATED = 2
    UNDERSTATED = 4


FLAG_WORDS = {
    Flag.HOARDING: "Much more in stock than its people need",
    Flag.OVERSTATED: "Says it uses much more than its people need",
    Flag.UNDERSTATED: "Says it uses much less than its people need",
}


def flags_of(stocks: Floats, stated: Floats, modelled: Floats, limits: Limits) -> Codes:
    """Return the flags of every place and item; none where the modelled need is not known or nothing."""
    known = modelled > 0
    found = (
        np.where(stocks > limits.hoard_days * modelled, Flag.HOARDING, Flag.NONE)
        | np.where(stated > limits.over_times * modelled, Flag.OVERSTATED, Flag.NONE)
        | np.where(stated < limits.under_part * modelled, Flag.UNDERSTATED, Flag.NONE)
    )
    return np.where(known, found, Flag.NONE).astype(np.int8)


def flags_in_words(flags: int) -> list[str]:
    """Say each flag that holds."""
    return [words for flag, words in FLAG_WORDS.items() if flag & flags]
