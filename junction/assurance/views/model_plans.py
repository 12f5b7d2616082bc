"""Plans to learn from: what is published with why, and who used it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from junction.assurance.forms.plans import Reasoned, SayReused
from junction.assurance.operations import model_plans as operations
from junction.assurance.queries import plans as queries
from junction.assurance.queries.reach import ANSWER, REVIEW, SEE
from junction.assurance.queries.reused import parties_to_answer_for, reused_by
from junction.assurance.rules.parties import party_of
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import short_day

from .whose import whose


def model_table(used: Any, *, may_say: bool, may_withdraw: bool) -> DataTable:
    """The model plans, each with why and who used it."""

    def more(row: Any) -> Markup:
        ways = [("assurance:say-reused", "We used it")] if may_say else []
        ways += [("assurance:withdraw-model", "Take it back")] if may_withdraw else []
        return Markup(" · ").join(link(name, text, row.pk) for name, text in ways)

    return DataTable(
        name="",
        caption="Plans to learn from",
        columns=[
            Column("title", "Plan", lambda row: row.title, sort="title"),
            Column("whose", "Of", lambda row: whose(row.entry.plan)),
            Column("why", "Why", lambda row: row.why),
            Column("since", "Published", lambda row: short_day(row.published_at.date()), sort="published_at",
                   export=lambda row: row.published_at),
            Column("used", "Used by", lambda row: ", ".join(used.get(row.pk, [])) or "Nobody has said so"),
            Column("more", "More", more, export=lambda row: row.pk),
        ],
        default_sort="-since",
        empty="No plan is published as a model yet.",
    )  # fmt: skip


@require_safe
@needs(SEE)
def model_plans(request: HttpRequest) -> HttpResponseBase:
    """List the plans to learn from."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    used = reused_by(scope, as_at=moment.as_at)
    table = model_table(
        used, may_say=moment.is_live and scope.may(ANSWER), may_withdraw=moment.is_live and scope.may(REVIEW)
    )
    rows = queries.model_plans(scope, as_at=moment.as_at)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    context = {"title": "Plans to learn from", "back": reverse("assurance:plan-register"),
               "table": table.view(rows, request.GET), "ways": [], "moment": moment}  # fmt: skip
    return render(request, "core/listing.html", context)


@require_http_methods(["GET", "POST"])
@needs(REVIEW)
def publish_model(request: HttpRequest, plan_id: int) -> HttpResponseBase:
    """Publish a plan as one to learn from."""
    by, now = actor_of(request), timezone.now()
    entry = the(queries.entry, by.scope, plan_id)
    form = Reasoned(posted(request))
    if (
        form.is_valid()
        and tried(
            form, operations.publish_model, plan_id=plan_id, why=form.cleaned_data["why"], by=by, now=now
        )
        is not None
    ):
        messages.success(request, "Everybody who sees plans can read of it now.")
        return redirect("assurance:model-plans")
    said = (
        "Its title, whose it is and your reason are shown to everybody who sees plans. Its document is not."
    )
    back = reverse("assurance:plan", args=[plan_id])
    title = f"Publish as a model: {entry.title}"
    return ask(request, form, title=title, said=said, button="Publish as a model", back=back)


@require_http_methods(["GET", "POST"])
@needs(REVIEW)
def withdraw_model(request: HttpRequest, model_id: int) -> HttpResponseBase:
    """Take a model back."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.model_plans(by.scope).get, pk=model_id)
    form = Reasoned(posted(request))
    if (
        form.is_valid()
        and tried(
            form, operations.withdraw_model, model_id=model_id, why=form.cleaned_data["why"], by=by, now=now
        )
        is not None
    ):
        messages.success(request, "It is taken back.")
        return redirect("assurance:model-plans")
    back = reverse("assurance:model-plans")
    title = f"Take back: {found.title}"
    return ask(request, form, title=title, button="Take it back", back=back, ends_something=True)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def say_reused(request: HttpRequest, model_id: int) -> HttpResponseBase:
    """Say that one's own plan took something from a model."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.model_plans(by.scope).get, pk=model_id)
    form = SayReused(posted(request), choices={"party": parties_to_answer_for(by.scope)})
    if form.is_valid() and tried(
        form, operations.say_reused, model_id=model_id, party=party_of(form.cleaned_data["party"]),
        said=form.cleaned_data["said"], by=by, now=now,
    ) is not None:  # fmt: skip
        messages.success(request, "Thank you. It is written down who used it.")
        return redirect("assurance:model-plans")
    back = reverse("assurance:model-plans")
    return ask(request, form, title=f"We used: {found.title}", button="Write it down", back=back)
