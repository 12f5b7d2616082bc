"""Headers every page bears beside its policy: no camera, and no copy left on a shared computer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POWERS_NOT_USED = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PageHeaders:
    """Add the headers to what comes from our own views; static files are answered before this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POWERS_NOT_USED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
