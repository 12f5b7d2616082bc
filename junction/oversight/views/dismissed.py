"""Figures proposed for promises that somebody dismissed: one dismissed, the list, one taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import short_moment
from junction.record.forms.promises import Why
from junction.record.operations.figures import restore_figure as restore
from junction.record.queries.figures import dismissed_figures as in_reach
from junction.record.queries.keepers import names
from junction.record.queries.said import kept

from ..forms import Sure
from ..operations import dismiss_proposed
from ..rules.measures import rule_in_words
from .promises import KEEP, in_short


def _table(by: Any, known: dict[str, str], day: Any) -> DataTable:
    return DataTable(
        name="",
        caption="Figures that were dismissed",
        columns=[
            Column("words", "What was promised",
                   lambda row: link("record:commitment", in_short(row.commitment.words), row.commitment_id),
                   export=lambda row: row.commitment.words),
            Column("rule", "What was proposed", lambda row: rule_in_words(row.rule, day=day)),
            Column("why", "Why it does not judge it", lambda row: row.why),
            Column("who", "Dismissed by", lambda row: known.get(row.dismissed_by, "Somebody")),
            Column("when", "When", lambda row: short_moment(row.dismissed_at), sort="dismissed_at",
                   export=lambda row: row.dismissed_at),
            Column("undo", "Take it back",
                   lambda row: link("oversight:restore-figure", "Propose it again", row.commitment_id,
                                    row.rule),
                   export=lambda row: ""),
        ],
        empty="No proposed figure was dismissed.",
    )  # fmt: skip


@needs(KEEP)
@require_safe
def dismissed_figures(request: HttpRequest) -> HttpResponseBase:
    """List what was dismissed, with its reason; each can be taken back."""
    by, now = actor_of(request), timezone.now()
    rows = in_reach(by.scope)
    keys = set(rows.order_by().values_list("dismissed_by", flat=True))
    known = names(by.scope, keys, own_key=by.key, now=now)
    page = Listing("Figures that were dismissed", reverse("oversight:suggested-figures"), None)
    return listed(request, _table(by, known, local_day(now)), rows, page)


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss_figure(request: HttpRequest, number: int, rule: str) -> HttpResponse:
    """Say why a proposed figure does not judge a promise; it is not proposed for it again."""
    by, now = actor_of(request), timezone.now()
    one: Any = the(kept(by.scope, "commitments").get, pk=number)
    form = Why(posted(request))
    if form.is_valid():
        why = form.cleaned_data["why"]
        tried(form, lambda: the(dismiss_proposed, number, rule=rule, why=why, by=by, now=now))
        if not form.errors:
            messages.success(request, "It is not proposed for this promise again.")
            return redirect("oversight:suggested-figures")
    return ask(
        request, form, title="Why does this figure not judge the promise?", button="Dismiss the figure",
        back=reverse("oversight:suggested-figures"),
        said=f"{one.words} — Proposed: {rule_in_words(rule, day=local_day(now))}.",
    )  # fmt: skip


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def restore_figure(request: HttpRequest, number: int, rule: str) -> HttpResponse:
    """Take a dismissal back."""
    by, now = actor_of(request), timezone.now()
    one: Any = the(kept(by.scope, "commitments").get, pk=number)
    form = Sure(posted(request))
    if form.is_valid():
        tried(form, lambda: the(restore, number, rule=rule, by=by, now=now))
        if not form.errors:
            messages.success(request, "It may be proposed again.")
            return redirect("oversight:dismissed-figures")
    return ask(
        request, form, title="Propose this figure again?", button="Propose it again",
        back=reverse("oversight:dismissed-figures"),
        said=f"{one.words} — {rule_in_words(rule, day=local_day(now))}.",
    )  # fmt: skip
