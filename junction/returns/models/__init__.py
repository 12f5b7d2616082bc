"""Tables of returns: what is so, as it was said and as it was known."""

from .returns import Channel, DayTotal, DirtyDay, Latest, Return, Slot, known_at, known_sql
from .series import Figure, Publication, Series, SeriesLine

__all__ = [
    "Channel",
    "DayTotal",
    "DirtyDay",
    "Figure",
    "Latest",
    "Publication",
    "Return",
    "Series",
    "SeriesLine",
    "Slot",
    "known_at",
    "known_sql",
]
