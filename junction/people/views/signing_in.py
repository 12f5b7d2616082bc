"""The sign-in page: the library's own, with the organisations whose sign-in may be used instead."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings


class SignIn(LoginView):
    """Email address and password, a passkey, or one's organisation."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        return {**context, "organisations": settings.OPENID}


sign_in = SignIn.as_view()
