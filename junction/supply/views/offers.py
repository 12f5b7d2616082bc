"""Offers to make or sell: the form anybody may fill in, the list, and owning, checking and answering one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago
from junction.supply.forms.deciding import HandOver
from junction.supply.forms.problems import AnswerOffer, CheckOffer, MakeOffer
from junction.supply.operations import offers as operations
from junction.supply.queries import offers as queries
from junction.supply.queries.askable import items_to_ask_for
from junction.supply.queries.owners import could_own, owner_names
from junction.supply.rules.offers import offer_rules

from .furniture import ask, link, own, posted, the, tried
from .problems import who_has

DECIDE = queries.DECIDE


@require_http_methods(["GET", "HEAD", "POST"])
def make_offer(request: HttpRequest) -> HttpResponseBase:
    """Offer something, without an account; or write down what somebody offers on the telephone."""
    by, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    is_staff = by.scope.reach(DECIDE).national
    items = [(item.code, item.name) for item in items_to_ask_for(by.scope, on=today)]
    form = MakeOffer(posted(request), rules=offer_rules(today), items=items)
    if form.is_valid():
        if not is_staff and (refused := ratelimit.consume_or_429(request, action="make_offer")):
            return refused
        offered = operations.Offered(**form.cleaned_data, channel="typed" if is_staff else "web")
        made = tried(form, operations.take_in_offer, offered=offered, by=by, now=now)
        if made and is_staff:
            return redirect("supply:offer", offer_id=made.pk)
        if made:
            request.session["offer"] = made.pk
            return redirect("supply:offer-made")
    context = {"form": form, "is_staff": is_staff}
    return render(request, "supply/make_offer.html", context, status=422 if form.errors else 200)


@require_safe
def offer_made(request: HttpRequest) -> HttpResponse:
    """What happens next, to who has just offered."""
    return render(request, "supply/offer_made.html", {"number": request.session.get("offer")})


def table(now: Any) -> DataTable:
    """The list of offers."""
    rules = offer_rules(timezone.localdate(now))
    kinds = {code: text.partition(":")[0] for code, text in rules.kinds.items()}
    return DataTable(
        name="",
        caption="Offers",
        columns=[
            Column("company", "Who", lambda row: link("supply:offer", row.offer.company, row.offer.pk),
                   sort="company", export=lambda row: row.offer.company),
            Column("kind", "What they can do",
                   lambda row: kinds.get(row.offer.kind, row.offer.kind), sort="kind"),
            Column("item", "Item", lambda row: row.offer.item.name if row.offer.item else "Something else",
                   sort="item__name"),
            Column("quantity", "How many", lambda row: row.offer.quantity, sort="quantity", numeric=True),
            Column("received", "Received", lambda row: ago(row.offer.received_at, now), sort="received_at",
                   export=lambda row: row.offer.received_at),
            Column("owner", "Who has it", lambda row: who_has(row, now, over=bool(row.offer.answered_at)),
                   export=lambda row: row.held.name),
            Column("answer", "Answer", lambda row: rules.answers.get(row.offer.answer, "") or "Not yet"),
        ],
        filters=[
            Filter("kind", "What they can do", list(kinds.items()), lambda rows, v: rows.filter(kind=v)),
            Filter("owner", "Who has it", [("nobody", "Nobody"), ("somebody", "Somebody")],
                   lambda rows, v: rows.filter(is_owned=v == "somebody")),
            Filter("answer", "Answer", [("open", "Not yet"), *rules.answers.items()],
                   lambda rows, v: rows.filter(answer="" if v == "open" else v)),
        ],
        default_sort="-received",
        empty="Nothing was offered yet.",
    )  # fmt: skip


@needs(DECIDE)
@require_safe
def offers(request: HttpRequest) -> HttpResponseBase:
    """List the offers; those that nobody has too long stand above."""
    actor, now = actor_of(request), timezone.now()
    _must_be_national(request)
    shown, found = table(now), queries.offers(actor.scope)

    def prepare(rows: list[Any]) -> list[Any]:
        return queries.offers_with_owners(actor.scope, rows, own_key=actor.key, now=now)

    if shown.wants_csv(request.GET):
        return shown.csv(found, request.GET, prepare=prepare)
    context = {
        "title": "Offers",
        "table": shown.view(found, request.GET, prepare=prepare),
        "nobodys": queries.how_many_nobodys(actor.scope, now=now),
        "ways": [("Write down an offer", reverse("supply:make-offer"))],
        "now": now,
    }
    return render(request, "supply/offers.html", context)


def _must_be_national(request: HttpRequest) -> None:
    if not actor_of(request).scope.reach(DECIDE).national:
        raise Http404


@needs(DECIDE)
@require_safe
def offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """One offer: who offers what, who has it, what was checked, what was answered."""
    actor, now = actor_of(request), timezone.now()
    found = the(queries.offer, actor.scope, offer_id)
    row = queries.offers_with_owners(actor.scope, [found], own_key=actor.key, now=now)[0]
    rules = queries.rules_of(actor.scope, found)
    keys, who = {span.owner for span in row.held.spans}, queries.who_offers(actor.scope, found)
    context = {
        "offer": found,
        "row": row,
        "who": who,
        "checks": queries.checks_of(actor.scope, found),
        "rules": rules,
        "names": owner_names(actor.scope, keys, own_key=actor.key, now=now),
        "is_mine": row.held.owner == actor.key,
        "now": now,
    }
    return render(request, "supply/offer.html", context)


@needs(DECIDE)
@require_POST
def take_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Become the owner."""
    return own(request, offer_id, operations.take_offer, "You have it now.", page="supply:offer")


