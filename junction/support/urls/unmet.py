"""Doors of what is not met, and of proposals for new provision."""

from django.urls import URLPattern, path

from junction.support.views import unmet

urlpatterns: list[URLPattern] = [
    path("support/unmet/", unmet.unmet, name="unmet"),
    path("support/unmet/figures/", unmet.unmet_figures, name="unmet-figures"),
]
