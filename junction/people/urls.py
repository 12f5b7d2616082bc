"""Doors of people. Of the sign-in library only the doors named here exist; each has a page of ours."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic.base import RedirectView

from . import views

own: list[URLPattern | URLResolver] = [
    path("account/", views.account, name="account"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:user_id>/", views.person, name="person"),
    path(
        "people/<int:user_id>/second-factor/remove/", views.remove_second_factor, name="remove_second_factor"
    ),
    path("people/<int:user_id>/erase/", views.erase_person, name="erase_person"),
    path("people/roles/<int:membership_id>/end/", views.end_membership, name="end_membership"),
    path("invitations/<int:invitation_id>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("invitations/<str:secret>/", views.accept_invitation, name="accept_invitation"),
    path("ask-for-access/", views.ask_for_access, name="ask_for_access"),
    path("ask-for-access/sent/", views.asked_for_access, name="asked_for_access"),
    path("emergency-access/", views.take_emergency_access, name="take_emergency_access"),
    path("emergency-access/<int:emergency_id>/end/", views.end_emergency_access, name="end_emergency_access"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/create/", views.create_token, name="create_token"),
    path("tokens/<int:token_id>/revoke/", views.revoke_token, name="revoke_token"),
]

sign_in: list[URLPattern | URLResolver] = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    # The library links to signing up; here that is by invitation, and this page says how to get one.
    path("sign-up/", RedirectView.as_view(pattern_name="people:ask_for_access"), name="account_signup"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("sign-in/code/", views.enter_code, name="mfa_authenticate"),
    path("sign-in/passkey/", views.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/app/", views.set_up_app, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("second-factor/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]

# One's organisation's own sign-in; which there are, the settings say.
by_organisation: list[URLPattern | URLResolver] = [
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sign-in/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/failed/", social.login_error, name="socialaccount_login_error"),
    path("sign-in/unknown/", views.unknown_here, name="socialaccount_signup"),
    path("sign-in/connected/", views.unknown_here, name="socialaccount_connections"),
]

urlpatterns: list[URLPattern | URLResolver] = [*sign_in, *by_organisation, path("", include((own, "people")))]
