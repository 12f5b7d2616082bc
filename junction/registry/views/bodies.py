"""The page on which a voluntary body is written down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, tried
from junction.registry import forms, operations, queries


@require_http_methods(["GET", "POST"])
@needs("registry.edit")
def add_body(request: HttpRequest) -> HttpResponseBase:
    """Write down a voluntary body of a council's area, or of the nation."""
    by, now = actor_of(request), timezone.now()
    areas = queries.areas_for_bodies(by.scope, on=local_day(now))
    none = [("", "The whole nation")] if by.scope.reach("registry.edit").national else []
    form = forms.AddBody(posted(request), areas=[*none, *areas])

    def work() -> int:
        typed = dict(form.cleaned_data)
        typed["area"] = typed["area"] or None
        return operations.add_body(typed.pop("name"), **typed, by=by, now=now).pk

    if form.is_valid() and (made := tried(form, work)) is not None:
        messages.success(request, "Written down. Invite those who work for it by its number.")
        return redirect("registry:organisation", made)
    said = (
        "A charity, community group or mutual aid group that helps. It can then keep its services in the "
        "directory, answer referrals and ask for volunteers. Providers of care come in with lists of places."
    )
    back = reverse("registry:organisations")
    return ask(request, form, title="Add a voluntary body", said=said, button="Add it", back=back)
