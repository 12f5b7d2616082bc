"""End a role, or take away a second factor, after a page that says what that means."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs

from .. import forms, operations, queries, rules


@needs()
def end_membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Ask why, say what follows, then end somebody's role or lay down my own."""
    now, by = timezone.now(), actor_of(request)
    form = forms.EndRole(request.POST or None)
    try:
        held = queries.membership(by.scope, membership_id, own_key=by.key, now=now)
        if membership_id not in queries.endable(by.scope, own_key=by.key, now=now):
            raise operations.NotYours
        if request.method == "POST" and form.is_valid():
            operations.end_membership(
                membership_id=membership_id, why=form.cleaned_data["why"], by=by, now=now
            )
            messages.success(request, f"{held.user.name} no longer has this role.")
            return redirect("people:people" if by.scope.may("people.see") else "people:account")
    except ObjectDoesNotExist:
        raise Http404 from None
    except operations.NotYours as refused:
        raise PermissionDenied(str(refused)) from None
    except operations.Refused as refused:
        form.add_error(None, str(refused))
    context = {
        "form": form,
        "held": held,
        "role": rules.roles(timezone.localdate(now)).get(held.role),
        "is_own": held.user.key == by.key,
        "others": queries.own_memberships(held.user_id, now=now).exclude(pk=held.pk).count(),
    }
    return render(request, "people/end_membership.html", context)


@needs("people.manage")
def remove_second_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask why, say what follows, then take away somebody's second factor."""
    now, by = timezone.now(), actor_of(request)
    form = forms.RemoveSecondFactor(request.POST or None)
    try:
        person = queries.person(by.scope, user_id, now=now)
        if not queries.may_remove_second_factor(by.scope, person, own_key=by.key, now=now):
            raise operations.NotYours
        if request.method == "POST" and form.is_valid():
            operations.remove_second_factor(user_id=user_id, why=form.cleaned_data["why"], by=by, now=now)
            messages.success(request, f"{person.name} now signs in with the password and sets up another.")
            return redirect("people:person", user_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    except operations.NotYours as refused:
        raise PermissionDenied(str(refused)) from None
    except operations.Refused as refused:
        form.add_error(None, str(refused))
    return render(request, "people/remove_second_factor.html", {"form": form, "person": person})
