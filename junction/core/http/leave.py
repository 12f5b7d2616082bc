"""Who may go through a door of the API: refused at once without the permission, not shown an empty list."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from junction.core.pages.context import actor_of
from junction.core.scope import Actor


def actor_with(request: HttpRequest, permission: str) -> Actor:
    """Return who asks. Raise `PermissionDenied` without the permission anywhere."""
    by: Actor = actor_of(request)
    if not by.scope.may(permission):
        raise PermissionDenied
    return by
