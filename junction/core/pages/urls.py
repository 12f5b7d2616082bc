"""The addresses of the pages every service must have."""

from django.urls import path

from junction.core.pages import style_guide, views

app_name = "core"
urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("look.css", views.look, name="look"),
    path("style-guide/", style_guide.style_guide, name="style-guide"),
]
