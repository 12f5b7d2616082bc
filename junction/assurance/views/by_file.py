"""Answer many requirements by one file: a template, a dry run with errors by row and cell, then all of it."""

import base64
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.files import OPTIONAL, REQUIRED
from junction.assurance.operations.by_file import import_answers
from junction.assurance.queries import catalogues as queries
from junction.assurance.queries.answers import answers
from junction.assurance.queries.reach import ANSWER
from junction.assurance.rules.book import assurance_rules
from junction.core.imports import ImportRefused
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import the
from junction.core.pages.words import counted
from junction.core.tables import CSV_TYPE, Table, read, write_csv

from .furniture import named, refuse_strangers

LARGEST = 2_000_000  # bytes
SALT = "assurance:answers"
COLUMNS = ("number", "ref", "requirement", "status", "result", "depth", "said")


def _about(request: HttpRequest, catalogue_id: int, key: str) -> tuple[Any, Any]:
    scope, today = actor_of(request).scope, timezone.localdate()
    catalogue = the(queries.asked_now(scope).get, pk=catalogue_id)
    one = named(scope, assurance_rules(today), key, on=today)
    refuse_strangers(scope, one.party)
    return catalogue, one


@needs(ANSWER)
@require_safe
def answers_template_file(request: HttpRequest, catalogue_id: int, key: str) -> StreamingHttpResponse:
    """A file with every requirement that is asked, and what is answered now."""
    catalogue, one = _about(request, catalogue_id, key)
    scope = actor_of(request).scope
    now_said = {row.requirement_id: row for row in answers(scope).filter(
        requirement__catalogue=catalogue.pk, **one.party.columns
    )}  # fmt: skip
    lines = []
    for asked in queries.requirements(scope, catalogue.pk):
        if one.kind in asked.actors:
            said = now_said.get(asked.pk)
            told = (said.status, said.result, said.depth, said.said) if said else ("", "", "", "")
            lines.append((asked.number, asked.ref, asked.text, *told))
    named_file = f'attachment; filename="answers-{key}.csv"'
    return StreamingHttpResponse(
        write_csv(COLUMNS, lines), content_type=CSV_TYPE, headers={"Content-Disposition": named_file}
    )


@needs(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_file(request: HttpRequest, catalogue_id: int, key: str) -> HttpResponse:
    """Choose a file, see what would come of each row, and send it."""
    catalogue, one = _about(request, catalogue_id, key)
    context: dict[str, Any] = {"catalogue": catalogue, "party": one}
    if request.method != "POST":
        return render(request, "assurance/by_file.html", context)
    content = _content(request)
    if isinstance(content, str):
        return render(request, "assurance/by_file.html", context | {"refused": content}, status=422)
    try:
        table = _read(content)
    except ImportRefused as refused:
        return render(request, "assurance/by_file.html", context | {"refused": str(refused)}, status=422)
    is_sure = "sure" in request.POST
    report = import_answers(
        catalogue.pk, one.party, table, dry_run=not is_sure, by=actor_of(request), now=timezone.now()
    )
    if is_sure and not report.errors:
        messages.success(request, f"{counted(report.effects, 'answer')} kept.")
        return redirect(reverse("assurance:party", args=[catalogue.pk, key]))
    packed = signing.dumps(base64.b64encode(content).decode(), salt=SALT + request.path, compress=True)
    context |= {"report": report, "packed": packed}
    return render(request, "assurance/by_file.html", context, status=422 if report.errors else 200)


def _content(request: HttpRequest) -> bytes | str:
    """The bytes of the file, as chosen now or as checked before; or what is wrong with it."""
    if "sure" in request.POST:
        try:
            packed = signing.loads(request.POST.get("packed", ""), salt=SALT + request.path)
        except signing.BadSignature:
            return "Choose the file again"
        return base64.b64decode(packed)
    sent = request.FILES.get("file")
    if sent is None:
        return "Choose a file"
    return "Choose a file of at most 2 MB" if (sent.size or 0) > LARGEST else sent.read()


def _read(content: bytes) -> Table:
    return read(content, filename="answers", required=REQUIRED, optional=OPTIONAL)
