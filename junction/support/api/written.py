"""What doors of the API share: who may come in, and one write done once for its key."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from junction.core.http.once import once
from junction.core.pages.context import actor_of
from junction.core.scope import Actor


def may(request: HttpRequest, permission: str) -> Actor:
    by: Actor = actor_of(request)
    if not by.scope.may(permission):
        raise PermissionDenied
    return by


def written(
    request: HttpRequest, permission: str, do: Callable[[Actor, datetime], Any], shape: Any = None
) -> HttpResponse:
    """Do one write once for its key; what is out of reach does not exist."""
    by, now = may(request, permission), timezone.now()

    def work() -> tuple[int, Any]:
        try:
            made = do(by, now)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        return 201, shape.model_validate(made).model_dump(mode="json") if shape else made

    return once(request, by=by, now=now, work=work)
