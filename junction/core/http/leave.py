"""Who may go through a door of the API, and a write behind one: refused at once without the permission,
done once for its key, and of what is out of reach nothing is said.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from junction.core.pages.context import actor_of
from junction.core.scope import Actor

from .once import once


def actor_with(request: HttpRequest, permission: str) -> Actor:
    """Return who asks. Raise `PermissionDenied` without the permission anywhere."""
    by: Actor = actor_of(request)
    if not by.scope.may(permission):
        raise PermissionDenied
    return by


def written(
    request: HttpRequest, permission: str, do: Callable[[Actor, datetime], Any], shape: Any = None, *,
    status: int = 201, opens_a_door: bool = False,
) -> HttpResponse:  # fmt: skip
    """Do one write once for its key: `do` gets who and when, and returns the JSON of the answer, or with a
    `shape` what that is read from. What is out of reach does not exist.
    """
    by, now = actor_with(request, permission), timezone.now()  # noqa: TID251 -- doors of the API read it here

    def work() -> tuple[int, Any]:
        try:
            made = do(by, now)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return status, shape.model_validate(made).model_dump(mode="json") if shape else made

    return once(request, by=by, now=now, work=work, opens_a_door=opens_a_door)
