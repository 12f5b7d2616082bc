"""Addresses of referrals: the call taker's, then the service's."""

from django.urls import URLPattern, path

from junction.support.views import referrals, referring

ONE = "support/referrals/<int:referral_id>/"
urlpatterns: list[URLPattern] = [
    path("support/needs/<int:need_id>/refer/", referring.find_service, name="find-service"),
    path(
        "support/needs/<int:need_id>/refer/<uuid:service_id>/", referring.send_referral, name="send-referral"
    ),
    path("support/referrals/", referrals.referrals, name="referrals"),
    path(ONE, referrals.referral, name="referral"),
    path(f"{ONE}accept/", referrals.accept_referral, name="accept-referral"),
    path(f"{ONE}decline/", referrals.decline_referral, name="decline-referral"),
    path(f"{ONE}take-back/", referring.withdraw_referral, name="withdraw-referral"),
]
