"""Pages where a person decides likeness: proposals, merges, and taking a merge back."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.refusals import Refusal
from junction.registry import forms, operations, queries

from .places import TYPE_NAMES


@needs("registry.edit")
def proposals(request: HttpRequest) -> HttpResponse:
    """What may be one place, or a successor: side by side, to accept or to reject."""
    found = queries.proposals(actor_of(request).scope, permission="registry.edit", status="open")
    context = {"proposals": found[:50], "total": found.count(), "types": TYPE_NAMES}
    return render(request, "registry/proposals.html", context)


@needs("registry.edit")
def decide_proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Accept or reject, with a reason."""
    if request.method != "POST":
        return redirect("registry:proposals")
    by, why = actor_of(request), request.POST.get("why", "")
    accepted = request.POST.get("answer") == "accept"
    decide = operations.accept_proposal if accepted else operations.reject_proposal
    try:
        decide(proposal_id=proposal_id, why=why, by=by, now=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The proposal is accepted." if accepted else "The proposal is rejected.")
    return redirect("registry:proposals")


@needs("registry.edit")
def merge_places(request: HttpRequest, place_id: int) -> HttpResponse:
    """Choose the other place, look at both, and merge."""
    by = actor_of(request)
    form = forms.MergePlaces(request.POST or None)
    try:
        kept = queries.place(by.scope, place_id, permission="registry.edit")
        other = None
        if request.method == "POST" and form.is_valid():
            other = queries.place(by.scope, form.cleaned_data["other"], permission="registry.edit")
            if request.POST.get("confirmed"):
                why, gone = form.cleaned_data["why"], other.pk
                operations.merge_places(kept_id=kept.pk, gone_id=gone, why=why, by=by, now=timezone.now())
                messages.success(request, f"{kept.name} now answers for both. This can be undone here.")
                return redirect("registry:place", place_id=kept.pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refused:
        form.add_error(None, str(refused))
    return render(request, "registry/merge_places.html", {"form": form, "place": kept, "other": other})


@needs("registry.edit")
def undo_merge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Let two places stand for themselves again."""
    if request.method != "POST":
        raise Http404
    why = request.POST.get("why", "")
    try:
        merge = operations.undo_merge(merge_id=merge_id, why=why, by=actor_of(request), now=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect(request.headers.get("referer") or "registry:places")
    messages.success(request, "The merge is undone. Both places are as they were.")
    return redirect("registry:place", place_id=merge.kept_id)
