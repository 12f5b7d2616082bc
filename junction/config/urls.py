"""Every door of the site, by package."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from junction.config.admin import register_every_table
from junction.config.api import api
from junction.core.http.addresses import by_words

register_every_table()

urlpatterns: list[URLPattern | URLResolver] = [
    by_words("", "junction.config.health.urls"),
    path("admin/", admin.site.urls),
    by_words("api/v1/", api.urls),
    by_words("", "junction.core.pages.urls"),
    by_words("", "junction.people.urls"),
    by_words("", "junction.registry.urls"),
    by_words("", "junction.returns.urls"),
    by_words("", "junction.record.urls"),
    by_words("", "junction.supply.urls"),
    by_words("", "junction.assurance.urls"),
    by_words("", "junction.support.urls"),
    by_words("", "junction.oversight.urls"),
]

handler400 = "junction.core.pages.errors.bad_request"
handler403 = "junction.core.pages.errors.not_allowed"
handler404 = "junction.core.pages.errors.not_found"
handler500 = "junction.core.pages.errors.server_error"
