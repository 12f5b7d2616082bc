"""Pages that take in a list or a feed of services: send it, see what it would change, confirm."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import posted
from junction.core.uploads import views as uploads
from junction.core.uploads.operations import send
from junction.support.files.directory import directory_template
from junction.support.forms.kept_services import ImportServices
from junction.support.queries.kept_services import councils_kept
from junction.support.rules.uploads import SERVICES


def _asked(options: Mapping[str, Any]) -> uploads.Lines:
    return [
        ("Called", options.get("source", "")),
        ("Directory of", options.get("of") or options.get("area") or "The nation"),
    ]


def _counts(report: Mapping[str, Any]) -> uploads.Lines:
    always: uploads.Lines = [
        ("Rows", report["rows"]), ("New services", report["created"]),
        ("Services that change", report["changed"]), ("Services left as they are", report["unchanged"]),
    ]  # fmt: skip
    sometimes: uploads.Lines = [("Errors", report["errors"]), ("Warnings", report["warnings"])]
    return always + [line for line in sometimes if line[1]]


PAGE = uploads.Page(
    kind=SERVICES,
    start="support:import-services",
    one="support:services-upload",
    onward=("support:kept-services", "See the services"),
    asked=_asked,
    counts=_counts,
    button=lambda report: "Import the services",
)


@needs(SERVICES.permission)
def import_services(request: HttpRequest) -> HttpResponse:
    """Send a list, and see those sent before."""
    by = actor_of(request)
    areas = [(one.pk, one.name) for one in councils_kept(by.scope)]
    if by.scope.reach(SERVICES.permission).national:
        areas = [("", "The nation's"), *areas]
    form = ImportServices(posted(request), request.FILES or None, areas=areas)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        about: dict[str, Any] = {"name": str(file.name), "media_type": str(file.content_type or "")}
        area = form.cleaned_data["area"]
        options = {"source": form.cleaned_data["source"], "area": area, "of": dict(areas)[area]}
        upload = send(SERVICES, file.read(), **about, options=options, by=by, now=timezone.now())
        return redirect("support:services-upload", upload_id=upload.pk)
    context = {"form": form, "sent": uploads.files_sent(request, PAGE)}
    status = 422 if form.errors else 200
    return render(request, "support/directory/import_services.html", context, status=status)


@needs(SERVICES.permission)
def services_upload(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """One list that was sent: how far it is, what it would change, what it did."""
    return uploads.answer(request, PAGE, upload_id)


@needs(SERVICES.permission)
def services_template(request: HttpRequest) -> HttpResponse:
    """The template, as CSV."""
    answer = HttpResponse(directory_template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="services.csv"'
    return answer
