"""Offers of help: the form for anybody, the private page, and taking, passing on and answering one."""

from datetime import date
from functools import partial
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.moment import read_moment
from junction.core.pages.sheets import pairs
from junction.core.refusals import Refusal
from junction.core.scope import Scope
from junction.registry.queries import area
from junction.support.forms import offers as forms
from junction.support.operations import offer_passing as passing
from junction.support.operations import offers as operations
from junction.support.queries import offer_desks
from junction.support.queries import offers as queries
from junction.support.rules.help_offers import ACCEPTED, Desk, help_offer_rules

from .offer_lists import state_tag

OFFERS = offer_desks.OFFERS
CHOOSE = ("", "Select")


@require_http_methods(["GET", "HEAD", "POST"])
def make_offer(request: HttpRequest) -> HttpResponseBase:
    """Offer help, without an account; or write down what somebody offers on the telephone."""
    by, now = actor_of(request), timezone.now()
    is_staff = by.scope.may(OFFERS)
    form = _make_form(request, by.scope, local_day(now), is_staff=is_staff)
    if form.is_valid():
        if not is_staff and (refused := ratelimit.consume_or_429(request, action="make_offer")):
            return refused
        channel = "typed" if is_staff else "web"
        offered = operations.HelpOffered(**form.cleaned_data, channel=channel)
        made = tried(form, operations.make_offer, offered=offered, by=by, now=now)
        if made:
            return _made(request, made, is_staff=is_staff)
    context = {"form": form, "is_staff": is_staff}
    return render(request, "support/make_offer.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, made: operations.Made, *, is_staff: bool) -> HttpResponse:
    """Lead who offers to their private page; who wrote it down for them to the offer, where they see it."""
    if not is_staff or not queries.in_reach(actor_of(request).scope).filter(pk=made.offer.pk).exists():
        messages.success(request, f"We have your offer. Its reference is {made.offer.reference}.")
        return redirect("support:offer-status", made.token)
    if not made.offer.email:  # no letter brings them their link
        page = reverse("support:offer-status", args=[made.token])
        messages.success(
            request, f"Read them this address, it is not shown again: {settings.PUBLIC_ADDRESS}{page}"
        )
    return redirect("support:offer", made.offer.pk)


def _make_form(request: HttpRequest, scope: Scope, today: date, *, is_staff: bool) -> forms.MakeHelpOffer:
    rules = help_offer_rules(today)
    found = offer_desks.councils(scope, rules=rules, on=today).values_list("code", "name")
    choices = {
        "kind": pairs(rules.kinds), "price_basis": pairs(rules.price_bases),
        "staff_kind": [("", "Not staff"), *rules.staff_kinds.items()],
        "area": [("", "Anywhere in England"), *found],
    }  # fmt: skip
    shape = forms.WriteDownOffer if is_staff else forms.MakeHelpOffer
    return shape(posted(request), choices=choices, initial={"starts_on": today})


def _by_link(request: HttpRequest, token: str) -> Any:
    found = queries.offer_of_link(actor_of(request).scope, token)
    if found is None:
        raise Http404
    return found


@require_safe
def offer_status(request: HttpRequest, offer_token: str) -> HttpResponse:
    """What who offers sees: who has it since when, how often it was passed on, and the answer."""
    found, now = _by_link(request, offer_token), timezone.now()
    scope = actor_of(request).scope
    row = queries.with_owners(scope, [found], now=now)[0]
    rules = queries.rules_of(scope, found)
    context = {"row": row, "offer": found, "rules": rules, "tag": state_tag(row), "token": offer_token,
               "may_withdraw": found.state in queries.STANDING}  # fmt: skip
    answer = render(request, "support/offer_status.html", context)
    answer["Referrer-Policy"] = "no-referrer"  # the address is a secret
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_offer(request: HttpRequest, offer_token: str) -> HttpResponse:
    """Take one's offer back."""
    found, form = _by_link(request, offer_token), forms.Withdraw(posted(request))
    back = reverse("support:offer-status", args=[offer_token])
    if form.is_valid():
        by, now = actor_of(request), timezone.now()
        if tried(form, operations.withdraw_offer, token=offer_token, by=by, now=now):
            messages.success(request, "Your offer is withdrawn.")
            return redirect(back)
    return ask(request, form, title=f"Withdraw offer {found.reference}", button="Withdraw it",
               said="Nobody uses it from now on. You can make another at any time.", back=back,
               ends_something=True)  # fmt: skip


@needs(queries.SEE)
@require_safe
def offer(request: HttpRequest, support_offer_id: int) -> HttpResponse:
    """One offer: what is offered, who has it and had it, what was answered and used."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    found = the(queries.one_offer, by.scope, support_offer_id, as_at=moment.as_at)
    row = queries.with_owners(by.scope, [found], now=moment.now, as_at=moment.as_at)[0]
    who = queries.who_offers(by.scope, found)
    uses = list(queries.uses(by.scope, found, as_at=moment.as_at))
    context = {
        "offer": found, "row": row, "tag": state_tag(row), "rules": queries.rules_of(by.scope, found),
        "who": who, "may_answer": bool(who) and moment.is_live, "moment": moment, "uses": uses,
        "is_mine": row.owner == by.key,
        "needs_met": queries.needs_met(by.scope, uses), "is_accepted": row.state == ACCEPTED,
        "stands": row.state in queries.STANDING, "supplies": found.elsewhere.partition(":")[2],
        "may_open": by.scope.reach("supply.decide").national,  # the buyers of supplies are the nation's
    }  # fmt: skip
    return render(request, "support/offer.html", context)


@needs(OFFERS)
@require_POST
def take_offer(request: HttpRequest, support_offer_id: int) -> HttpResponse:
    """Become the owner."""
    by, now = actor_of(request), timezone.now()
    try:
        the(passing.take_offer, support_offer_id, by=by, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "You have it now.")
    return redirect("support:offer", support_offer_id)


@needs(OFFERS)
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on_offer(request: HttpRequest, support_offer_id: int) -> HttpResponse:
    """Pass it to somebody else at its desk, or to another desk."""
    by, now = actor_of(request), timezone.now()
    found = the(queries.one_offer, by.scope, support_offer_id, permission=OFFERS)
    row = queries.with_owners(by.scope, [found], now=now)[0]
    mine = Desk(found.step, found.desk_id)
    people = [one for one in offer_desks.named_at(by.scope, mine, now=now) if one[0] != row.owner]
    rules = queries.rules_of(by.scope, found)
    desks = offer_desks.ladder(by.scope, found.area_id, rules=rules, on=local_day(now))
    others = [(desk.key, f"The desk of {_name(by.scope, desk)}") for desk in desks if desk != mine]
    form = forms.PassOn(
        posted(request), choices={"to": [CHOOSE, *people, *others]}, initial={"expected": row.owner}
    )
    return _asked(request, form, partial(passing.pass_on, support_offer_id), support_offer_id,
                  title=f"Pass on offer {found.reference}", button="Pass it on", done="It is passed on.",
                  said=f"Passed on {found.passes} times so far. Who offers it sees each time.")  # fmt: skip


def _name(scope: Scope, desk: Desk) -> str:
    found = area(scope, desk.area) if desk.area else None
    return found.name if found else "the nation"


@needs(OFFERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_offer(request: HttpRequest, support_offer_id: int) -> HttpResponse:
    """Answer it; who offered gets a letter."""
    by = actor_of(request)
    found = the(queries.one_offer, by.scope, support_offer_id, permission=OFFERS)
    rules = queries.rules_of(by.scope, found)
    choices = {"answer": pairs(rules.answers), "declined_why": [CHOOSE, *rules.decline_reasons.items()]}
    form = forms.AnswerHelpOffer(posted(request), choices=choices)

    def do(*, by: Any, now: Any, **said: Any) -> Any:
        return operations.answer_offer(support_offer_id, operations.OfferAnswer(**said), by=by, now=now)

    return _asked(request, form, do, support_offer_id, title=f"Answer {found.company}",
                  button="Send the answer", done="It is answered. They get a letter.")  # fmt: skip


@needs(OFFERS)
@require_http_methods(["GET", "HEAD", "POST"])
def use_offer(request: HttpRequest, support_offer_id: int) -> HttpResponse:
    """Write down that some of it was used."""
    by = actor_of(request)
    found = the(queries.one_offer, by.scope, support_offer_id, permission=OFFERS)
    form = forms.UseOffer(posted(request), initial={"used_on": local_day(timezone.now())})

    def do(*, by: Any, now: Any, **said: Any) -> Any:
        return operations.use_offer(support_offer_id, operations.Used(**said), by=by, now=now)

    left = queries.left_of(by.scope, found)
    unit = queries.rules_of(by.scope, found).kinds[found.kind].unit
    return _asked(request, form, do, support_offer_id, title=f"Use of offer {found.reference}",
                  button="Write it down", done="It is written down.",
                  said=f"Left: {left:,} {unit} of {found.quantity:,}.")  # fmt: skip


def _asked(
    request: HttpRequest, form: Any, do: Any, number: int, *, title: str, button: str, done: str,
    said: str = "",
) -> HttpResponse:  # fmt: skip
    """Show a form about an offer, and do what it says once it is whole."""
    if form.is_valid():
        given = {**form.cleaned_data, "by": actor_of(request), "now": timezone.now()}
        if tried(form, do, **given) is not None:
            messages.success(request, done)
            return redirect("support:offer", number)
    back = reverse("support:offer", args=[number])
    return ask(request, form, title=title, button=button, back=back, said=said)


@needs(OFFERS)
@require_http_methods(["GET", "HEAD", "POST"])
def route_offers(request: HttpRequest, desk: str) -> HttpResponse:
    """Name who has offers of a kind at a desk from a day on."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    rules, code = help_offer_rules(today), "" if desk == "nation" else desk
    known = offer_desks.desk_areas(by.scope, rules=rules, on=today).filter(code=code).first()
    if known is None and (code or not by.scope.reach(OFFERS).national):
        raise Http404
    people = offer_desks.named_at(by.scope, Desk("", code or None), now=now)
    choices = {"kind": [("", "Every kind"), *pairs(rules.kinds)], "owner": [CHOOSE, *people]}
    form = forms.RouteOffers(posted(request), choices=choices, initial={"valid_from": today})
    back = reverse("support:offer-routes")
    if form.is_valid():
        routed = passing.OfferRouted(area=code, **form.cleaned_data)
        if tried(form, passing.set_route, routed=routed, by=by, now=now) is not None:
            messages.success(request, "It is set. New offers go there.")
            return redirect(back)
    name = known.name if known else "the nation"
    return ask(request, form, title=f"Who has offers: {name}", button="Set it", back=back)
