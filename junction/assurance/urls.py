"""Doors of assurance."""

from django.urls import URLPattern, path

from junction.assurance.views import home

app_name = "assurance"
urlpatterns: list[URLPattern] = [
    path("plans/", home.home, name="home"),
]
