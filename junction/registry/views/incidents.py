"""Pages of incidents: which there are and were; declare, extend, stand down.

The page of one stands on the roof (`oversight`), since it shows who has answered.
"""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.moment import read_moment
from junction.core.refusals import Refusal
from junction.registry import forms, operations, queries
from junction.registry.rules.incidents import playbooks
from junction.registry.rules.service_types import in_words


@needs("incidents.see")
def incidents(request: HttpRequest) -> HttpResponse:
    """Incidents in force and stood down, as known at a moment."""
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    scope = actor_of(request).scope
    found = list(queries.incidents(scope, as_at=moment.at))
    return render(
        request,
        "registry/incidents.html",
        {
            "moment": moment,
            "in_force": [one for one in found if not one.is_over(at=moment.at)],
            "over": [one for one in found if one.is_over(at=moment.at)],
            "titles": {name: one.title for name, one in playbooks(moment.day).items()},
            "may_run": scope.may("incidents.run"),
        },
    )


@needs("incidents.run")
def declare_incident(request: HttpRequest) -> HttpResponse:
    """Declare an emergency for areas with a playbook, once what it will ask has been looked at."""
    by, now = actor_of(request), timezone.now()
    on = timezone.localdate(now)
    books = playbooks(on)
    form = forms.DeclareIncident(request.POST or None, playbooks=books)
    checked = None
    wanted = request.method == "POST" and not request.POST.get("change")
    if wanted and form.is_valid() and (codes := _codes(form)):
        given = {key: form.cleaned_data[key] for key in ("name", "playbook", "why")}
        try:
            if request.POST.get("confirmed"):
                declared = operations.declare_incident(area_codes=codes, by=by, now=now, **given)
                messages.success(request, f"{declared.name} is declared. What it asks is due from today.")
                return redirect("oversight:incident", incident_id=declared.pk)
            areas = operations.check_incident(area_codes=codes, by=by, now=now)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            book = books[given["playbook"]]
            places = queries.places_to_ask(by.scope, codes, book, on=on)
            checked = {"areas": areas, "playbook": book, "places": places}
    context = {"form": form, "playbooks": books, "checked": checked, "in_words": in_words}
    return render(request, "registry/declare_incident.html", context)


@needs("incidents.run")
def extend_incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Let an incident cover more areas."""
    by = actor_of(request)
    one = _one_in_force(request, incident_id)
    form = forms.ExtendIncident(request.POST or None)
    if request.method == "POST" and form.is_valid() and (codes := _codes(form)):
        try:
            operations.extend_incident(
                incident_id=incident_id,
                area_codes=codes,
                why=form.cleaned_data["why"],
                by=by,
                now=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{one.name} covers more areas now.")
            return redirect("oversight:incident", incident_id=incident_id)
    return render(request, "registry/extend_incident.html", {"form": form, "incident": one})


@needs("incidents.run")
def stand_down_incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Ask whether an incident is over, and why; then end it."""
    one = _one_in_force(request, incident_id)
    form = forms.StandDownIncident(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.stand_down_incident(
                incident_id=incident_id, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except operations.MayNotRunIncident as refused:
            raise PermissionDenied(str(refused)) from None
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{one.name} is stood down.")
            return redirect("oversight:incident", incident_id=incident_id)
    return render(request, "registry/stand_down_incident.html", {"form": form, "incident": one})


def _one_in_force(request: HttpRequest, incident_id: int):  # type: ignore[no-untyped-def]  # doors import no models
    try:
        one = queries.incident(actor_of(request).scope, incident_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    if one.stood_down_at:
        raise Http404
    return one


def _codes(form: forms.ExtendIncident) -> list[str]:
    """The codes of the areas named; empty, with errors at the field, when one is not known."""
    on = timezone.localdate()
    matches = {text: queries.area_match(text, on=on) for text in form.area_texts}
    for text, match in matches.items():
        if match.code is None:
            form.add_error("areas", match.explain(text))
    return [] if form.errors else [match.code for match in matches.values() if match.code]
