"""The page that takes in a list of places: first a dry run with its findings, then the same list for good."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.files.operations import store
from junction.core.files.queries import content, stored
from junction.core.imports import ImportRefused, ImportReport
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.refusals import Refusal
from junction.core.tables import MAX_BYTES
from junction.registry import forms, operations
from junction.registry.files.place_lists import read_place_list
from junction.registry.files.place_template import places_template

MOST_SHOWN = 100


@needs("registry.import")
def import_places(request: HttpRequest) -> HttpResponse:
    """Upload and try; then, with `confirmed`, take the very bytes that were tried."""
    form = forms.ImportPlaces(request.POST or None, request.FILES or None)
    report: ImportReport | None = None
    file_id = ""
    if request.method == "POST" and form.is_valid():
        report, file_id = _taken(request, form)
        if report and not report.errors and request.POST.get("confirmed"):
            messages.success(
                request,
                f"{report.created:,} rows began a registration, {report.changed:,} changed something, "
                f"{report.unchanged:,} were known.",
            )
            return redirect("registry:places")
    context = {"form": form, "report": report, "file_id": file_id, "most": MOST_SHOWN}
    return render(request, "registry/import_places.html", context)


def _taken(request: HttpRequest, form: forms.ImportPlaces) -> tuple[ImportReport | None, str]:
    by, now, given = actor_of(request), timezone.now(), form.cleaned_data
    upload = given.get("file")
    if upload is not None and (upload.size or 0) > MAX_BYTES:
        form.add_error("file", "The file is larger than 50 MB. Send it in parts, or pack it by gzip.")
        return None, ""
    try:
        if upload is not None:
            kept = store(
                upload.read(), name=upload.name, media_type=upload.content_type or "", by=by, now=now
            )
            sha256, name = kept.sha256, upload.name or "file"
        else:
            sha256, name = given["file_id"], given["file_name"]
            before = stored(sha256)
            if before is None or before.by != by.key:  # only what the same person uploaded
                form.add_error("file", "Select the file again.")
                return None, ""
        report = operations.import_places(
            read_place_list(content(sha256), filename=name),
            listed_on=given["listed_on"],
            complete_for=given["complete_for"],
            dry_run=not request.POST.get("confirmed"),
            by=by,
            now=now,
        )
    except ImportRefused as refused:
        return refused.report, ""
    except Refusal as refused:
        form.add_error(None, str(refused))
        return None, ""
    return report, sha256


@needs("registry.import")
def places_template_file(request: HttpRequest) -> HttpResponse:
    """The template, as CSV."""
    answer = HttpResponse(places_template(as_xlsx=False), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="places.csv"'
    return answer
