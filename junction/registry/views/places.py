"""Pages of places and organisations: search, one with its history, correct it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.refusals import Refusal
from junction.registry import forms, operations, queries
from junction.registry.rules.position import Drawing, draw_position

from .earlier import in_words
from .furniture import KIND_NAMES, TYPE_NAMES, place_to_edit, posted


def _link(place: Any) -> str:
    return format_html(
        '<a class="govuk-link" href="{}">{}</a>', reverse("registry:place", args=[place.pk]), place.name
    )


def _open_or_closed(rows: Any, value: str) -> Any:
    return rows.filter(closed_on__isnull=value == "open")


def _table(scope: Any, *, caption: str = "Places") -> DataTable:
    councils = queries.councils_of(scope)
    return DataTable(
        name="",
        caption=caption,
        columns=[
            Column("name", "Name", _link, sort="name", export=lambda place: place.name),
            Column("type", "Service", lambda place: TYPE_NAMES.get(place.service_type), sort="service_type"),
            Column("postcode", "Postcode", lambda place: place.postcode, sort="postcode"),
            Column("council", "Council", lambda place: place.council and place.council.name),
            Column("beds", "Beds", lambda place: place.beds, sort="beds", numeric=True),
            Column("state", "State", lambda place: "Closed" if place.closed_on else "Open"),
        ],
        filters=[
            Filter("area", "Council", councils, lambda rows, value: rows.filter(council=value)),
            Filter(
                "service",
                "Service",
                list(TYPE_NAMES.items()),
                lambda rows, value: rows.filter(service_types__contains=[value]),
            ),
            Filter("state", "Open or closed", [("open", "Open"), ("closed", "Closed")], _open_or_closed),
        ],
        empty="No place was found. Try part of the name, or the postcode, and clear the filters.",
    )


@needs("registry.see")
def places(request: HttpRequest) -> HttpResponseBase:
    """Search by name, postcode or number."""
    scope = actor_of(request).scope
    asked = request.GET.get("q", "")[:100]
    found = queries.search_places(scope, asked).select_related("council")
    table = _table(scope, caption=f"Places for “{asked.strip()}”" if asked.strip() else "Places")
    if table.wants_csv(request.GET):
        return table.csv(found, request.GET)
    context = {
        "table": table.view(found, request.GET),
        "asked": asked,
        "may_edit": scope.may("registry.edit"),
        "may_import": scope.may("registry.import"),
    }
    return render(request, "registry/places.html", context)


@needs("registry.see")
def place(request: HttpRequest, place_id: int) -> HttpResponse:
    """One place: what the registry knows of it, and what happened to it."""
    scope = actor_of(request).scope
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    try:
        found = queries.place(scope, place_id, as_at=moment.as_at)
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.pk != place_id:
        return redirect(moment.keep(reverse("registry:place", args=[found.pk])))
    around = _place_now(scope, found) if moment.as_at is None else _place_then(scope, found, moment.as_at)
    context = {
        "place": found,
        "moment": moment,
        "types": [TYPE_NAMES.get(kind, kind) for kind in found.service_types],
        "areas": queries.ancestors(scope, found.area_id, on=moment.day) if found.area_id else [],
        "in_words": in_words,
        "kinds": KIND_NAMES,
        "position": _position(scope, found, moment.as_at),
    }
    return render(request, "registry/place.html", context | around)


def _place_now(scope: Any, found: Any) -> dict[str, Any]:
    history = queries.history(scope, found)
    return {
        "history": history,
        "registered": {(one.registration.identifier_kind, one.registration.identifier) for one in history},
        "closings": list(queries.closings_of(scope, found)),
        "identifiers": queries.identifiers_of(scope, found),
        "contacts": queries.contacts_of(scope, found),
        "merges": queries.merges_of(scope, found),
        "changes": queries.changes(scope, found),
        "lines": _in_words(queries.audit_lines(scope, found)) if scope.may("audit.see") else [],
        "may_edit": queries.places(scope, permission="registry.edit").filter(pk=found.pk).exists(),
    }


def _place_then(scope: Any, found: Any, as_at: datetime) -> dict[str, Any]:
    """What was known then; nothing can be changed there, and contacts are those of now only."""
    then = queries.place_then(scope, found, as_at=as_at)
    return {
        "history": then.history,
        "closings": then.closings,
        "identifiers": then.identifiers,
        "merges": then.merges,
        "changes": then.changes,
        "lines": _in_words(then.lines),
        "may_edit": False,
    }


def _in_words(lines: Iterable[Any]) -> list[tuple[Any, str]]:
    """Lines of the log about a place, each with what was done in words: "Contact added"."""
    return [(line, " ".join(line.verb.split(".")[1:]).replace("-", " ").capitalize()) for line in lines]


def _position(scope: Any, found: Any, as_at: datetime | None) -> Drawing | None:
    """The place among the others of its council; nothing where its position is not known."""
    if found.longitude is None or found.latitude is None:
        return None
    council = found.council
    known = council is not None and council.longitude is not None and council.latitude is not None
    middle = (council.longitude, council.latitude) if known else None
    near = queries.positions_near(scope, found, as_at=as_at)
    return draw_position((found.longitude, found.latitude), near, middle)


@needs("registry.edit")
def correct_place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Correct what is known of a place; what is set here, lists leave alone."""
    by = actor_of(request)
    found = place_to_edit(by, place_id)
    started = {name: getattr(found, name) for name in forms.CorrectPlace.CORRECTED}
    form = forms.CorrectPlace(posted(request), initial=started)
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in forms.CorrectPlace.CORRECTED}
        if details == started:
            form.add_error(
                None, "Nothing differs from what is known already. Correct what is wrong, or cancel."
            )
        elif _corrected(form, place_id=found.pk, details=details, by=by, now=timezone.now()):
            messages.success(request, "The correction is kept. Later lists will leave these fields alone.")
            return redirect("registry:place", place_id=found.pk)
    return render(request, "registry/correct_place.html", {"form": form, "place": found})


def _corrected(form: forms.CorrectPlace, **named: Any) -> bool:
    try:
        operations.correct_place(why=form.cleaned_data["why"], **named)
    except Refusal as refused:
        form.add_error(None, str(refused))
    return not form.errors


@needs("registry.see")
def organisations(request: HttpRequest) -> HttpResponse:
    """Organisations that run places in scope, and voluntary bodies of its areas."""
    asked = request.GET.get("q", "")[:100]
    table = DataTable(
        name="",
        caption="Organisations",
        columns=[
            Column(
                "name",
                "Name",
                lambda one: format_html(
                    '<a class="govuk-link" href="{}">{}</a>',
                    reverse("registry:organisation", args=[one.pk]),
                    one.name,
                ),
                sort="name",
                export=lambda one: one.name,
            ),
            Column("kind", "Kind", lambda one: one.get_kind_display(), sort="kind"),
        ],
        default_sort="name",
    )
    scope = actor_of(request).scope
    found = queries.organisations(scope, text=asked)
    context = {"table": table.view(found, request.GET), "asked": asked, "may_add": scope.may("registry.edit")}
    return render(request, "registry/organisations.html", context)


@needs("registry.see")
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation and the places it runs."""
    scope = actor_of(request).scope
    try:
        one = queries.organisation(scope, organisation_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    run = queries.places_run_by(scope, one).select_related("council")
    context = {"organisation": one, "table": _table(scope).view(run, request.GET)}
    return render(request, "registry/organisation.html", context)
