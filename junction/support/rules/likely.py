"""How likely a task is: what came to volunteers near in the last days, and what that says of the coming ones.

Tasks are taken to come by chance and evenly, so that their number is a Poisson variable: with k tasks in so
many days for n volunteers, one of them may expect k / n in as many days, and at least one in the coming with
1 - exp(-rate). The interval is Garwood's exact one for k (Biometrika 28, 1936), carried through.
"""

from dataclasses import dataclass
from math import exp

from scipy.stats import chi2

CONFIDENCE = 0.95  # how a figure is shown: the usual level of an interval; nothing is decided by it


@dataclass(frozen=True, slots=True)
class Likely:
    """The figure and its interval, in per cent; where too few volunteers stand behind it, none is said."""

    tasks: int
    volunteers: int
    days: int
    next_days: int
    low: int | None = None
    best: int | None = None
    high: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is enough to say it."""
        return self.best is not None


def likely(tasks: int, volunteers: int, *, days: int, next_days: int, least: int) -> Likely:
    """Return how likely one of so many is given a task in the coming days, from those of the last."""
    if volunteers < least:
        return Likely(tasks, volunteers, days, next_days)
    tail = (1 - CONFIDENCE) / 2
    low = float(chi2.ppf(tail, 2 * tasks)) / 2 if tasks else 0.0
    high = float(chi2.ppf(1 - tail, 2 * tasks + 2)) / 2
    share = next_days / days / volunteers
    told = [round(100 * (1 - exp(-count * share))) for count in (low, tasks, high)]
    return Likely(tasks, volunteers, days, next_days, *told)
