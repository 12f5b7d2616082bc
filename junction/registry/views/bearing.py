"""Pages that say how a place is reached and by which numbers it is known: add, change, end, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.refusals import Refusal
from junction.registry import forms, operations, queries
from junction.registry.rules.contacts import CONTACT_LABELS, ContactKind

from .furniture import KIND_NAMES, of_place, place_to_edit, posted

OWN_ALREADY = "This place bears it already. Nothing has to be done."


def _back(request: HttpRequest, place: Any, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("registry:place", place_id=place.pk)


@needs("registry.edit")
def add_contact(request: HttpRequest, place_id: int) -> HttpResponse:
    """Add a phone number, an email address or a website."""
    by = actor_of(request)
    place = place_to_edit(by, place_id)
    form = forms.AddContact(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_contact(place_id=place.pk, by=by, now=timezone.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error("value", str(refused))
        else:
            kind = CONTACT_LABELS[ContactKind(form.cleaned_data["kind"])]
            return _back(request, place, f"{kind} added: {form.cleaned_data['value']}")
    return render(request, "registry/add_contact.html", {"form": form, "place": place})


@needs("registry.edit")
def change_contact(request: HttpRequest, place_id: int, contact_id: int) -> HttpResponse:
    """Write a contact anew."""
    by = actor_of(request)
    place = place_to_edit(by, place_id)
    contact = of_place(queries.contacts_of(by.scope, place), contact_id)
    started = {"value": contact.value, "label": contact.label}
    form = forms.ChangeContact(posted(request), initial=started, of_kind=contact.kind)
    if request.method == "POST" and form.is_valid():
        about = {"place_id": place.pk, "contact_id": contact.pk, "by": by, "now": timezone.now()}
        try:
            operations.change_contact(**form.cleaned_data, **about)
        except Refusal as refused:
            form.add_error("value", str(refused))
        else:
            return _back(request, place, f"{contact.get_kind_display()} is now {form.cleaned_data['value']}")
    context = {"form": form, "place": place, "contact": contact}
    return render(request, "registry/change_contact.html", context)


@needs("registry.edit")
def end_contact(request: HttpRequest, place_id: int, contact_id: int) -> HttpResponse:
    """Stop using a contact."""
    by = actor_of(request)
    place = place_to_edit(by, place_id)
    contact = of_place(queries.contacts_of(by.scope, place), contact_id)
    form = forms.WithReason(posted(request))
    if request.method == "POST" and form.is_valid():
        why, now = form.cleaned_data["why"], timezone.now()
        operations.end_contact(place_id=place.pk, contact_id=contact.pk, why=why, by=by, now=now)
        return _back(request, place, f"{contact.value} is no longer used.")
    context = {"form": form, "place": place, "contact": contact}
    return render(request, "registry/end_contact.html", context)


@needs("registry.edit")
def add_identifier(request: HttpRequest, place_id: int) -> HttpResponse:
    """Add a number or code by which others know the place."""
    by = actor_of(request)
    place = place_to_edit(by, place_id)
    form = forms.AddIdentifier(posted(request))
    bearer = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            operations.add_identifier(place_id=place.pk, by=by, now=timezone.now(), **given)
        except Refusal as refused:
            bearer = queries.place_by_identifier(by.scope, given["kind"], given["value"])
            own = bearer is not None and bearer.pk == place.pk
            form.add_error(
                "value", "This place bears it already. Nothing has to be done." if own else str(refused)
            )
        else:
            return _back(request, place, f"{KIND_NAMES[given['kind']]} added: {given['value']}")
    context = {"form": form, "place": place, "bearer": bearer}
    return render(request, "registry/add_identifier.html", context)


@needs("registry.edit")
def withdraw_identifier(request: HttpRequest, place_id: int, identifier_id: int) -> HttpResponse:
    """Say that a number was never this place's."""
    by = actor_of(request)
    place = place_to_edit(by, place_id)
    identifier = of_place(queries.identifiers_of(by.scope, place), identifier_id)
    form = forms.WithReason(posted(request))
    if request.method == "POST" and form.is_valid():
        about = {"place_id": place.pk, "identifier_id": identifier.pk, "by": by, "now": timezone.now()}
        try:
            operations.withdraw_identifier(why=form.cleaned_data["why"], **about)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            return _back(request, place, f"{identifier.value} no longer leads to {place.name}.")
    kind = KIND_NAMES.get(identifier.kind, identifier.kind)
    context = {"form": form, "place": place, "identifier": identifier, "kind": kind}
    return render(request, "registry/withdraw_identifier.html", context)
