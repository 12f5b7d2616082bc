"""Doors of support: each part keeps its addresses in a module of its own."""

from django.urls import URLPattern, path

from junction.support.views import home

from . import carers, desk, directory, linking, needs, offers, programmes, referrals, unmet, volunteers

app_name = "support"
urlpatterns: list[URLPattern] = [
    path("support/", home.home, name="home"),
    *carers.urlpatterns,
    *desk.urlpatterns,
    *directory.urlpatterns,
    *linking.urlpatterns,
    *needs.urlpatterns,
    *offers.patterns,
    *programmes.urlpatterns,
    *volunteers.urlpatterns,
    *referrals.urlpatterns,
    *unmet.urlpatterns,
]
