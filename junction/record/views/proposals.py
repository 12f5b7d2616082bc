"""What rules proposed and nobody has judged: the list to tick, one put right and confirmed, one dismissed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted
from junction.core.refusals import Refusal
from junction.record.forms.promises import Why
from junction.record.operations import confirming
from junction.record.queries import said as queries
from junction.record.queries.documents import KEEP

from .kinds import Kind, kind_of
from .showing import source_cell, source_text
from .statements import shortened

MOST = 200  # ticked at once: one page


TICK = """<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">
<input class="govuk-checkboxes__input" type="checkbox" name="one" value="{0}" id="one-{0}" form="settle">
<label class="govuk-label govuk-checkboxes__label record-words" for="one-{0}">{1}</label></div></div>"""
LOOK = '<a class="govuk-link" href="{}">Look<span class="govuk-visually-hidden"> at number {}</span></a>'


def _tick(row: Any) -> str:
    return format_html(TICK, row.pk, shortened(row.words))


def _sure(row: Any) -> str | None:
    return f"{row.confidence:.0%}" if row.confidence is not None else None


def table(kind: Kind) -> DataTable:
    """The proposals of a kind, to be ticked."""
    return DataTable(
        name="",
        caption=f"{kind.many} that were proposed",
        columns=[
            Column("words", "Words", _tick, export=lambda row: row.words),
            *kind.columns,
            Column("source", "Where", source_cell, export=source_text),
            Column("why", "Why it is proposed", lambda row: row.why),
            Column("sure", "Sure to", _sure, sort="confidence", numeric=True),
            Column("more", "More",
                   lambda row: format_html(LOOK, reverse(kind.address, args=[row.pk]), row.pk),
                   export=lambda row: row.pk),
        ],
        filters=[
            Filter("sure", "How sure", [("80", "80% and more"), ("under", "Less than 80%")],
                   lambda rows, value: rows.filter(confidence__gte=0.8) if value == "80"
                   else rows.filter(confidence__lt=0.8)),
        ],
        default_sort="-sure",
        empty="Nothing waits to be judged.",
    )  # fmt: skip


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: HttpRequest, kind_name: str) -> HttpResponseBase:
    """List what was proposed; confirm or dismiss what is ticked."""
    by, kind = actor_of(request), kind_of(kind_name)
    if request.method == "POST":
        _settle(request, kind)
        return redirect(request.get_full_path())
    rows = queries.proposed(by.scope, queries.PROPOSED[kind_name], permission=KEEP)
    rows = queries.searched(rows, sought(request), now=timezone.now())
    page = Listing(
        f"{kind.many}: what was proposed", reverse(f"record:{kind_name}"),
        None, settles=kind.one,
        said="Rules found these in documents. Tick what is so and confirm it; dismiss what is none.",
    )  # fmt: skip
    return listed(request, table(kind), rows, page, template="record/list.html")


def _settle(request: HttpRequest, kind: Kind) -> None:
    by, now, model = actor_of(request), timezone.now(), queries.PROPOSED[kind.name]
    numbers = [int(one) for one in request.POST.getlist("one")[:MOST] if one.isdecimal() and len(one) < 19]
    if not numbers:
        messages.error(request, "Tick at least one of them.")
        return
    try:
        if request.POST.get("do") == "dismiss":
            why = request.POST.get("why", "")
            many = confirming.dismiss_many(model, numbers, why=why, by=by, now=now)
        else:
            many = confirming.confirm_many(model, numbers, by=by, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return
    done = "dismissed" if request.POST.get("do") == "dismiss" else "confirmed"
    messages.success(request, f"{counted(many, kind.one)} {done}.")


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, kind_name: str, number: int) -> HttpResponse:
    """Put a proposal right and confirm it."""
    by, now, kind = actor_of(request), timezone.now(), kind_of(kind_name)
    model = queries.PROPOSED[kind_name]
    found = the(queries.kept(by.scope, kind_name).get, pk=number)
    form = kind.form(posted(request), initial=kind.initial(found))
    if form.is_valid():
        tried(form, confirming.confirm, kind=model, number=number, edits=form.days(), by=by, now=now)
        if not form.errors:
            messages.success(request, "It is confirmed.")
            return redirect(kind.address, number)
    said = f"It was read as: {found.words}"
    return ask(request, form, title=f"Confirm this {kind.one}", button="Confirm it", said=said,
               back=reverse(kind.address, args=[number]))  # fmt: skip


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: HttpRequest, kind_name: str, number: int) -> HttpResponse:
    """Say that it is none, or that it should not have been confirmed."""
    by, now, kind = actor_of(request), timezone.now(), kind_of(kind_name)
    model = queries.PROPOSED[kind_name]
    found = the(queries.kept(by.scope, kind_name).get, pk=number)
    form = Why(posted(request))
    if form.is_valid():
        tried(
            form, confirming.dismiss, kind=model, number=number, why=form.cleaned_data["why"], by=by, now=now
        )
        if not form.errors:
            messages.success(request, "It is dismissed. The document stays as it is.")
            return redirect(kind.address, number)
    return ask(request, form, title=f"Dismiss this {kind.one}", button="Dismiss it", said=found.words,
               back=reverse(kind.address, args=[number]), ends_something=True)  # fmt: skip
