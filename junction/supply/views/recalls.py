"""Pages of recalls: call a lot back, how far it is, who has not answered, and the answer of who had some."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted, short_moment
from junction.supply.forms import recalls as forms
from junction.supply.operations import recalling as operations
from junction.supply.queries import depots
from junction.supply.queries import recalls as queries

from .furniture import ask, link, posted, the, tried, units

STOCK = "supply.stock"


def _name(one: Any) -> str:
    return link("supply:recall", f"{one.lot.item.name}, lot {one.lot.number}", one.pk)


TABLE = DataTable(
    name="",
    caption="Recalls",
    columns=[
        Column("lot", "Lot", _name, export=lambda one: f"{one.lot.item.name}, lot {one.lot.number}"),
        Column("started", "Started", lambda one: short_moment(one.started_at), sort="started_at"),
        Column("state", "State", lambda one: "Ended" if one.ended_at else "In force"),
        Column("told", "Told", lambda one: one.told, sort="told", numeric=True),
        Column("answered", "Answered", lambda one: one.answered, sort="answered", numeric=True),
    ],
    default_sort="-started",
    empty="No lot that you can see was ever called back.",
)  # fmt: skip


def _reader(one: Any) -> str:
    return str((one.place or one.organisation or one.depot).name)


def _answer_link(one: Any) -> str:
    return link("supply:answer_recall", _reader(one), one.pk)


NOTICES = DataTable(
    name="",
    caption="Who was told, those without an answer first",
    columns=[
        Column("reader", "Who", _answer_link, export=_reader),
        Column("delivered", "Was sent", lambda one: one.delivered, sort="delivered", numeric=True),
        Column("letters", "Letters", lambda one: one.letters, sort="letters", numeric=True),
        Column("answered", "Answered",
               lambda one: short_moment(one.acknowledged_at) if one.acknowledged_at else "Not yet",
               sort="acknowledged_at"),
        Column("aside", "Set aside", lambda one: one.set_aside, sort="set_aside", numeric=True),
        Column("replaced", "Replacement",
               lambda one: f"Order {one.replacement_id}" if one.replacement_id else "–"),
    ],
    filters=[
        Filter("answer", "Answer", [("no", "Not yet"), ("yes", "Answered")],
               lambda rows, value: rows.filter(acknowledged_at__isnull=value == "no")),
    ],
    page_size=100,
    empty="Nobody had any of it.",
)  # fmt: skip


@needs("supply.see")
def recalls(request: HttpRequest) -> HttpResponseBase:
    """Recalls that concern whoever looks."""
    found = queries.recalls(actor_of(request).scope)
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(found, request.GET)
    context = {"title": "Recalls", "back": reverse("supply:home"), "table": TABLE.view(found, request.GET)}
    return render(request, "core/listing.html", context)


@needs("supply.see")
def recall(request: HttpRequest, recall_id: int) -> HttpResponseBase:
    """One recall: how far it is, and the list to chase by."""
    scope = actor_of(request).scope
    found: Any = the(queries.recall, scope, recall_id)
    rows = queries.notices_of(scope, found)
    if NOTICES.wants_csv(request.GET):
        return NOTICES.csv(rows, request.GET)
    item = found.lot.item
    context = {
        "recall": found,
        "item": item,
        "delivered": units(found.delivered or 0, item),
        "set_aside": units(found.set_aside or 0, item),
        "is_national": scope.reach(STOCK).national,
        "table": NOTICES.view(rows, request.GET),
    }
    return render(request, "supply/recall.html", context)


@needs(STOCK)
def start_recall(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Call a lot back."""
    by = actor_of(request)
    lot = the(depots.lot, by.scope, lot_id)
    form = forms.StartRecall(posted(request))
    if request.method == "POST" and form.is_valid():
        about = {"lot_id": lot.pk, "by": by, "now": timezone.now(), **form.cleaned_data}
        made = tried(form, operations.start_recall, **about)
        if made:
            messages.success(request, "The lot is held everywhere, and all who had some are being told.")
            return redirect("supply:recall", recall_id=made.pk)
    back = reverse("supply:lot", args=[lot.pk])
    had = len(queries.who_had(by.scope, lot))
    said = f"It is held in every depot at once. {counted(had, 'place')} had some of it and will be told."
    title = f"Recall lot {lot.number} of {lot.item.name}"
    return ask(request, form, title=title, button="Recall lot", back=back, said=said, ends_something=True)


@needs(STOCK)
def remind(request: HttpRequest, recall_id: int) -> HttpResponse:
    """Write again to all who have not answered."""
    by = actor_of(request)
    found: Any = the(queries.recall, by.scope, recall_id)
    form = forms.Form(posted(request))
    if request.method == "POST":
        form.full_clean()
        waiting = tried(form, operations.remind, recall_id=found.pk, by=by, now=timezone.now())
        if waiting is not None:
            messages.success(request, f"Written again to {counted(waiting, 'reader')} without an answer.")
            return redirect("supply:recall", recall_id=found.pk)
    back = reverse("supply:recall", args=[found.pk])
    said = f"{counted(found.told - found.answered, 'reader has', 'readers have')} not answered yet."
    return ask(request, form, title="Write to them again", button="Send letters", back=back, said=said)


@needs(STOCK)
def end_recall(request: HttpRequest, recall_id: int) -> HttpResponse:
    """A recall is over, or was a mistake."""
    by = actor_of(request)
    found: Any = the(queries.recall, by.scope, recall_id)
    form = forms.EndRecall(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        about = {"recall_id": found.pk, "is_mistake": given["how"] == "mistake", "why": given["why"]}
        if tried(form, operations.end_recall, by=by, now=timezone.now(), **about):
            messages.success(request, "The recall has ended.")
            return redirect("supply:recall", recall_id=found.pk)
    back = reverse("supply:recall", args=[found.pk])
    return ask(request, form, title="End the recall", button="End recall", back=back, ends_something=True)


@needs("supply.see")
def answer_recall(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Say how much is left, and ask for a replacement in the same step."""
    by = actor_of(request)
    notice = the(queries.notice, by.scope, notice_id)
    item = notice.recall.lot.item
    left = queries.left_with(by.scope, notice)
    started = {"set_aside": left.quantity}
    form = forms.AnswerRecall(
        posted(request), unit=item.plural_unit, may_replace=not notice.depot_id, initial=started
    )
    if request.method == "POST" and form.is_valid():
        given = operations.Answer(form.cleaned_data["set_aside"], form.cleaned_data.get("replace", False))
        done = tried(
            form, operations.answer_recall, at="set_aside", notice_id=notice.pk, answer=given, by=by,
            now=timezone.now(),
        )  # fmt: skip
        if done:
            messages.success(request, _thanks(done))
            return redirect("supply:answer_recall", notice_id=notice.pk)
    context = {
        "form": form,
        "notice": notice,
        "reader": _reader(notice),
        "item": item,
        "delivered": units(notice.delivered, item),
        "left": units(left.quantity, item),
        "aside": units(notice.set_aside or 0, item),
    }
    return render(request, "supply/answer_recall.html", context, status=422 if form.errors else 200)


def _thanks(done: Any) -> str:
    if done.replacement_id:
        return f"Thank you. Order {done.replacement_id} replaces what you set aside."
    return "Thank you. Your answer is kept."
