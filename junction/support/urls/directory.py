"""Doors of the directory of services: the open feed, the open search, and the pages of who keeps it."""

from django.urls import URLPattern, path

from junction.support.views import feed, public_directory

LISTS = ("organizations", "locations", "service_at_locations", "taxonomies", "taxonomy_terms")

urlpatterns: list[URLPattern] = [
    path("directory/", public_directory.search, name="public-directory"),
    path("directory/services/<uuid:service_id>/", public_directory.service, name="public-service"),
    path("directory/v3/", feed.root, name="feed"),
    path("directory/v3/services", feed.services, name="feed-services"),
    path("directory/v3/services/<uuid:service_id>", feed.service, name="feed-service"),
    *(path(f"directory/v3/{what}", feed.rows, {"what": what}, name=f"feed-{what}") for what in LISTS),
    *(
        path(f"directory/v3/{what}/<uuid:row_id>", feed.row, {"what": what}, name=f"feed-one-{what}")
        for what in LISTS
    ),
]
