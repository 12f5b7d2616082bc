"""Every door of the site, by package."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from junction.config.admin import register_every_table
from junction.config.api import api

register_every_table()

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("junction.config.health.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("", include("junction.core.pages.urls")),
    path("", include("junction.people.urls")),
    path("", include("junction.registry.urls")),
    path("", include("junction.returns.urls")),
    path("", include("junction.record.urls")),
    path("", include("junction.supply.urls")),
    path("", include("junction.assurance.urls")),
    path("", include("junction.support.urls")),
    path("", include("junction.oversight.urls")),
]

handler400 = "junction.core.pages.errors.bad_request"
handler403 = "junction.core.pages.errors.not_allowed"
handler404 = "junction.core.pages.errors.not_found"
handler500 = "junction.core.pages.errors.server_error"
