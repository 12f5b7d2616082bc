"""Pages that take in a document: send it, see everything that is read in it, then keep it or not."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import posted, the
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.uploads import queries as sent
from junction.core.uploads import views as uploads
from junction.core.uploads.operations import send
from junction.core.wording import sentence_case
from junction.record.forms.importing import ImportDocument
from junction.record.queries.areas import areas_to_keep_for
from junction.record.queries.documents import KEEP
from junction.record.rules.handling import handling_rules
from junction.record.rules.uploads import DOCUMENTS

from .statements import shortened


def _asked(options: Mapping[str, Any]) -> uploads.Lines:
    return [("Title", options["title"]), ("Kind", sentence_case(options["kind"]))]


def _counts(report: Mapping[str, Any]) -> uploads.Lines:
    read: uploads.Lines = [(sentence_case(kind), many) for kind, many in report["details"].items()]
    return [*read, ("Warnings", report["warnings"])] if report["warnings"] else read


PAGE = uploads.Page(
    kind=DOCUMENTS,
    start="record:import-document",
    one="record:sent-document",
    onward=("record:documents", "See the documents"),
    asked=_asked,
    counts=_counts,
    button=lambda report: "Keep the document",
    preview="record:preview-document",
)


@needs(DOCUMENTS.permission)
def import_document(request: HttpRequest) -> HttpResponse:
    """Send a document, and see those sent before."""
    by, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    form = ImportDocument(
        posted(request), request.FILES or None, rules=handling_rules(today),
        areas=areas_to_keep_for(by.scope, on=today), is_national=by.scope.reach(KEEP).national,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        about: dict[str, Any] = {"name": str(file.name), "media_type": str(file.content_type or "")}
        upload = send(DOCUMENTS, file.read(), options=form.options, by=by, now=now, **about)
        return redirect("record:sent-document", upload_id=upload.pk)
    context = {"form": form, "sent": uploads.files_sent(request, PAGE)}
    return render(request, "record/import_document.html", context, status=422 if form.errors else 200)


@needs(DOCUMENTS.permission)
def sent_document(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """One document that was sent: how far it is, what was read, keep it or not."""
    return uploads.answer(request, PAGE, upload_id)


def _sure(cell: Mapping[str, Any]) -> str:
    return f"{cell['confidence']:.0%}{', inferred' if cell['inferred'] else ''}"


def _cells(one: Mapping[str, Any]) -> str:
    return "; ".join(f"{sentence_case(name)}: {_sure(cell)}" for name, cell in one["cells"].items())


def _ref(one: Mapping[str, Any]) -> str:
    """The reference; it heads the row, so it is never empty."""
    return f"{one['ref']} (inferred)" if one["ref_inferred"] else one["ref"] or "None"


PREVIEW = DataTable(
    name="",
    caption="What was read",
    columns=[
        Column("ref", "Ref", _ref, export=lambda one: one["ref"]),
        Column("kind", "Kind", lambda one: sentence_case(one["kind"])),
        Column("text", "What it says", lambda one: shortened(one["text"]), export=lambda one: one["text"]),
        Column("who", "Who", lambda one: one["sender"] or ", ".join(one["organisations"])),
        Column("status", "Claims", lambda one: sentence_case(one["status_class"] or "")),
        Column("dates", "Dates", lambda one: "; ".join(said["raw"] for said in one["dates"])),
        Column("sure", "How sure each part is", _cells),
        Column("line", "Line", lambda one: one["lines"][0] if one["lines"] else None, numeric=True),
    ],
    filters=[
        Filter("sure", "How sure", [("less", "Only what is not certain")],
               lambda rows, _: [one for one in rows
                                if any(cell["confidence"] < 1 for cell in one["cells"].values())]),
    ],
    empty="Nothing was read in it.",
)  # fmt: skip


@needs(DOCUMENTS.permission)
def preview_document(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """Everything that was read in a document that is not kept yet, with how sure each part is."""
    upload = the(sent.upload, actor_of(request), DOCUMENTS, upload_id)
    if "records" not in upload.report:
        raise Http404
    records = upload.report["records"]
    if PREVIEW.wants_csv(request.GET):
        return PREVIEW.csv(records, request.GET)
    all_of_it = sum(upload.report["details"].values())
    said = f"The first {len(records):,} of {all_of_it:,}." if len(records) < all_of_it else ""
    context = {
        "title": f"What was read in {upload.file_name}", "said": said,
        "back": reverse("record:sent-document", args=[upload_id]),
        "table": PREVIEW.view(records, request.GET),
    }  # fmt: skip
    return render(request, "core/listing.html", context)