@needs(DECIDE)
@require_POST
def release_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Let it be nobody's."""
    return own(
        request,
        offer_id,
        operations.release_offer,
        "Nobody has it now. Its working day begins again.",
        page="supply:offer",
    )


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Hand it to somebody else at the nation's desk."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.offer, by.scope, offer_id)
    row = queries.offers_with_owners(by.scope, [found], own_key=by.key, now=now)[0]
    people = could_own(by.scope, desk=None, now=now)
    form = HandOver(posted(request), people=people, initial={"expected": row.held.owner or ""})
    return _asked(request, form, operations.hand_over_offer, offer_id, title=f"Hand over offer {offer_id}",
                  button="Hand over", done="It is handed over.")  # fmt: skip


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def check_offer(request: HttpRequest, offer_id: int, code: str) -> HttpResponse:
    """Write down what one check found."""
    found = the(queries.offer, actor_of(request).scope, offer_id)
    check = queries.rules_of(actor_of(request).scope, found).checks.get(code)
    if check is None:
        raise Http404
    return _asked(request, CheckOffer(posted(request)), operations.check_offer, offer_id, title=check.text,
                  button="Write it down", done="It is written down.", code=code)  # fmt: skip


@needs(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Answer it; who offered gets a letter."""
    found = the(queries.offer, actor_of(request).scope, offer_id)
    answers = queries.rules_of(actor_of(request).scope, found).answers
    form = AnswerOffer(posted(request), answers=answers)
    return _asked(request, form, operations.answer_offer, offer_id, title=f"Answer {found.company}",
                  button="Send the answer", done="It is answered. They get a letter.")  # fmt: skip


def _asked(
    request: HttpRequest, form: Any, do: Callable[..., None], offer_id: int, *, title: str, button: str,
    done: str, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Show a form about an offer, and do what it says once it is whole."""
    if form.is_valid():
        given = {**more, **form.cleaned_data, "by": actor_of(request), "now": timezone.now()}
        tried(form, partial(do, offer_id), **given)
        if not form.errors:
            messages.success(request, done)
            return redirect("supply:offer", offer_id=offer_id)
    return ask(request, form, title=title, button=button, back=reverse("supply:offer", args=[offer_id]))
