"""Doors to the pages every service must have: accessibility, privacy, cookies."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from junction.core.pages import render


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "core/privacy.html")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "core/cookies.html")
