"""Every read of the registry; each takes the scope of whoever asks."""

from .places import (
    families,
    live_registrations,
    place,
    place_by_identifier,
    places,
    registrations,
)

__all__ = [
    "families",
    "live_registrations",
    "place",
    "place_by_identifier",
    "places",
    "registrations",
]
