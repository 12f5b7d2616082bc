"""What drops rest on (people aged 70 and over), and stock that is issued onward to a place."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.words import counted
from junction.registry import queries as registry

from ..forms.allocation import IssueOnward, OlderPeopleForm
from ..operations import allocation as operations
from ..queries import allocation as queries
from .furniture import posted, the, tried

DECIDE = queries.DECIDE


@needs(DECIDE)
def older_people(request: HttpRequest) -> HttpResponse:
    """The figures that drops by people rest on, each with its source; the national team enters them."""
    by, now = actor_of(request), timezone.now()
    if not by.scope.reach(DECIDE).national:
        raise PermissionDenied("Only the national team enters these figures.")
    lines = queries.older_people(by.scope, on=timezone.localdate(now))
    forums = [(one.area.code, one.area.name, one.figure.people if one.figure else None) for one in lines]
    form = OlderPeopleForm(posted(request), forums=forums)
    if request.method == "POST" and form.is_valid():
        figures = [operations.Entered(code, people) for code, people in form.changed.items()]
        source = form.cleaned_data["source"]
        kept = operations.enter_older_people(figures, source=source, by=by, now=now)
        messages.success(request, f"{counted(kept, 'figure')} kept.")
        return redirect("supply:older-people")
    context = {"form": form, "lines": lines, "missing": sum(one.figure is None for one in lines)}
    return render(request, "supply/older_people.html", context, status=422 if form.errors else 200)


@needs(DECIDE)
def issue_onward(request: HttpRequest, place_id: int) -> HttpResponse:
    """Issue packs from a forum's or a council's store to a place."""
    by, now = actor_of(request), timezone.now()
    place = the(registry.place, by.scope, place_id, permission=DECIDE)
    stores = [one for one in queries.on_offer(by.scope, now=now) if one.depot.kind in ("lrf", "council")]
    depots = {one.depot.pk: one.depot.name for one in stores}
    chosen = request.GET.get("store", "")
    depot_id = int(chosen) if chosen.isdecimal() and int(chosen) in depots else next(iter(depots), None)
    offers = [
        (f"item-{one.item.pk}", f"{one.item.name}: {one.pack.name}, {one.packs:,} here", one.packs)
        for one in stores
        if one.depot.pk == depot_id
    ]
    form = IssueOnward(posted(request), offers=offers)
    if request.method == "POST" and depot_id and form.is_valid():
        about = {"place_id": place.pk, "depot_id": depot_id, "why": form.cleaned_data["why"]}
        try:
            order = tried(form, operations.issue_onward, packs=form.packs, by=by, now=now, **about)
        except ObjectDoesNotExist as nothing:
            raise Http404 from nothing
        if order:
            messages.success(request, f"Order {order.pk} to {place.name} is reserved and waits to be picked.")
            return redirect("supply:cover-of-place", place_id=place.pk)
    context = {
        "form": form,
        "place": place,
        "depots": [(name, f"?store={pk}", pk == depot_id) for pk, name in depots.items()],
        "back": reverse("supply:cover-of-place", args=[place.pk]),
    }
    return render(request, "supply/issue_onward.html", context, status=422 if form.errors else 200)
