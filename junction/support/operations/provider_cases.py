"""A case about a place: what its manager asks or tells on the phone; equipment, staff, guidance, money.

It stands in the same queue as people's needs. What it is about another register answers: the case is passed
on by that register's kind and number, and stays open until it is known to be met.
"""

from datetime import datetime

from junction.core.scope import Actor

from ..queries.needs import ASK, open_needs
from ..rules.desk import category
from . import need_refusals as refusals
from .needs import Made, Stated, state_needs


def open_provider_case(
    place: int,
    *,
    matter: str,
    words: str,
    channel: str = "phone",
    is_another: bool = False,
    by: Actor,
    now: datetime,
) -> Made:
    """Open a case about a place in reach. Raise `NotYours`, `NotARule`, `SayWhy`, or `LooksLikeAnother` while
    the place has an open one of the same matter, unless it is said to be another.
    """
    if not words.strip():
        raise refusals.SayWhy
    if not is_another:
        alike = open_needs(by.scope, permission=ASK).filter(place_id=place, category=category(matter))
        if found := list(alike.values_list("pk", flat=True)[:10]):
            raise refusals.LooksLikeAnother(needs=found)
    stated = Stated({}, words=words, place=place, matter=matter, channel=channel)
    return state_needs([stated], by=by, now=now)[0]
