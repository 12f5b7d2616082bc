"""Addresses found by their first two words. Django tries every pattern of every package in turn until one
fits, hundreds for each request; here only those are tried, in the same order, that may fit.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver, include
from django.urls.resolvers import RoutePattern

DEPTH = 2
Words = tuple[str, ...]
Door = URLPattern | URLResolver


def words_of(door: Door) -> Words:
    """The first words that everything at this door's address begins with: those before one that may vary."""
    if not isinstance(door.pattern, RoutePattern):
        return ()
    said = str(door.pattern).split("/")
    whole = said if isinstance(door, URLPattern) else said[:-1]  # behind an inner address, more follows
    fixed = next((place for place, word in enumerate(whole) if "<" in word), len(whole))
    return tuple(whole[: min(fixed, DEPTH)])


class ByWords(URLResolver):
    """Addresses of one package, as `path(route, include(...))` makes them."""

    @cached_property
    def _parts(self) -> dict[Words, URLResolver]:
        """For any first words: what may fit them."""
        doors = [(words_of(door), door) for door in self.url_patterns]
        known = {words[:depth] for words, _ in doors for depth in range(DEPTH + 1)}
        return {one: self._of([door for words, door in doors if one[: len(words)] == words]) for one in known}

    def _of(self, doors: Sequence[Door]) -> URLResolver:
        return URLResolver(self.pattern, list(doors), self.default_kwargs, self.app_name, self.namespace)

    def resolve(self, path: str) -> ResolverMatch:
        """Return what stands at this address. Raise `Resolver404`."""
        inner = self.pattern.match(str(path))
        words = tuple(inner[0].split("/", DEPTH)[:DEPTH]) if inner else ()
        while words not in self._parts:
            words = words[:-1]
        return self._parts[words].resolve(path)


def by_words(route: str, view: Any) -> ByWords:
    """Stand in for `path(route, include(...))`."""
    doors, app_name, namespace = view if isinstance(view, tuple) else include(view)
    return ByWords(RoutePattern(route, is_endpoint=False), doors, app_name=app_name, namespace=namespace)
