"""Doors of support: each part keeps its addresses in a module of its own."""

from django.urls import URLPattern, path

from junction.support.views import home

from . import directory, needs, offers

app_name = "support"
urlpatterns: list[URLPattern] = [
    path("support/", home.home, name="home"),
    *directory.urlpatterns,
    *needs.urlpatterns,
    *offers.patterns,
]
