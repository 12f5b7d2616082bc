"""What people see when something is refused, missing or broken: what is wrong, and what to do next.

The page for a broken server needs no database, session or menu, since any of them may be what is broken.
"""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import engines

from junction.core.pages import render
from junction.core.tables import MAX_BYTES

PLAIN_500 = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sorry</title></head>'
    "<body><main><h1>Sorry, there is a problem with the service</h1><p>Try again later. "
    "What you sent may not have been saved.</p></main></body></html>"
)


def explain(request: HttpRequest, *, status: int, title: str, sentences: tuple[str, ...]) -> HttpResponse:
    """Answer with a page that says what is wrong and what to do."""
    return render(request, "core/error.html", {"title": title, "sentences": sentences}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception) if isinstance(exception, BadRequest) else ""
    told = said or "The address or what was sent is not as it should be."
    return explain(
        request,
        status=400,
        title="We cannot show that",
        sentences=(told, "Check the address, or go back and try again."),
    )


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    told = str(exception) or "Your role does not allow this."
    return explain(
        request,
        status=403,
        title="You cannot do that",
        sentences=(told, "If you need to, ask whoever manages users in your organisation."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return explain(
        request,
        status=404,
        title="Page not found",
        sentences=(
            "If you typed the address, check it is correct.",
            "If you followed a link, what it led to may have moved, or may not be yours to see.",
        ),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """What was sent is larger than any file that can be taken; it was not read."""
    return explain(
        request,
        status=413,
        title="That file is too large",
        sentences=(
            f"Files of up to {MAX_BYTES // 1_000_000} MB can be taken. Nothing of this one was read.",
            "Send it in parts, or pack it by gzip. Then go back and select it again.",
        ),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return explain(
        request,
        status=403,
        title="This form is out of date",
        sentences=(
            "The page was open for too long, or cookies are turned off. Nothing was sent.",
            "Go back, reload the page and send the form again.",
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """The last page that must always come: drawn without a request, and in plain HTML if even that fails."""
    return HttpResponseServerError(
        safely(lambda: engines["jinja2"].get_template("core/broken.html").render())
    )


def safely(draw: Callable[[], str]) -> str:
    try:
        return draw()
    except Exception:  # whatever it was, this page must come
        return PLAIN_500
