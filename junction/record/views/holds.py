"""Pages of holds: which there are, placing one on a document, a thread or an area, releasing one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import moment as moment_words
from junction.record.forms.retention import HoldDocument, HoldMany, SayReason
from junction.record.operations.retention import Holding, place_hold, release_hold
from junction.record.queries import retention as queries
from junction.record.queries.retention import RETAIN
from junction.record.rules.retention import DOCUMENT, retention_rules


def what_is_held(row: Any) -> str:
    """The document, the thread or the area of a hold."""
    if row.document_id:
        return link("record:document-end", row.document.title, row.document_id)
    if row.thread_id:
        return link("record:thread", row.thread.title, row.thread_id)
    return row.area.name if row.area_id else "The whole record"


def _holds_table(moment: Moment) -> DataTable:
    return DataTable(
        name="",
        caption="Holds",
        columns=[
            Column("matter", "Matter", lambda row: row.matter, sort="matter"),
            Column("what", "What is held", what_is_held, export=lambda row: row.reach),
            Column("why", "Why", lambda row: row.why),
            Column("placed", "Since", lambda row: moment_words(row.placed_at), sort="placed_at",
                   export=lambda row: row.placed_at),
            Column("state", "State", lambda row: "In force" if row.is_on else "Released"),
            Column("more", "More",
                   lambda row: link("record:release-hold", "Release it", row.pk)
                   if moment.is_live and row.is_on else ("" if row.is_on else row.released_why),
                   export=lambda row: row.pk),
        ],
        filters=[
            Filter("state", "State", [("on", "In force"), ("off", "Released")],
                   lambda rows, code: rows.filter(is_on=code == "on")),
        ],
        default_sort="-placed",
        empty="Nothing is held.",
    )  # fmt: skip


@require_safe
@needs(RETAIN)
def holds(request: HttpRequest) -> HttpResponseBase:
    """List the holds."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rows, table = queries.holds(scope, as_at=moment.at), _holds_table(moment)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    ways = [("Hold all of a thread or an area", reverse("record:place-hold"))] if moment.is_live else []
    context = {"title": "Holds", "back": moment.keep(reverse("record:retention")), "ways": ways,
               "moment": moment, "table": table.view(rows, request.GET)}  # fmt: skip
    return render(request, "core/listing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RETAIN)
def place_many(request: HttpRequest) -> HttpResponse:
    """Hold all on a thread, or all of an area."""
    by, now = actor_of(request), timezone.now()
    rules, day = retention_rules(local_day(now)), local_day(now)
    areas = queries.areas_to_hold(by.scope, on=day)
    whole = [("", "The whole record")] if by.scope.reach(RETAIN).national else []
    form = HoldMany(
        posted(request), areas=[*whole, *areas], threads=queries.threads_to_hold(by.scope),
        reaches=[pair for pair in pairs(rules.reaches) if pair[0] != DOCUMENT],
    )  # fmt: skip
    if form.is_valid():
        said = {**form.cleaned_data, "area": form.cleaned_data["area"] or None}
        if _placed(request, form, Holding(**said), by=by, now=now):
            return redirect("record:holds")
    said_first = "Nothing of it is destroyed while the hold stands, whatever its date."
    return ask(
        request, form, title="Hold all of a thread or an area", said=said_first, button="Place the hold",
        back=reverse("record:holds"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RETAIN)
def hold_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Hold one document."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.documents(by.scope, permission=RETAIN).get, pk=document_id)
    form = HoldDocument(posted(request))
    back = reverse("record:document-end", args=[document_id])
    if form.is_valid():
        wanted = Holding(DOCUMENT, document=one.pk, **form.cleaned_data)
        if _placed(request, form, wanted, by=by, now=now):
            return redirect(back)
    said = f"{one.title}. It is not destroyed while the hold stands, whatever its date."
    return ask(request, form, title="Hold a document", said=said, button="Place the hold", back=back)


def _placed(request: HttpRequest, form: Any, wanted: Holding, *, by: Any, now: Any) -> bool:
    made = tried(form, lambda: the(place_hold, wanted, by=by, now=now))
    if made:
        messages.success(request, "It is held.")
    return made is not None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RETAIN)
def release(request: HttpRequest, number: int) -> HttpResponse:
    """Release a hold."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.hold, by.scope, number, as_at=now)
    form = SayReason(posted(request))
    back = reverse("record:holds")

    def let_go() -> bool:
        return bool(release_hold(number, why=form.cleaned_data["why"], by=by, now=now))

    if form.is_valid() and tried(form, let_go):
        messages.success(request, "The hold is released.")
        return redirect(back)
    said = "What it held may be destroyed once its date is over."
    return ask(
        request, form, title=f"Release the hold: {one.matter}", said=said, button="Release it", back=back,
        ends_something=True,
    )  # fmt: skip
