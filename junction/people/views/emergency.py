"""Break-glass access: take it with a reason, end it early."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.words import moment as in_words

from .. import forms, operations, rules


@needs("people.take-emergency-access")
def take_emergency_access(request: HttpRequest) -> HttpResponse:
    """Open something out of my reach for a few hours."""
    now = timezone.now()
    form = forms.TakeEmergencyAccess(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = operations.take_emergency_access(
                user_id=request.user.pk or 0, by=actor_of(request), now=now, **form.cleaned_data
            )
        except operations.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"You can see {taken.over} until {in_words(taken.ends_at)}.")
            return redirect("people:account")
    limits = rules.access_limits(timezone.localdate(now))
    return render(request, "people/take_emergency_access.html", {"form": form, "limits": limits})


@needs()
@require_POST
def end_emergency_access(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """Close what I opened."""
    try:
        operations.end_emergency_access(emergency_id=emergency_id, by=actor_of(request), now=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, "Your emergency access has ended.")
    return redirect("people:account")
