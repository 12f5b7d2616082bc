"""Many places at once: the template to fill in, a file to check, and taking it when it is right.

The file is kept by its hash when it is checked, so what is taken afterwards is what was seen, to the byte.
"""

from datetime import date
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.files import operations as documents
from junction.core.files import queries as kept_documents
from junction.core.imports import ImportRefused, ImportReport
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.tables import read
from junction.core.tables.writing import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx

from ..files.returns import required_columns, template_header
from ..forms.uploads import UploadForm
from ..operations import import_returns as take_returns
from ..queries.asked import asked_here
from ..queries.templates import rows_to_fill_in
from ..rules.questions import question_set_on
from ..rules.windows import about_on

IMPORT = "returns.import"
SALT = "returns.upload"
SHOWN = 200  # findings on the page


@needs(IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_returns(request: HttpRequest) -> HttpResponse:
    """Check a file of returns, show what was found, and take it."""
    if request.POST.get("step") == "take":
        return take(request)
    scope = actor_of(request).scope
    sets = asked_here(scope, permission=IMPORT, on=timezone.localdate()).sets
    form = UploadForm(request.POST or None, request.FILES or None, sets=sets)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "sets": sets}
        return render(request, "returns/import_returns.html", context, status=422 if form.errors else 200)
    file = form.cleaned_data["file"]
    content, name = file.read(), str(file.name)
    chosen = form.cleaned_data["question_set"]
    report = run(request, content, name=name, question_set=chosen, dry_run=True, partial=True)
    kept = documents.store(
        content,
        name=name,
        media_type=str(file.content_type or "application/octet-stream")[:100],
        by=actor_of(request),
        now=timezone.now(),
    )
    token = signing.dumps([kept.sha256, name, chosen, actor_of(request).key], salt=SALT)
    return report_page(request, report, file=token, taken=False)


def take(request: HttpRequest) -> HttpResponse:
    """Take a file that was checked: all of it, or the rows without an error when that was chosen."""
    try:
        sha256, name, chosen, who = signing.loads(request.POST.get("file", ""), salt=SALT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError) as nothing:
        raise Http404 from nothing
    if who != actor_of(request).key:
        raise Http404
    partial = request.POST.get("partial") == "yes"
    content = kept_documents.content(sha256)
    report = run(request, content, name=name, question_set=chosen, dry_run=False, partial=partial)
    refused = bool(report.errors) and not partial
    return report_page(request, report, file=request.POST["file"] if refused else "", taken=not refused)


def run(
    request: HttpRequest, content: bytes, *, name: str, question_set: str, dry_run: bool, partial: bool
) -> ImportReport:
    """Read and import; a file that is refused gives its report all the same."""
    now = timezone.now()
    asked = question_set_on(question_set, timezone.localdate(now))
    try:
        table = read(content, filename=name, required=required_columns(asked))
        return take_returns(
            table,
            question_set=question_set,
            dry_run=dry_run,
            partial=partial,
            by=actor_of(request),
            now=now,
        )
    except ImportRefused as refused:
        return refused.report


def report_page(request: HttpRequest, report: ImportReport, *, file: str, taken: bool) -> HttpResponse:
    """Show what an import did or would do, worst findings first."""
    found = sorted(report.findings, key=lambda each: (each.severity != "error", each.row))
    context: dict[str, Any] = {
        "report": report,
        "findings": found[:SHOWN],
        "more": max(0, len(found) - SHOWN),
        "file": file,
        "taken": taken,
        "sound": report.created + report.changed,
    }
    return render(request, "returns/import_report.html", context)


@needs(IMPORT)
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
