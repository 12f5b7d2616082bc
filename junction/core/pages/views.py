"""Doors to the pages every service must have: accessibility, privacy, cookies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import Product


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "core/privacy.html")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    return render(request, "core/cookies.html", {"cookie_names": names})


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """The colour of this installation as a style sheet, since the policy allows no style in pages."""
    css = f":root {{ --govuk-brand-colour: {Product(**settings.PRODUCT).colour}; }}\n"
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers=headers)
