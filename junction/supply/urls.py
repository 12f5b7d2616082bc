"""Doors of supply."""

from django.urls import URLPattern, path

from junction.supply.views import catalogue, cover, depots, home, importing

app_name = "supply"
urlpatterns: list[URLPattern] = [
    path("supply/", home.home, name="home"),
    path("supply/items/", catalogue.items, name="items"),
    path("supply/items/add/", catalogue.add_item, name="add_item"),
    path("supply/items/import/", importing.import_catalogue, name="import_catalogue"),
    path("supply/items/import/template/", importing.catalogue_template_file, name="catalogue_template_file"),
    path("supply/items/import/<int:upload_id>/", importing.catalogue_upload, name="catalogue_upload"),
    path("supply/items/<slug:code>/", catalogue.item, name="item"),
    path("supply/items/<slug:code>/change/", catalogue.change_item, name="change_item"),
    path("supply/items/<slug:code>/withdraw/", catalogue.withdraw_item, name="withdraw_item"),
    path("supply/items/<slug:code>/packs/add/", catalogue.add_pack, name="add_pack"),
    path("supply/items/<slug:code>/packs/<int:pack_id>/", catalogue.change_pack, name="change_pack"),
    path("supply/items/<slug:code>/substitutes/add/", catalogue.add_substitute, name="add_substitute"),
    path("supply/items/<slug:code>/links/add/", catalogue.add_link, name="add_link"),
    path("supply/depots/", depots.depots, name="depots"),
    path("supply/depots/open/", depots.open_depot, name="open_depot"),
    path("supply/depots/<slug:code>/", depots.depot, name="depot"),
    path("supply/depots/<slug:code>/close/", depots.close_depot, name="close_depot"),
    path("supply/cover/", cover.cover, name="cover"),
    path("supply/cover/<int:place_id>/", cover.cover_of_place, name="cover-of-place"),
]
