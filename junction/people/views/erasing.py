"""Erase a person, after a page that says what that means."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs

from .. import forms, operations, queries


@needs("people.manage")
def erase_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask for a reason and a yes, then destroy the name, the address and every way in."""
    now, by = timezone.now(), actor_of(request)
    form = forms.ErasePerson(request.POST or None)
    try:
        person = queries.person(by.scope, user_id, now=now)
        if request.method == "POST" and form.is_valid():
            operations.erase_person(user_id=user_id, why=form.cleaned_data["why"], by=by, now=now)
            messages.success(request, "This person was erased. Nobody can sign in as them.")
            return redirect("people:people")
    except ObjectDoesNotExist:
        raise Http404 from None
    except operations.NotYours as refused:
        raise PermissionDenied(str(refused)) from None
    except operations.Refused as refused:
        form.add_error(None, str(refused))
    if not by.scope.reach(queries.MANAGE).national:
        raise PermissionDenied("Only an administrator can erase a person. Ask one.")
    return render(request, "people/erase_person.html", {"form": form, "person": person})
