"""Referrals for both sides: the list, one of them, and the service's answer."""

from datetime import datetime
from functools import partial
from typing import Any

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
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_moment
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.record.queries.keepers import names
from junction.support.forms.referrals import DeclineReferral
from junction.support.operations import referrals as operations
from junction.support.queries import referrals as queries
from junction.support.queries.linking import LINK, may_begin
from junction.support.queries.needs import ANSWER
from junction.support.rules.desk import desk_on
from junction.support.rules.directory_book import directory_book
from junction.support.rules.referrals import ReferralRules, referral_rules
from junction.support.rules.routing import Routing, routing_on

REFER = queries.REFER
EITHER = f"{REFER} {ANSWER}"
STATES = [("sent", "Sent"), ("accepted", "Accepted"), ("declined", "Declined"), ("lapsed", "Lapsed"),
          ("withdrawn", "Taken back")]  # fmt: skip
COLOURS = {"sent": "amber", "accepted": "green", "declined": "red", "lapsed": "red"}


def state_tag(state: str, *, is_late: bool = False) -> Any:
    """How a referral stands, with shape and colour."""
    if is_late:
        return macro_of("status_tag")("red", "Answer is late")
    return macro_of("status_tag")(COLOURS.get(state, "unknown"), dict(STATES).get(state, state))


def _table(by: Actor, rules: ReferralRules, routing: Routing, at: datetime) -> DataTable:
    kinds = routing.categories | desk_on(local_day(at)).matter_titles

    def is_late(row: Any) -> bool:
        return bool(row.then_state == "sent" and row.limit_at < at)

    return DataTable(
        name="",
        caption="Referrals",
        columns=[
            Column("reference", "Referral", lambda row: link("support:referral", row.reference, row.pk),
                   sort="reference", export=lambda row: row.reference),
            Column("service", "Service", lambda row: row.service.name, sort="service__name"),
            Column("what", "What is needed", lambda row: kinds.get(row.need.category, "Danger")),
            Column("area", "Council", lambda row: row.need.area.name, sort="need__area__name"),
            Column("sent", "Sent", lambda row: ago(row.sent_at, at), sort="sent_at",
                   export=lambda row: row.sent_at),
            Column("limit", "Answer by", lambda row: short_moment(row.limit_at), sort="limit_at",
                   export=lambda row: row.limit_at),
            Column("state", "State", lambda row: state_tag(row.then_state, is_late=is_late(row)),
                   sort="then_state", export=lambda row: row.then_state),
            Column("why", "Why not", lambda row: rules.decline_reasons.get(row.declined_why, "")
                   if row.then_state == "declined" else ""),
        ],
        filters=[
            Filter("state", "State", STATES, lambda rows, code: rows.filter(then_state=code)),
            Filter("side", "Whose", [("answer", "To answer by you"), ("sent", "Sent by your helpline")],
                   lambda rows, code: queries.of_side(by.scope, rows, code)),
            Filter("late", "Answer", [("yes", "Late")], lambda rows, _: queries.late(by.scope, rows, now=at)),
            Filter("why", "Why not", list(rules.decline_reasons.items()),
                   lambda rows, code: rows.filter(declined_why=code, then_state="declined")),
        ],
        default_sort="limit",
        empty="No referral was sent yet, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs(EITHER)
def referrals(request: HttpRequest) -> HttpResponseBase:
    """Every referral in reach, what is due first; `as_at` shows how they stood at a moment."""
    by, now = actor_of(request), timezone.now()
    shown = read_moment(request.GET, now=now, path=request.path)
    rows = queries.referrals(by.scope, as_at=shown.as_at, sought=sought(request))
    page = Listing("Referrals", reverse("support:home"), shown, said="Who is referred stands on each one.")
    table = _table(by, referral_rules(local_day(now)), routing_on(local_day(now)), shown.at)
    return listed(request, table, rows, page)


@require_safe
@needs(EITHER)
def referral(request: HttpRequest, referral_id: int) -> HttpResponse:
    """One referral: who it is about while the service may know, what happened, and the answer."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_referral, by.scope, referral_id)
    rules, happened = referral_rules(local_day(one.sent_at)), queries.events(by.scope, one)
    keys = {event.by for event, _ in happened}
    may_answer = queries.may_answer(by.scope, one)
    may_take_back = queries.may_take_back(by.scope, one)
    kinds = routing_on(local_day(one.sent_at)).categories | desk_on(local_day(one.sent_at)).matter_titles
    context = {
        "one": one, "rules": rules, "happened": happened, "tag": state_tag(one.state),
        "names": names(by.scope, keys, own_key=by.key, now=now),
        "who": queries.who_is_referred(by.scope, one),
        "what": kinds.get(one.need.category, "Danger"), "may_answer": may_answer,
        "way": "".join(directory_book(local_day(one.sent_at)).way_titles([one.way] if one.way else [])),
        "to_answer": may_answer and one.state == "sent", "may_take_back": may_take_back and one.is_standing,
        "sees_need": may_take_back, 
        "may_begin": by.scope.may(LINK) and may_begin(by.scope, one),
        "is_late": one.state == "sent" and one.limit_at < now,
    }  # fmt: skip
    answer = render(request, "support/referrals/referral.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(REFER)
def accept_referral(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Say that the service helps."""
    by, now = actor_of(request), timezone.now()
    try:
        the(operations.accept_referral, referral_id, by=by, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It is accepted. Get in touch with them now. The helpline is told.")
    return redirect("support:referral", referral_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(REFER)
def decline_referral(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Say that the service cannot, and why."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_referral, by.scope, referral_id)
    reasons = list(referral_rules(local_day(one.sent_at)).decline_reasons.items())
    form = DeclineReferral(posted(request), reasons=reasons)
    back = reverse("support:referral", args=[one.pk])
    work = partial(the, operations.decline_referral, one.pk, by=by, now=now)
    if form.is_valid() and tried(form, work, **form.cleaned_data) is not None:
        messages.success(request, "It is declined. The helpline is told why, and looks for somebody else.")
        return redirect(back)
    return ask(request, form, title=f"Decline referral {one.reference}", button="Decline it", back=back,
               said="Say why: the reasons show what is missing here.", ends_something=True)  # fmt: skip
