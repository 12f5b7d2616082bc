"""A council's hub: the people it supplies, what each got, and handing out over the counter."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day, short_moment
from junction.supply.forms.hub import HandOut, RegisterRecipient
from junction.supply.operations import hub as operations
from junction.supply.queries import hub as queries
from junction.supply.queries.askable import items_to_ask_for
from junction.supply.rules.free_supply import free_supply_on

from .furniture import ask, link, posted, the, tried

HUB = queries.HUB
SHOWN = 50


def table(now: Any) -> DataTable:
    """The people of a hub. The file holds numbers and grounds, no names."""
    grounds = {code: one.text for code, one in free_supply_on(timezone.localdate(now)).eligibilities.items()}
    return DataTable(
        name="",
        caption="People supplied",
        columns=[
            Column("name", "Who", lambda row: link("supply:recipient", row.name, row.recipient.pk),
                   export=lambda row: row.recipient.pk),
            Column("eligibility", "Why",
                   lambda row: grounds.get(row.recipient.eligibility, row.recipient.eligibility),
                   sort="eligibility"),
            Column("council", "Hub of", lambda row: row.recipient.council.name, sort="council__name"),
            Column("registered", "Registered", lambda row: short_moment(row.recipient.registered_at),
                   sort="registered_at", export=lambda row: row.recipient.registered_at),
            Column("supplied", "Last supplied",
                   lambda row: short_day(row.recipient.supplied_on) if row.recipient.supplied_on else "Never",
                   sort="supplied_on", export=lambda row: row.recipient.supplied_on),
        ],
        filters=[
            Filter("eligibility", "Why", list(grounds.items()), lambda rows, v: rows.filter(eligibility=v)),
        ],
        default_sort="-registered",
        empty="Nobody is registered here.",
    )  # fmt: skip


@needs(HUB)
@require_safe
def recipients(request: HttpRequest) -> HttpResponseBase:
    """Find somebody the hub supplies."""
    actor, now = actor_of(request), timezone.now()
    asked = request.GET.get("q", "").strip()[:100]
    shown, found = table(now), queries.recipients(actor.scope, text=asked)

    def listed(rows: list[Any]) -> list[Any]:
        return queries.known(actor.scope, rows, wanted=["name"])

    def numbered(rows: list[Any]) -> list[Any]:
        return queries.known(actor.scope, rows, wanted=[])

    if shown.wants_csv(request.GET):
        return shown.csv(found, request.GET, prepare=numbered)
    view = shown.view(found, request.GET, prepare=listed)
    context = {
        "title": "Free supply by the council",
        "said": "For personal assistants and others who cannot use the portal.",
        "table": view,
        "asked": asked,
        "ways": [("Register somebody", reverse("supply:register-recipient"))],
    }
    return render(request, "supply/recipients.html", context)


@needs(HUB)
@require_http_methods(["GET", "HEAD", "POST"])
def register_recipient(request: HttpRequest) -> HttpResponse:
    """Register somebody with a hub."""
    by, now = actor_of(request), timezone.now()
    rules = free_supply_on(timezone.localdate(now))
    councils = queries.councils_of_hubs(by.scope, now=now)
    form = RegisterRecipient(posted(request), councils=councils, rules=rules)
    if form.is_valid():
        person = operations.Person(**form.cleaned_data)
        made = tried(form, operations.register_recipient, person=person, by=by, now=now)
        if made:
            messages.success(request, "They are registered. Now hand out what they need.")
            return redirect("supply:recipient", recipient_id=made.pk)
    said = "" if councils else "No council in your reach has a store yet. Open a depot first."
    days = rules.forget_recipient_after_days
    said = said or f"Name, contact and address are destroyed {days} days after they were last supplied."
    return ask(request, form, title="Register somebody for free supply", button="Register",
               back=reverse("supply:recipients"), said=said)  # fmt: skip


@needs(HUB)
@require_http_methods(["GET", "HEAD", "POST"])
def recipient(request: HttpRequest, recipient_id: int) -> HttpResponse:
    """One person: what they got, and handing out more."""
    by, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    who = queries.known(by.scope, [the(queries.recipient, by.scope, recipient_id)])[0]
    depots = queries.hubs(by.scope, now=now).filter(area=who.recipient.council_id).values_list("pk", "name")
    form = HandOut(posted(request), items=items_to_ask_for(by.scope, on=today), depots=list(depots))
    if form.is_valid():
        done = tried(
            form, operations.hand_out, recipient_id=recipient_id, depot_id=int(form.cleaned_data["depot"]),
            wanted=form.quantities, by=by, now=now,
        )  # fmt: skip
        if done:
            rest = " What the store lacks has gone on to the forum." if done.missing else ""
            messages.success(request, f"It is handed out and written down.{rest}")
            return redirect("supply:recipient", recipient_id=recipient_id)
    issues = list(queries.issues(by.scope).filter(recipient=recipient_id)[:SHOWN])
    context = {
        "who": who,
        "form": form,
        "issues": issues,
        "items_of": queries.summaries_of(by.scope, [one.order_id for one in issues]),
        "grounds": {code: one.text for code, one in free_supply_on(today).eligibilities.items()},
        "forgotten_on": free_supply_on(today).forget_on(who.recipient.supplied_on or today),
    }
    return render(request, "supply/recipient.html", context, status=422 if form.errors else 200)
