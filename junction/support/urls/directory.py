"""Doors of the directory of services: the open feed, the open search, and the pages of who keeps it."""

from django.urls import URLPattern, path

from junction.support.views import directory_importing, feed, kept_services, no_results, public_directory

LISTS = ("organizations", "locations", "service_at_locations", "taxonomies", "taxonomy_terms")

IMPORT = "support/services/import/"
KEPT = "support/services/<uuid:service_id>/"
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
    path("support/services/", kept_services.kept_services, name="kept-services"),
    path("support/services/add/", kept_services.add_service, name="add-service"),
    path(IMPORT, directory_importing.import_services, name="import-services"),
    path(f"{IMPORT}<int:upload_id>/", directory_importing.services_upload, name="services-upload"),
    path("support/services/template/", directory_importing.services_template, name="services-template"),
    path("support/services/missing/", no_results.no_results, name="no-results"),
    path(KEPT, kept_services.kept_service, name="kept-service"),
    path(f"{KEPT}change/", kept_services.change_service, name="change-service"),
    path(f"{KEPT}still-right/", kept_services.assure_service, name="assure-service"),
    path(f"{KEPT}withdraw/", kept_services.withdraw_service, name="withdraw-service"),
]
