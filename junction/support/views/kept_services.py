"""Keepers' pages of the directory: the list, one service, adding, changing, saying that it is still right."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.environment import macro_of
from junction.core.pages.forms import Form
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted, short_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.support.forms.kept_services import AddService, KeepService
from junction.support.operations import keeping_services as operations
from junction.support.queries import kept_services as queries
from junction.support.queries.kept_services import LEAVES
from junction.support.rules.directory_book import DirectoryBook, directory_book
from junction.support.rules.listed_rows import STATUSES
from junction.support.rules.opening import opening_of
from junction.support.rules.opening_words import hours

COUNCILS_OWN = ("", "The council's directory: another organisation gives it")


def _tag(one: Any, book: DirectoryBook, today: date) -> Any:
    tag = macro_of("status_tag")
    if one.status != "active":
        return tag("unknown", one.get_status_display())
    if one.assured_on is None or one.assured_on < book.assured_before(today):
        return tag("amber", "To be checked")
    return tag("green", "Checked")


def _last_right(one: Any) -> str:
    return short_day(one.assured_on) if one.assured_on else "Never"


def _table(by: Actor, book: DirectoryBook, today: date) -> DataTable:
    return DataTable(
        name="",
        caption="Services",
        columns=[
            Column("name", "Service", lambda row: link("support:kept-service", row.name, row.pk), sort="name",
                   export=lambda row: row.name),
            Column("body", "Who gives it", lambda row: row.organisation.name, sort="organisation__name"),
            Column("needs", "What for", lambda row: ", ".join(book.needs.get(one, one) for one in row.needs)),
            Column("area", "Directory", lambda row: row.area.name if row.area else "The nation's",
                   sort="area__name"),
            Column("state", "State", lambda row: _tag(row, book, today),
                   export=lambda row: row.get_status_display()),
            Column("assured", "Last right", _last_right,
                   sort="assured_on", export=lambda row: row.assured_on),
            Column("chased", "Letters since", lambda row: row.chases, sort="chases", numeric=True),
        ],
        filters=[
            Filter("fresh", "Freshness", [("stale", "To be checked")],
                   lambda rows, _: queries.stale(by.scope, rows, today=today, book=book)),
            Filter("status", "Status", [(one, one.capitalize()) for one in STATUSES],
                   lambda rows, code: rows.filter(status=code)),
            Filter("need", "What for", list(book.needs.items()),
                   lambda rows, code: rows.filter(needs__contains=[code])),
            Filter("way", "How", [(code, way.title) for code, way in book.ways.items()],
                   lambda rows, code: rows.filter(ways__contains=[code])),
        ],
        default_sort="name",
        empty="You keep no service yet.",
    )  # fmt: skip


@require_safe
@needs(LEAVES)
def kept_services(request: HttpRequest) -> HttpResponseBase:
    """Every service one keeps; those that nobody assured for too long are marked."""
    by, today = actor_of(request), local_day(timezone.now())
    book = directory_book(today)
    ways = [("Add a service", reverse("support:add-service"))]
    if by.scope.may(queries.DIRECTORY):
        ways += [("Send a list of services", reverse("support:import-services")),
                 ("What was sought and not there", reverse("support:no-results"))]  # fmt: skip
    rows = queries.kept_services(by.scope, sought=sought(request))
    old = queries.stale(by.scope, queries.kept_services(by.scope), today=today, book=book).count()
    here = reverse("support:kept-services")
    figures = [("To be checked", old, f"not said to be right for {book.stale_after_days} days",
                f"{here}?fresh=stale", "amber" if old else "")]  # fmt: skip
    page = Listing("Services you keep", reverse("support:home"), None, ways=ways, figures=figures)
    return listed(request, _table(by, book, today), rows, page)


@require_safe
@needs(LEAVES)
def kept_service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """One service, with its hours in words, and what its keeper can do."""
    by, today = actor_of(request), local_day(timezone.now())
    one, book = the(queries.one_kept, by.scope, service_id), directory_book(today)
    texts = queries.typed_of(by.scope, one)
    context = {
        "service": one, "texts": texts, "tag": _tag(one, book, today),
        "hours": [hours(opening_of(row), row.description) for row in one.schedules.all()],
        "needs": [book.needs.get(code, code) for code in one.needs], "ways": book.way_titles(one.ways),
        "areas": [row.area.name if row.area else row.name for row in one.areas.all()],
        "chases": counted(one.chases, "letter"), "ended": one.status in ("defunct", "inactive"),
    }  # fmt: skip
    return render(request, "support/directory/kept_service.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LEAVES)
def add_service(request: HttpRequest) -> HttpResponse:
    """Add a service."""
    by, now = actor_of(request), timezone.now()
    bodies = [(str(one.pk), one.name) for one in queries.organisations_kept(by.scope)]
    councils = queries.councils_kept(by.scope)
    keepers = [*bodies, *([COUNCILS_OWN] if by.scope.may(queries.DIRECTORY) else [])]
    areas = [(one.pk, one.name) for one in (queries.all_councils(by.scope) if bodies else councils)]
    shape = {"keepers": keepers, "areas": [*([("", "Select")] if len(areas) > 1 else []), *areas]}
    form = AddService(posted(request), book=directory_book(local_day(now)), **shape)
    if form.is_valid():
        given = form.cleaned_data
        cells = form.cells | ({"organisation": given["organisation"]} if given.get("organisation") else {})
        who: dict[str, Any] = {
            "keeper": int(given["keeper"]) if given["keeper"] else None,
            "area": given["area"],
        }
        made = tried(form, operations.add_service, cells=cells, **who, by=by, now=now)
        if made is not None:
            messages.success(request, "It is in the directory.")
            return redirect("support:kept-service", made.pk)
    back = reverse("support:kept-services")
    return ask(request, form, title="Add a service", button="Add it", back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LEAVES)
def change_service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Change a service; it counts as right today."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_kept, by.scope, service_id)
    texts: dict[str, Any] = queries.typed_of(by.scope, one)
    form = KeepService(
        posted(request),
        initial=texts | {"needs": list(one.needs), "ways": list(one.ways)},
        book=directory_book(local_day(now)),
    )
    back = reverse("support:kept-service", args=[one.pk])
    said = "Your change stays: what the source of this service sends later is put beside it, not over it."
    if one.schedules.exists() and not texts["opening"]:
        said += " Its hours stay as they are unless you write others."
    if form.is_valid():
        sent: dict[str, Any] = {"number": one.pk, "cells": form.cells, "by": by, "now": now}
        if tried(form, operations.change_service, **sent) is not None:
            messages.success(request, "It is changed, and counts as right today.")
            return redirect(back)
    return ask(request, form, title=f"Change {one.name}", button="Change it", back=back, said=said)


@require_POST
@needs(LEAVES)
def assure_service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Say that it is still right today."""
    try:
        the(operations.assure_service, service_id, by=actor_of(request), now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Thank you. It counts as right today.")
    return redirect("support:kept-service", service_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(LEAVES)
def withdraw_service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """End a service."""
    by, now = actor_of(request), timezone.now()
    one, form = the(queries.one_kept, by.scope, service_id), Form(posted(request))
    back = reverse("support:kept-service", args=[one.pk])
    work: Callable[..., Any] = operations.withdraw_service
    if form.is_valid() and tried(form, work, number=one.pk, by=by, now=now) is not None:
        messages.success(request, "It is withdrawn: nobody finds it any more.")
        return redirect(back)
    return ask(request, form, title=f"Withdraw {one.name}", button="Withdraw it", back=back,
               said="Nobody finds it any more. The feed says it ended.", ends_something=True)  # fmt: skip
