"""The addresses of the roof."""

from django.urls import path

from .views import home

app_name = "oversight"
urlpatterns = [
    path("", home.home, name="home"),
]
