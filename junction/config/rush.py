"""The short way for the one door that everybody comes to at once: placing an order by API.

A plainly sound order goes past sessions, users, cross-site checks, the resolver and the API's own machinery,
none of which it needs, straight to the batch it is placed in. Whatever is not plainly sound (no token, no
key, a body that does not fit, a limit reached, a refusal, a database that is away) goes the ordinary way,
which says what is wrong; so the answers are the ordinary ones, to the byte. What the batch has refused
goes with the request, which is judged once and counts once against its token. The headers are those that the
first ordinary answer of this process had. Decision 22 has the measurements.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from junction.supply.api.orders import place_plain_order

PATH = "/api/v1/supply/orders"
OF_ONE_ANSWER = frozenset({"content-type", "content-length", "idempotency-replayed", "set-cookie"})


def rush_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Stands behind what measures and refuses bodies that are too large, before everything else."""
    headers: dict[str, str] = {}

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH or request.method != "POST" or not headers:
            response = get_response(request)
            if not headers and request.path_info == PATH and response.status_code == 201:
                headers.update({k: v for k, v in response.items() if k.lower() not in OF_ONE_ANSWER})
            return response
        answer = place_plain_order(request)
        if answer is None:
            return get_response(request)
        request.resolver_match = resolve(PATH)
        for name, value in headers.items():
            answer[name] = value
        return answer

    return middleware
