"""Tables of support. Every part has a module of its own, and all are gathered here."""

from .needs import Concern, Need, NeedEvent, Person

__all__ = ["Concern", "Need", "NeedEvent", "Person"]
