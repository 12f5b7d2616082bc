"""Pages that take in a catalogue: send it, see what it would change, confirm."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.uploads import views as uploads
from junction.core.uploads.operations import send
from junction.supply.files import catalogue_template
from junction.supply.forms import catalogue as forms
from junction.supply.rules.uploads import CATALOGUE

from .furniture import posted


def _asked(options: Mapping[str, Any]) -> uploads.Lines:
    return []


def rows_counted(report: Mapping[str, Any], *, new: str, changed: str) -> uploads.Lines:
    """What a report says of its rows."""
    always: uploads.Lines = [
        ("Rows", report["rows"]),
        (new, report["created"]),
        (changed, report["changed"]),
        ("Rows that say what is known", report["unchanged"]),
    ]
    sometimes: uploads.Lines = [("Errors", report["errors"]), ("Warnings", report["warnings"])]
    return always + [line for line in sometimes if line[1]]


def _counts(report: Mapping[str, Any]) -> uploads.Lines:
    return rows_counted(report, new="New items", changed="Rows that change something")


PAGE = uploads.Page(
    kind=CATALOGUE,
    start="supply:import_catalogue",
    one="supply:catalogue_upload",
    onward=("supply:items", "See the items"),
    asked=_asked,
    counts=_counts,
    button=lambda report: "Import the catalogue",
)


@needs(CATALOGUE.permission)
def import_catalogue(request: HttpRequest) -> HttpResponse:
    """Send a catalogue, and see those sent before."""
    form = forms.ImportCatalogue(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        about: dict[str, Any] = {"name": str(file.name), "media_type": str(file.content_type or "")}
        by, now = actor_of(request), timezone.now()
        upload = send(CATALOGUE, file.read(), options={}, by=by, now=now, **about)
        return redirect("supply:catalogue_upload", upload_id=upload.pk)
    context = {"form": form, "sent": uploads.files_sent(request, PAGE)}
    return render(request, "supply/import_catalogue.html", context, status=422 if form.errors else 200)


@needs(CATALOGUE.permission)
def catalogue_upload(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """One catalogue that was sent."""
    return uploads.answer(request, PAGE, upload_id)


@needs(CATALOGUE.permission)
def catalogue_template_file(request: HttpRequest) -> HttpResponse:
    """The template, as CSV."""
    answer = HttpResponse(catalogue_template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    return answer
