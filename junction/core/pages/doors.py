"""Who may knock at a page: `@needs("returns.chase")` on a view, `@needs()` for anyone who is signed in.

Not signed in leads to sign-in and back; signed in without the permission is 403 with words that say why.
What one may not see inside a page does not exist (404): that is for queries, through the scope.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from junction.core.pages.context import actor_of
from junction.core.scope import ANONYMOUS

View = Callable[..., HttpResponseBase]


def needs(permission: str = "") -> Callable[[View], View]:
    """Let a view answer only those who hold `permission` over anything; anyone signed in when it is empty.

    Of several with spaces between, one is enough.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if actor.key == ANONYMOUS.key:
                return redirect_to_login(request.get_full_path())
            if permission and not any(actor.scope.may(one) for one in permission.split()):
                raise PermissionDenied("Your role does not include this. Ask whoever manages access for you.")
            return view(request, *arguments, **named)

        guarded.needs = permission  # type: ignore[attr-defined] # read by the tests of doors
        return guarded

    return decorate
