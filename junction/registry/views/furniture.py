"""What pages of the registry share: names of kinds, and the place that a page is about to change."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, QueryDict

from junction.core.scope import Actor, Scope
from junction.registry import queries
from junction.registry.rules.identifiers import IDENTIFIER_LABELS
from junction.registry.rules.service_types import LABELS

TYPE_NAMES = {str(kind): label for kind, label in LABELS.items()}
KIND_NAMES = {str(kind): label for kind, label in IDENTIFIER_LABELS.items()}


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, be it empty; nothing when a page is only asked for."""
    return request.POST if request.method == "POST" else None


def place_to_edit(by: Actor, place_id: int) -> Any:
    """Return a place that `by` may edit, or the one it was merged into; for others it does not exist."""
    try:
        return queries.place(by.scope, place_id, permission="registry.edit")
    except ObjectDoesNotExist:
        raise Http404 from None


def of_place(found: Any, number: int) -> Any:
    """Return the row of this number among what belongs to a place; otherwise it does not exist."""
    try:
        return found.get(pk=number)
    except ObjectDoesNotExist:
        raise Http404 from None


def in_force(scope: Scope, place: Any) -> list[Any]:
    """What is registered on a place now."""
    return [one for one in queries.registrations(scope, place) if one.is_live]
