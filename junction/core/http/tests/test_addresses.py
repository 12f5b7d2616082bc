"""What is found by the words of an address is what Django's own way finds."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern, RoutePattern
from hypothesis import given
from hypothesis import strategies as st

from junction.core.http.addresses import ByWords, Door, by_words, words_of


def view(request: HttpRequest, **named: object) -> HttpResponse:
    """Somewhere to come to."""
    return HttpResponse()


DOORS: list[Door] = [
    path("", view, name="first"),
    path("homes/", view, name="homes"),
    path("homes/<int:pk>/", view, name="home"),
    path("homes/new/", view, name="new"),
    path("homes/new/<slug:of>/", view, name="new-of"),
    path("<slug:area>/homes/", view, name="of-area"),
    path("homes/<slug:name>/", view, name="named"),
    path("robots.txt", view, name="robots"),
    path("a/b/c/", view, name="deep"),
    path("a/", ([path("x/", view, name="inner"), path("<int:n>/", view, name="number")], "inner", "inner")),
]
WORDS = ["", "homes", "new", "7", "robots.txt", "a", "b", "c", "x", "leeds", "homesnew"]
QUICK, SLOW = by_words("in/", (DOORS, "app", "app")), path("in/", (DOORS, "app", "app"))


def found(resolver: URLResolver, address: str) -> tuple[object, ...] | None:
    try:
        match = resolver.resolve(address)
    except Resolver404:
        return None
    return match.view_name, match.args, match.kwargs, match.route, match.func, match.app_names


@given(st.lists(st.sampled_from(WORDS), max_size=4), st.sampled_from(["in/", "", "i"]))
def test_the_same_is_found_as_by_trying_all(words: list[str], before: str) -> None:
    """Inner addresses, words that vary, two that would fit: whatever is asked for."""
    address = before + "/".join(words)
    assert found(QUICK, address) == found(SLOW, address)


def test_every_door_of_the_site_is_found_by_its_own_words() -> None:
    """Each door is among those tried for an address that begins as its own does."""
    tried = 0
    for package in get_resolver().url_patterns:
        if not isinstance(package, ByWords):
            continue
        for door in package.url_patterns:
            words = words_of(door)
            part = next(
                package._parts[words[:n]] for n in range(len(words), -1, -1) if words[:n] in package._parts
            )
            assert door in part.url_patterns
            tried += 1
    assert tried > 400


def test_only_what_may_fit_is_tried() -> None:
    assert len(QUICK._parts[("homes", "new")].url_patterns) < len(DOORS)


@pytest.mark.parametrize(
    ("route", "words"),
    [("", ("",)), ("a/", ("a", "")), ("a/b/<int:n>/", ("a", "b")), ("<int:n>/a/", ()), ("a<int:n>/", ())],
)
def test_the_words_of_an_address(route: str, words: tuple[str, ...]) -> None:
    assert words_of(URLPattern(RoutePattern(route, is_endpoint=True), view)) == words


def test_a_pattern_of_signs_may_fit_anything() -> None:
    assert words_of(URLPattern(RegexPattern(r"^a/$", is_endpoint=True), view)) == ()
