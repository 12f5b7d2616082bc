"""How much of each item a place uses, how long its stock lasts, and what it may claim of a scarce one.

Places are rows and items are columns in every array here. What is not known is NaN and stays so: it is never
zero, and never enough.
"""

from .burn import Burn, adjusted_consumption, burn_rates
from .claims import claims_of, weights_of
from .cover import Cover, cover_of, runs_out_on
from .flags import FLAG_WORDS, Flag, flags_in_words, flags_of
from .limits import Limits, bands_in_words, in_words, limits_on
from .need import Staffing, modelled_need, staffing_on
from .spans import Counted, Counts, Deliveries, Spans, counted, spans
from .use import BASIS_WORDS, Basis, Use, best_use

__all__ = [
    "BASIS_WORDS",
    "FLAG_WORDS",
    "Basis",
    "Burn",
    "Counted",
    "Counts",
    "Cover",
    "Deliveries",
    "Flag",
    "Limits",
    "Spans",
    "Staffing",
    "Use",
    "adjusted_consumption",
    "bands_in_words",
    "best_use",
    "burn_rates",
    "claims_of",
    "counted",
    "cover_of",
    "flags_in_words",
    "flags_of",
    "in_words",
    "limits_on",
    "modelled_need",
    "runs_out_on",
    "spans",
    "staffing_on",
    "weights_of",
]
