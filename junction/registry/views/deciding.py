"""Pages where a person decides likeness: proposals, merges, and taking a merge back."""

from typing import Any

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

from .furniture import TYPE_NAMES, in_force, of_place, place_to_edit, posted

MOST_SHOWN = 50


@needs("registry.edit")
def proposals(request: HttpRequest) -> HttpResponse:
    """What may be one place, or a successor: side by side, to accept or to reject."""
    return _proposals(request)


def _proposals(request: HttpRequest, *, wrong: int = 0, said: str = "") -> HttpResponse:
    """Show what is to decide; `wrong` is the number of the one that was sent without a reason."""
    found = queries.proposals(actor_of(request).scope, permission="registry.edit", status="open")
    shown = list(found[:MOST_SHOWN])
    context = {"proposals": shown, "total": found.count(), "types": TYPE_NAMES, "wrong": wrong, "said": said}
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
    except operations.NoReason as refused:
        return _proposals(request, wrong=proposal_id, said=str(refused))
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The proposal is accepted." if accepted else "The proposal is rejected.")
    return redirect("registry:proposals")


@needs("registry.edit")
def merge_places(request: HttpRequest, place_id: int) -> HttpResponse:
    """Choose the other place, look at both side by side, and merge."""
    by = actor_of(request)
    kept = place_to_edit(by, place_id)
    form = forms.MergePlaces(posted(request), initial={"other": request.GET.get("other", "")[:19]})
    other = _other(form, kept, by) if request.method == "POST" and form.is_valid() else None
    if other is not None and request.POST.get("confirmed") and not request.POST.get("change"):
        why, now = form.cleaned_data["why"], timezone.now()
        try:
            operations.merge_places(kept_id=kept.pk, gone_id=other.pk, why=why, by=by, now=now)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{kept.name} now answers for both. This can be undone on this page.")
            return redirect("registry:place", place_id=kept.pk)
    context: dict[str, Any] = {"form": form, "place": kept}
    if other is not None and not form.errors and not request.POST.get("change"):
        sides = [(one, in_force(by.scope, one)) for one in (kept, other)]
        context |= {"sides": sides, "types": TYPE_NAMES}
        return render(request, "registry/merge_places_check.html", context)
    context["alike"] = queries.alike_places(by.scope, kept, permission="registry.edit")
    return render(request, "registry/merge_places.html", context)


def _other(form: forms.MergePlaces, kept: Any, by: Any) -> Any:
    """The place that the number means; with an error on the form where it means none, or the very same."""
    try:
        other = queries.place(by.scope, form.cleaned_data["other"], permission="registry.edit")
    except ObjectDoesNotExist:
        form.add_error("other", "No place that you may correct has this number. Look it up on its page.")
        return None
    if other.pk == kept.pk:
        form.add_error("other", "This is the number of the place itself. Enter that of the other place.")
        return None
    return other


@needs("registry.edit")
def undo_merge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Let two places stand for themselves again."""
    by = actor_of(request)
    merge = of_place(queries.merges(by.scope, permission="registry.edit"), merge_id)
    form = forms.WithReason(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.undo_merge(merge_id=merge.pk, why=form.cleaned_data["why"], by=by, now=timezone.now())
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The merge is undone. Both places are as they were.")
            return redirect("registry:place", place_id=merge.kept_id)
    return render(request, "registry/undo_merge.html", {"form": form, "place": merge.kept, "merge": merge})
