"""Gathers what each request reads that is sensitive, and has it in the log before the answer leaves.

Nothing of it left where somebody was refused, led elsewhere or answered by an error; a machine that writes is
answered with numbers. A file that is streamed is written down piece by piece: each piece after the line that
names what is new in it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from junction.core.pages.context import actor_of

from .operations import log_reading
from .rules import Reading, gathering

REFUSED = (401, 403, 404, 405)


def reading_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands after what says who is asking."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        reading = Reading()
        with gathering(reading):
            response: Any = get_response(request)
        if not _shows(request, response):
            return response  # type: ignore[no-any-return] # of either kind
        _log(request, reading)
        if response.streaming and not response.is_async:
            response.streaming_content = _logged(response.streaming_content, request, reading)
        return response  # type: ignore[no-any-return] # as above

    return middleware


def _shows(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether anything that was read may be in an answer."""
    status = response.status_code
    if status >= 500 or 300 <= status < 400 or status in REFUSED:
        return False
    return request.method in ("GET", "HEAD") or not request.path.startswith("/api/")


def _logged(pieces: Iterator[bytes], request: HttpRequest, reading: Reading) -> Iterator[bytes]:
    while True:
        with gathering(reading):
            piece = next(pieces, None)
        _log(request, reading)
        if piece is None:
            return
        yield piece


def _log(request: HttpRequest, reading: Reading) -> None:
    if reading.waiting:
        log_reading(reading, path=request.path, by=actor_of(request), now=timezone.now())
