"""Addresses of offers of help."""

from django.urls import URLPattern, path

from junction.support.views import offer_lists, offers

ONE = "support/offers/<int:support_offer_id>/"
patterns: list[URLPattern] = [
    path("help/offer/", offers.make_offer, name="make-offer"),
    path("help/offer/<str:offer_token>/", offers.offer_status, name="offer-status"),
    path("help/offer/<str:offer_token>/withdraw/", offers.withdraw_offer, name="withdraw-offer"),
    path("support/offers/", offer_lists.offers, name="offers"),
    path("support/offers/passed-round/", offer_lists.offers_passed_round, name="offers-passed-round"),
    path("support/offers/routes/", offer_lists.offer_routes, name="offer-routes"),
    path("support/offers/routes/<slug:desk>/", offers.route_offers, name="route-offers"),
    path(ONE, offers.offer, name="offer"),
    path(f"{ONE}take/", offers.take_offer, name="take-offer"),
    path(f"{ONE}pass-on/", offers.pass_on_offer, name="pass-on-offer"),
    path(f"{ONE}answer/", offers.answer_offer, name="answer-offer"),
    path(f"{ONE}use/", offers.use_offer, name="use-offer"),
]
