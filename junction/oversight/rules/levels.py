"""The levels of the picture, from the nation down to a place, and what each may be broken down by.

England has regions; a region has Local Resilience Forums; a forum has councils; a council has places.
Integrated care boards cut across, so they can be chosen wherever they lie above councils.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

BREAKDOWNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "country": ("region", "lrf", "icb", "council"),
        "region": ("lrf", "council", "icb", "place"),
        "lrf": ("council", "district", "place"),
        "icb": ("council", "district", "place"),
        "county": ("place", "district"),
        "unitary": ("place",),
        "district": ("place",),
        "group": ("place", "council", "region"),
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "region": "Regions",
        "lrf": "Local Resilience Forums",
        "icb": "Integrated care boards",
        "council": "Councils",
        "district": "Districts",
        "place": "Places",
    }
)
# Which kind of area leads up to which, for the trail above a page: the chain of command, not every parent.
TRAIL = ("country", "region", "lrf", "county", "unitary")


def breakdown_of(kind: str, asked: str) -> str:
    """What an area of this kind is broken down by: what was asked for if it may be, else the first."""
    allowed = BREAKDOWNS[kind]
    return asked if asked in allowed else allowed[0]


def members(keys: Sequence[str | None], groups: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """The rows of each group; rows of no group (a place whose area is not known) under "", last."""
    found: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        for group in groups.get(key or "") or [""]:
            found.setdefault(group, []).append(number)
    return dict(sorted(found.items(), key=lambda item: (not item[0], item[0])))
