"""What kind of provider a place is for its supplies, and its size; said by an officer, with the reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.refusals import Refusal
from junction.supply.operations.portal import describe_provider
from junction.supply.queries.portal import NoSuchProvider, provider_of
from junction.supply.rules.provider_types import PROVIDER_TYPES, type_in_words

DECIDE = "supply.decide"
WHY = forms.CharField(max_length=300, error_messages={"required": "Say where you have it from"})


@needs(DECIDE)
def provider_profile(request: HttpRequest, place_id: int) -> HttpResponse:
    """Say what a place is; the order limits of its kind and size hold from then on."""
    by, now = actor_of(request), timezone.now()
    try:
        place, provider = provider_of(by.scope, place_id, permission=DECIDE, day=local_day(now))
    except NoSuchProvider as missing:
        raise Http404 from missing
    said: Any = {"provider_type": provider.provider_type, "size": provider.size}
    errors: dict[str, str] = {}
    if request.method == "POST":
        said, errors = request.POST, _wrong(request)
        if not errors:
            errors = _described(request, place.pk)
        if not errors:
            messages.success(request, f"{place.name} is supplied as {type_in_words(said['provider_type'])}.")
            return redirect("supply:cover-of-place", place.pk)
    listed = [{"text": words, "href": f"#{name}"} for name, words in errors.items()]
    context = {
        "place": place,
        "said": said,
        "errors": errors,
        "errors_list": listed,
        "types": PROVIDER_TYPES.items(),
    }
    return render(request, "supply/provider_profile.html", context, status=422 if errors else 200)


def _size(request: HttpRequest) -> str:
    return request.POST.get("size", "").strip().replace(",", "")


def _wrong(request: HttpRequest) -> dict[str, str]:
    errors = {}
    if _size(request) and not (_size(request).isdecimal() and len(_size(request)) < 9):
        errors["size"] = "Size must be a whole number, like 40"
    try:
        WHY.clean(request.POST.get("why", ""))
    except ValidationError as wrong:
        errors["why"] = wrong.messages[0]
    return errors


def _described(request: HttpRequest, place_id: int) -> dict[str, str]:
    """Do it, or return what is wrong."""
    try:
        describe_provider(
            place_id,
            provider_type=request.POST.get("provider_type", ""),
            size=int(_size(request)) if _size(request) else None,
            why=WHY.clean(request.POST.get("why", "")),
            by=actor_of(request),
            now=timezone.now(),
        )
    except Refusal as refused:
        return {"size": str(refused)}
    return {}
