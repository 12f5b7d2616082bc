"""Signing in: the library's own views, where too many tries are answered as such (429)."""

from http import HTTPStatus
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from junction.core.scope import ANONYMOUS

from .. import operations

TOO_MANY = {"too_many_login_attempts", "rate_limited"}


class RefusesTooMany:
    """Mixed into a view of the library: a form refused for too many tries is answered 429."""

    def render_to_response(self, context: dict[str, Any], **given: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **given)  # type: ignore[misc] # a mixin's
        form = context.get("form")
        errors = form.errors.as_data().values() if form is not None and form.is_bound else ()
        if any(error.code in TOO_MANY for found in errors for error in found):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


class SignIn(RefusesTooMany, LoginView):
    """Email address and password, a passkey, or one's organisation."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        return {**context, "organisations": settings.OPENID}


class EnterCode(RefusesTooMany, AuthenticateView):
    """The code of the moment, a recovery code or a passkey; a passkey only for who has one."""

    def dispatch(self, request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *given, **named)
        stage = getattr(self, "stage", None)
        if stage and response.status_code == HTTPStatus.FOUND and not is_mfa_enabled(stage.login.user):
            # Taken away between password and code. The library would lead to sign-in and back for ever.
            response = stage.exit()
        return response

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        options = context.get("js_data", {}).get("request_options", {})
        has_passkey = bool(options.get("publicKey", {}).get("allowCredentials"))
        return context if has_passkey else {**context, "webauthn_form": None, "js_data": None}


class SetUpApp(RefusesTooMany, ActivateTOTPView):
    """A picture to scan, and the first code."""


class SignInByPasskey(LoginWebAuthnView):
    """A passkey alone. One that is not known here is a failed sign-in like any other: the log has a line."""

    def form_invalid(self, form: Any) -> HttpResponse:
        operations.record_sign_in("sign-in.failed", by=ANONYMOUS, now=timezone.now(), kind="passkey")
        answer: HttpResponse = super().form_invalid(form)
        return answer


sign_in = SignIn.as_view()
sign_in_by_passkey = SignInByPasskey.as_view()
enter_code = EnterCode.as_view()
set_up_app = SetUpApp.as_view()
