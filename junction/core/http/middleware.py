"""No body past a limit is read, no address with a NUL in it; under /api/ no error leaves as a page."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from junction.core.pages.errors import too_large
from junction.core.pages.moment import NO_RULES, OWN, BadMoment
from junction.core.playbook import NoRuleInForce

from .problems import NOT_FOUND, OUR_FAULT, TOO_LARGE, problem

PREFIX = "/api/"
NUL = "The address holds a character (%00) that no text can hold. Leave it out."
DETAILS = {
    404: NOT_FOUND,
    405: "This address does not take that method. The Allow header says which it takes.",
    413: TOO_LARGE,
    500: OUR_FAULT,
}


def problems_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands first, so that it sees what every other middleware answers."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return get_response(request)
        if _announced_bytes(request) > settings.API_MAX_BYTES:
            return problem(413, TOO_LARGE)
        if _holds_nul(request):
            return problem(400, NUL)
        response = get_response(request)
        if response.status_code < 400 or "json" in response.headers.get("Content-Type", ""):
            return response
        kept = {name: response.headers[name] for name in ("Allow", "Retry-After") if name in response.headers}
        return problem(response.status_code, DETAILS.get(response.status_code, ""), headers=kept)

    return middleware


def bounding_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands last, before anything reads the body of a form: its refusals have the furniture of a page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX) and _announced_bytes(request) > settings.PAGE_MAX_BYTES:
            return too_large(request)
        if _holds_nul(request):
            raise BadRequest(NUL)
        return get_response(request)

    middleware.process_exception = _before_all_rules  # type: ignore[attr-defined]  # Django looks for it here
    return middleware


def _before_all_rules(request: HttpRequest, error: Exception) -> None:
    """A page that looks back to before its rules began says so."""
    if isinstance(error, NoRuleInForce) and any(name in request.GET for name in OWN):
        raise BadMoment(NO_RULES) from error


def _holds_nul(request: HttpRequest) -> bool:
    """PostgreSQL refuses the character wherever a search or a filter compares it."""
    return "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path


def _announced_bytes(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
