"""Tables of returns: what is so, as it was said and as it was known."""

from .returns import Channel, DayTotal, DirtyDay, Latest, Return, Slot

__all__ = ["Channel", "DayTotal", "DirtyDay", "Latest", "Return", "Slot"]
