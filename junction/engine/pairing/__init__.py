"""Pairing needs with helpers: the nearest who may, exactly in short batches, at once for the urgent.

A batch is arrays: helpers, needs, and who is kept apart. The plan meets the most needs of priority 1, then of
priority 2, and so on, and of those the ones that cost least: metres, and metres for each task that a helper
had of late.
"""

from .bounds import Bound, bound
from .cells import pair_cells, search_in_cells
from .eligibility import RULES, Rule, kept_out_by, may_help
from .nearest import Candidates, all_candidates, nearest_candidates
from .offers import AlreadyAnswered, Answer, Do, NotAsked, Offer, Offers, Step
from .offers import accept as accept_offer
from .offers import decline as decline_offer
from .offers import look as look_at_offers
from .offers import offer as offer_at_once
from .offers import withdraw as withdraw_offers
from .parties import ANYWHERE, NO_CONFLICTS, NOBODY, UNSET, Batch, Conflicts, Helpers, Needs
from .plan import Plan, pair, pair_among, price_of_fairness
from .plane import on_a_plane
from .pools import InProcess, NoCluster, NoRay, NoSuchPool, Pool, Processes, Ray, map_cells, pool_named
from .priority import is_lexicographic
from .reasons import Cost, RunnerUp, Why, explain, reasons_of_unmet, unmet_by_reason

__all__ = [
    "ANYWHERE",
    "NOBODY",
    "NO_CONFLICTS",
    "RULES",
    "UNSET",
    "AlreadyAnswered",
    "Answer",
    "Batch",
    "Bound",
    "Candidates",
    "Conflicts",
    "Cost",
    "Do",
    "Helpers",
    "InProcess",
    "Needs",
    "NoCluster",
    "NoRay",
    "NoSuchPool",
    "NotAsked",
    "Offer",
    "Offers",
    "Plan",
    "Pool",
    "Processes",
    "Ray",
    "Rule",
    "RunnerUp",
    "Step",
    "Why",
    "accept_offer",
    "all_candidates",
    "bound",
    "decline_offer",
    "explain",
    "is_lexicographic",
    "kept_out_by",
    "look_at_offers",
    "map_cells",
    "may_help",
    "nearest_candidates",
    "offer_at_once",
    "on_a_plane",
    "pair",
    "pair_among",
    "pair_cells",
    "pool_named",
    "price_of_fairness",
    "reasons_of_unmet",
    "search_in_cells",
    "unmet_by_reason",
    "withdraw_offers",
]
