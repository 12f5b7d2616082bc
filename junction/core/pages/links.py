"""Where somebody may go from a page: links to those of its parts that their scope opens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from junction.core.scope import Scope

Part = tuple[str, str, str, str]  # text, name of the address, permission, and what it is for


@dataclass(frozen=True, slots=True)
class Link:
    """One place to go to."""

    text: str
    href: str
    about: str


def links_for(scope: Scope, parts: Sequence[Part], *, of_the_nation: Collection[str] = ()) -> list[Link]:
    """Return the parts that this scope may open; those `of_the_nation` only for who sees all of it."""
    return [
        Link(text, reverse(name), about)
        for text, name, permission, about in parts
        if (scope.reach(permission).national if name in of_the_nation else scope.may(permission))
    ]
