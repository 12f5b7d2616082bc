"""Worries that somebody is harmed, for those who may see to them; a person closes each, with
what was done.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.ownership.queries import history
from junction.core.ownership.rules import owner_at
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.forms import Form
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import read_moment
from junction.core.pages.sheets import sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_moment
from junction.record.queries.keepers import names
from junction.support.forms.settling import Why
from junction.support.operations.concerns import close_concern, take_concern
from junction.support.queries.concerns import CLOSE, SUBJECT, concern_words, open_concerns
from junction.support.queries.needs import needs as needs_in_reach
from junction.support.rules.keeping import keeping_on


@require_safe
@needs(CLOSE)
def concerns(request: HttpRequest) -> HttpResponseBase:
    """Worries in reach, the oldest first; what was said is on each one's own page."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    at = moment.at
    kinds = keeping_on(local_day(at)).concerns
    table = DataTable(
        name="",
        caption="Worries",
        columns=[
            Column("reference", "Reference", lambda row: link("support:concern", row.reference, row.pk,
                                                                 query=moment.keep("")),
                   export=lambda row: row.reference),
            Column("kind", "About", lambda row: kinds.get(row.kind, row.kind), sort="kind"),
            Column("area", "Council", lambda row: row.area.name, sort="area__name"),
            Column("raised", "Raised", lambda row: ago(row.raised_at, at), sort="raised_at",
                   export=lambda row: row.raised_at),
            Column("limit", "By", lambda row: short_moment(row.limit_at), sort="limit_at",
                   export=lambda row: row.limit_at),
            Column("state", "State", lambda row: _state(row, at)),
        ],
        filters=[
            Filter("state", "State", [("open", "Open"), ("closed", "Closed")],
                   lambda rows, code: rows.filter(then_closed__isnull=code == "open")),
            Filter("kind", "About", list(kinds.items()), lambda rows, code: rows.filter(kind=code)),
        ],
        default_sort="raised",
        empty="Nobody has raised a worry.",
    )  # fmt: skip
    rows = open_concerns(by.scope, also_closed=True, as_at=moment.as_at)
    said = "None is ever closed by itself: a person closes each and writes down what was done."
    return sheet(
        request, title="Worries", back=reverse("support:home"), said=said, tables=[(table, rows)],
        moment=moment,
    )  # fmt: skip


def _state(one: Any, at: Any) -> str:
    if one.then_closed:
        return "Closed"
    return "Open, past its limit" if one.limit_at <= at else "Open"


@require_safe
@needs(CLOSE)
def concern(request: HttpRequest, concern_id: int) -> HttpResponseBase:
    """One worry with what was said, now or as at a moment."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    one: Any = the(open_concerns(by.scope, also_closed=True, as_at=moment.as_at).get, pk=concern_id)
    words, contact, why = concern_words(by.scope, [one])[one.pk]
    has = owner_at(history(SUBJECT, one.pk), moment.at) or ""
    named = names(by.scope, [has], own_key=by.key, now=moment.now)
    closed = one.then_closed
    about = needs_in_reach(by.scope).filter(pk=one.need_id).first() if one.need_id else None
    lines = [
        ("What was said", words), ("How to reach who said it", contact), ("Council", one.area.name),
        ("About need", link("support:need", about.reference, about.pk) if about else ""),
        ("Raised", short_moment(one.raised_at)), ("To be seen to by", short_moment(one.limit_at)),
        ("Who sees to it", "" if closed else named.get(has, "Nobody yet")),
        ("What was done", why if closed else ""), ("Closed", short_moment(closed) if closed else "No"),
    ]  # fmt: skip
    ways = (
        []
        if closed or not moment.is_live
        else [("Close it", reverse("support:close-concern", args=[one.pk]))]
    )
    if ways and has != by.key:
        ways.insert(0, ("See to it yourself", reverse("support:take-concern", args=[one.pk])))
    title, back = f"Worry {one.reference}", moment.keep(reverse("support:concerns"))
    return sheet(request, title=title, back=back, lines=lines, ways=ways, moment=moment)


@require_http_methods(["GET", "POST"])
@needs(CLOSE)
def close(request: HttpRequest, concern_id: int) -> HttpResponseBase:
    """Close a worry with what was done."""
    by, now = actor_of(request), timezone.now()
    one = the(open_concerns(by.scope, also_closed=True).get, pk=concern_id)
    form, back = Why(posted(request)), reverse("support:concern", args=[one.pk])
    form.fields["why"].label = "What was done?"
    sent: dict[str, Any] = {"number": one.pk, "by": by, "now": now}
    if form.is_valid() and tried(form, close_concern, **form.cleaned_data, **sent) is not None:
        messages.success(request, "Closed.")
        return redirect(back)
    return ask(request, form, title=f"Close worry {one.reference}", button="Close it", back=back)


@require_http_methods(["GET", "POST"])
@needs(CLOSE)
def take(request: HttpRequest, concern_id: int) -> HttpResponseBase:
    """Say that one sees to a worry oneself."""
    by, now = actor_of(request), timezone.now()
    one = the(open_concerns(by.scope, also_closed=True).get, pk=concern_id)
    form, back = Form(posted(request)), reverse("support:concern", args=[one.pk])
    if form.is_valid() and tried(form, take_concern, number=one.pk, by=by, now=now) is not None:
        messages.success(request, "You see to it.")
        return redirect(back)
    title, said = f"See to worry {one.reference} yourself", "Whoever has it now has it no more."
    return ask(request, form, title=title, button="I see to it", back=back, said=said)
