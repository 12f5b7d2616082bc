"""Every write to the registry: one transaction, one audit line each."""

from .places import CannotCreatePlace, IdentifierTaken, create_place, create_places

__all__ = ["CannotCreatePlace", "IdentifierTaken", "create_place", "create_places"]
