"""Many places at once: the template to fill in, a file to send, and what it would change and did."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.words import counted
from junction.core.tables.writing import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from junction.core.uploads import views as uploads
from junction.core.uploads.operations import send

from ..files.returns import template_header
from ..forms.uploads import UploadForm
from ..queries.asked import asked_here
from ..queries.templates import rows_to_fill_in
from ..rules.questions import question_set_on
from ..rules.uploads import RETURNS
from ..rules.windows import about_on


def _counts(report: Mapping[str, Any]) -> uploads.Lines:
    always: uploads.Lines = [
        ("Rows", report["rows"]),
        ("New returns", report["created"]),
        ("Corrected returns", report["changed"]),
        ("Returns that are there as they are", report["unchanged"]),
    ]
    sometimes: uploads.Lines = [("Errors", report["errors"]), ("Warnings", report["warnings"])]
    return always + [line for line in sometimes if line[1]]


PAGE = uploads.Page(
    kind=RETURNS,
    start="returns:import-returns",
    one="returns:returns-upload",
    onward=("returns:completeness", "See how complete the day is"),
    asked=lambda options: [("Return", question_set_on(options["question_set"], timezone.localdate()).title)],
    counts=_counts,
    button=lambda report: f"Send {counted(report['created'] + report['changed'], 'return')}",
)


@needs(RETURNS.permission)
@require_http_methods(["GET", "HEAD", "POST"])
def import_returns(request: HttpRequest) -> HttpResponse:
    """Send a file of returns, and see those sent before."""
    by = actor_of(request)
    sets = asked_here(by.scope, permission=RETURNS.permission, on=timezone.localdate()).sets
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*given, sets=sets)
    if given and form.is_valid():
        file = form.cleaned_data["file"]
        upload = send(
            RETURNS,
            file.read(),
            name=str(file.name),
            media_type=str(file.content_type or ""),
            options={"question_set": form.cleaned_data["question_set"]},
            by=by,
            now=timezone.now(),
        )
        return redirect("returns:returns-upload", upload_id=upload.pk)
    context = {"form": form, "sets": sets, "sent": uploads.files_sent(request, PAGE)}
    return render(request, "returns/import_returns.html", context, status=422 if form.errors else 200)


@needs(RETURNS.permission)
def returns_upload(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """One file that was sent: how far it is, what it would change, what it did."""
    return uploads.answer(request, PAGE, upload_id)


@needs(RETURNS.permission)
@require_safe
def returns_template(
    request: HttpRequest, question_set: str, kind: str
) -> HttpResponse | StreamingHttpResponse:
    """Hand out the file to fill in: a row for each place of theirs, with today's day."""
    now = timezone.now()
    try:
        asked = question_set_on(question_set, timezone.localdate(now))
    except LookupError as nothing:
        raise Http404 from nothing
    day: date = about_on(asked.window, now)
    header = template_header(asked)
    rows = rows_to_fill_in(actor_of(request).scope, question_set=asked, day=day)
    said = {"Content-Disposition": f'attachment; filename="{question_set}-{day.isoformat()}.{kind}"'}
    if kind == "xlsx":
        return HttpResponse(write_xlsx(header, rows, sheet="Returns"), content_type=XLSX_TYPE, headers=said)
    return StreamingHttpResponse(write_csv(header, rows), content_type=CSV_TYPE, headers=said)
