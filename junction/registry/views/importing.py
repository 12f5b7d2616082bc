"""Pages that take in a list of places: send it, see what it would change, confirm."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.words import day
from junction.core.uploads import views as uploads
from junction.core.uploads.operations import send
from junction.registry import forms
from junction.registry.files.place_template import places_template
from junction.registry.rules.uploads import PLACES


def _asked(options: Mapping[str, Any]) -> uploads.Lines:
    listed_on, area = options.get("listed_on"), options.get("complete_for")
    said: uploads.Lines = [("Speaks of", day(date.fromisoformat(listed_on)))] if listed_on else []
    return [*said, ("Complete for", area)] if area else said


def _counts(report: Mapping[str, Any]) -> uploads.Lines:
    details = report["details"]
    always: uploads.Lines = [
        ("Rows", report["rows"]),
        ("New registrations", report["created"]),
        ("Rows that change something", report["changed"]),
        ("Rows that say what is known", report["unchanged"]),
    ]
    sometimes: uploads.Lines = [
        ("New places", details.get("places_created", 0)),
        ("Registrations ended", details.get("ended", 0)),
        ("Likely duplicates to decide", details.get("proposed_duplicates", 0)),
        ("Likely successors to decide", details.get("proposed_successors", 0)),
        ("Errors", report["errors"]),
        ("Warnings", report["warnings"]),
    ]
    return always + [line for line in sometimes if line[1]]


PAGE = uploads.Page(
    kind=PLACES,
    start="registry:import_places",
    one="registry:places_upload",
    onward=("registry:places", "See the places"),
    asked=_asked,
    counts=_counts,
    button=lambda report: "Import the list",
)


@needs(PLACES.permission)
def import_places(request: HttpRequest) -> HttpResponse:
    """Send a list, and see those sent before."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.ImportPlaces(*given)
    if given and form.is_valid():
        file = form.cleaned_data["file"]
        upload = send(
            PLACES,
            file.read(),
            name=str(file.name),
            media_type=str(file.content_type or ""),
            options=form.options,
            by=actor_of(request),
            now=timezone.now(),
        )
        return redirect("registry:places_upload", upload_id=upload.pk)
    context = {"form": form, "sent": uploads.files_sent(request, PAGE)}
    return render(request, "registry/import_places.html", context, status=422 if form.errors else 200)


@needs(PLACES.permission)
def places_upload(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """One list that was sent: how far it is, what it would change, what it did."""
    return uploads.answer(request, PAGE, upload_id)


@needs(PLACES.permission)
def places_template_file(request: HttpRequest) -> HttpResponse:
    """The template, as CSV."""
    answer = HttpResponse(places_template(as_xlsx=False), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="places.csv"'
    return answer
