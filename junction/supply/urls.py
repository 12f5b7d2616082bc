"""Doors of supply."""

from django.urls import URLPattern, path

from junction.supply.views import (
    board,
    catalogue,
    counting,
    cover,
    deciding,
    depots,
    emergencies,
    home,
    importing,
    line,
    lots,
    receiving,
)

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
    path("supply/depots/<slug:code>/receive/", receiving.begin_receipt, name="begin_receipt"),
    path("supply/receipts/<int:receipt_id>/", receiving.receive, name="receive"),
    path("supply/depots/<slug:code>/lots/", lots.lots, name="lots"),
    path("supply/depots/<slug:code>/count/", counting.count_stock, name="count_stock"),
    path("supply/counts/<int:count_id>/", counting.stock_count, name="stock_count"),
    path("supply/lots/<int:lot_id>/", lots.lot, name="lot"),
    path("supply/lots/<int:lot_id>/extend/", receiving.extend_lot, name="extend_lot"),
    path("supply/lots/<int:lot_id>/hold/", lots.hold_lot, name="hold_lot"),
    path("supply/lots/<int:lot_id>/holds/<int:hold_id>/end/", lots.end_hold, name="end_hold"),
    path("supply/emergencies/new/", emergencies.choose_place, name="choose-place"),
    path("supply/emergencies/new/<int:place_id>/", emergencies.ask_for_help_page, name="ask-for-help"),
    path("supply/emergencies/<int:order_id>/", emergencies.emergency_request, name="emergency-request"),
    path(
        "supply/emergencies/<int:order_id>/withdraw/", emergencies.withdraw_request, name="withdraw-request"
    ),
    path("supply/line/", line.emergency_line, name="emergency-line"),
    path("supply/board/", board.work_board, name="work-board"),
    path("supply/board/<int:order_id>/", deciding.decide_page, name="decide"),
    path("supply/board/<int:order_id>/take/", board.take, name="take-order"),
    path("supply/board/<int:order_id>/release/", board.release, name="release-order"),
    path("supply/board/<int:order_id>/hand-over/", board.hand_over, name="hand-over-order"),
    path("supply/board/<int:order_id>/send-on/", board.send_on_page, name="send-on"),
]
