"""Doors of supply."""

from django.urls import URLPattern, path

from junction.supply.views import home

app_name = "supply"
urlpatterns: list[URLPattern] = [
    path("supply/", home.home, name="home"),
]
