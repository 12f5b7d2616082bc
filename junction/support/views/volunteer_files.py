"""Pages that take in a scheme's list of volunteers: send it, see what it would change, confirm."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.uploads import views as uploads
from junction.core.uploads.operations import send
from junction.support.files.volunteers import volunteers_template
from junction.support.forms.volunteer_keeping import SendVolunteers
from junction.support.queries.volunteers import KEEP, schemes
from junction.support.rules.uploads import VOLUNTEERS


def _counts(report: Mapping[str, Any]) -> uploads.Lines:
    return [
        ("Rows", report["rows"]), ("New volunteers", report["created"]),
        ("Known already, left as they are", report["unchanged"]), ("Errors", report["errors"]),
    ]  # fmt: skip


PAGE = uploads.Page(
    kind=VOLUNTEERS, start="support:import-volunteers", one="support:volunteers-upload",
    onward=("support:volunteers", "See the volunteers"),
    asked=lambda options: [("Scheme", str(options.get("scheme_name", "")))], counts=_counts,
    button=lambda report: "Take the list in", in_parts=True,
)  # fmt: skip


@needs(KEEP)
def import_volunteers(request: HttpRequest) -> HttpResponse:
    """Send a list, and see those sent before."""
    by = actor_of(request)
    mine = {one.pk: one.name for one in schemes(by.scope)}
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SendVolunteers(*given, schemes=list(mine.items()))
    if given and form.is_valid():
        file, scheme = form.cleaned_data["file"], form.cleaned_data["scheme"]
        upload = send(
            VOLUNTEERS, file.read(), name=str(file.name), media_type=str(file.content_type or ""),
            options={"scheme": scheme, "scheme_name": mine[scheme]}, by=by, now=timezone.now(),
        )  # fmt: skip
        return redirect("support:volunteers-upload", upload_id=upload.pk)
    context = {"form": form, "sent": uploads.files_sent(request, PAGE), "back": reverse("support:volunteers")}
    return render(request, "support/volunteer/import.html", context, status=422 if form.errors else 200)


@needs(KEEP)
def volunteers_upload(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """One list that was sent."""
    return uploads.answer(request, PAGE, upload_id)


@require_safe
@needs(KEEP)
def volunteers_file(request: HttpRequest) -> HttpResponse:
    """The template, as CSV."""
    answer = HttpResponse(volunteers_template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="volunteers.csv"'
    return answer
