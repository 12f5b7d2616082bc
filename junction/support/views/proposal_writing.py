"""Proposing new provision, handing a proposal over, writing a decision down; each on a page of its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.sheets import pairs
from junction.support.forms.proposals import Decide, HandOver, Propose
from junction.support.operations import proposals as operations
from junction.support.operations.proposals import ProposalDecided, Proposed
from junction.support.queries import proposals as queries
from junction.support.queries.proposals import PROPOSE
from junction.support.rules.unmet import unmet_rules
from junction.support.rules.unmet_titles import category_titles


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def propose(request: HttpRequest) -> HttpResponseBase:
    """Propose new provision for a need in an area."""
    by, now = actor_of(request), timezone.now()
    day = local_day(now)
    areas = queries.areas_to_propose_for(by.scope, on=day)
    if by.scope.reach(PROPOSE).national:
        areas = [("", "England"), *areas]
    form = Propose(
        posted(request), choices={"category": list(category_titles(day).items())},
        initial={"area": request.GET.get("area", ""), "category": request.GET.get("need", "")},
    )  # fmt: skip
    form.fields["area"].choices = areas  # type: ignore[attr-defined] # a field of choices
    if form.is_valid():
        said = Proposed(**{**form.cleaned_data, "area": form.cleaned_data["area"] or None})
        made = tried(form, operations.propose, said=said, by=by, now=now)
        if made is not None:
            messages.success(request, "Proposed, with the figures of this moment. You have it now.")
            return redirect("support:proposal", made.pk)
    return ask(request, form, title="Propose new provision", button="Propose it",
               back=reverse("support:proposals"))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def hand_over(request: HttpRequest, number: int) -> HttpResponseBase:
    """Give it to somebody else."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.proposal, by.scope, number, now=now)
    people = queries.could_own(by.scope, one.area_id, now=now)
    form = HandOver(posted(request), choices={"to": people}, initial={"expected": one.owner or ""})
    back = reverse("support:proposal", args=[number])
    if form.is_valid():
        sent = {**form.cleaned_data, "number": number, "by": by, "now": now}
        if tried(form, operations.hand_over_proposal, **sent) is not None:
            messages.success(request, "Handed over.")
            return redirect(back)
    return ask(request, form, title="Hand it over", said=one.what, button="Hand it over", back=back)


@require_http_methods(["GET", "POST"])
@needs(PROPOSE)
def decide(request: HttpRequest, number: int) -> HttpResponseBase:
    """Write down what was decided."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.proposal, by.scope, number, now=now)
    today = local_day(now)
    choices = {"decision": pairs(unmet_rules(today).decisions)}
    form = Decide(posted(request), choices=choices, initial={"decided_on": today})
    back = reverse("support:proposal", args=[number])
    if form.is_valid():
        said = ProposalDecided(**form.cleaned_data)
        made = tried(form, operations.decide_on_proposal, number=number, said=said, by=by, now=now)
        if made is not None:
            messages.success(request, "Written down.")
            return redirect(back)
    return ask(request, form, title="What was decided?", said=one.what, button="Write it down", back=back)
