"""Pages that close a place, after saying what follows from it, and that open it again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.words import day
from junction.core.refusals import Refusal
from junction.registry import forms, operations

from .furniture import in_force, place_to_edit, posted


@needs("registry.edit")
def close_place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Ask for the day and the reason, say what follows, and close when that is confirmed."""
    by = actor_of(request)
    place = place_to_edit(by, place_id)
    form = forms.ClosePlace(posted(request))
    to_confirm = request.method == "POST" and form.is_valid() and not request.POST.get("change")
    if to_confirm and request.POST.get("confirmed"):
        closed_on, why = form.cleaned_data["closed_on"], form.cleaned_data["why"]
        if _closed(form, place_id=place.pk, closed_on=closed_on, why=why, by=by, now=timezone.now()):
            said = f"{place.name} is closed from {day(closed_on)}. It is no longer asked for returns."
            messages.success(request, f"{said} If this was a mistake, choose “Reopen place”.")
            return redirect("registry:place", place_id=place.pk)
    context = {"form": form, "place": place, "ends": in_force(by.scope, place)}
    if to_confirm and not form.errors:
        return render(request, "registry/close_place_check.html", context)
    return render(request, "registry/close_place.html", context)


def _closed(form: forms.ClosePlace, **named: Any) -> bool:
    try:
        operations.close_place(**named)
    except (operations.DayIsToCome, operations.ClosedTooEarly) as refused:
        form.add_error("closed_on", str(refused))
    except Refusal as refused:
        form.add_error(None, str(refused))
    return not form.errors


@needs("registry.edit")
def reopen_place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Undo a mistaken closing, or let the place be open again from a day on."""
    by = actor_of(request)
    place = place_to_edit(by, place_id)
    form = forms.ReopenPlace(posted(request))
    if request.method == "POST" and form.is_valid():
        opened_on, why = form.cleaned_data["opened_on"], form.cleaned_data["why"]
        if _reopened(form, place_id=place.pk, opened_on=opened_on, why=why, by=by, now=timezone.now()):
            messages.success(request, _reopened_in_words(place.name, opened_on))
            return redirect("registry:place", place_id=place.pk)
    return render(request, "registry/reopen_place.html", {"form": form, "place": place})


def _reopened(form: forms.ReopenPlace, **named: Any) -> bool:
    try:
        operations.reopen_place(**named)
    except (operations.DayIsToCome, operations.OpenedTooEarly) as refused:
        form.add_error("opened_on", str(refused))
    except Refusal as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _reopened_in_words(name: str, opened_on: date | None) -> str:
    since = f"open from {day(opened_on)}" if opened_on else "open, as if it had never closed"
    return f"{name} is {since}. It is asked for returns again."
