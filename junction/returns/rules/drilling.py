"""From the nation down to a council: what the completeness of an area is broken down by, what lies above."""

from collections.abc import Mapping
from types import MappingProxyType

TRAIL = ("country", "region", "lrf", "county", "unitary", "district")
_COUNCIL = ("provider", "council")
# The first is shown unless another is asked for. "" stands for all that somebody sees, of several areas.
BREAKDOWNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": ("council", "region", "lrf", "provider"),
        "country": ("region", "lrf", "council", "provider"),
        "region": ("lrf", "council", "provider"),
        "lrf": ("council", "provider"),
        "icb": ("council", "provider"),
        "county": _COUNCIL,
        "unitary": _COUNCIL,
        "district": _COUNCIL,
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {"region": "region", "lrf": "Local Resilience Forum", "council": "council", "provider": "provider"}
)


def breakdown_of(kind: str, asked: str) -> str:
    """What an area of a kind is broken down by: what was asked for if it may be, else the first."""
    allowed = BREAKDOWNS[kind]
    return asked if asked in allowed else allowed[0]
