"""API tokens of the organisations I manage: list, create (the secret is shown once), revoke."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs

from .. import forms, operations, queries, rules


@needs("tokens.manage")
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token in my reach, with who made it, until when it works and when it was last used."""
    found = queries.tokens(actor_of(request).scope)[:500]
    titles = {name: role.title for name, role in rules.roles(timezone.localdate()).items()}
    return render(request, "people/tokens.html", {"tokens": found, "now": timezone.now(), "titles": titles})


@never_cache
@needs("tokens.manage")
def create_token(request: HttpRequest) -> HttpResponse:
    """Create one and show its secret, for the only time."""
    choices = queries.token_organisations(actor_of(request).scope).values_list("pk", "name")[:1000]
    most = rules.access_limits(timezone.localdate()).token_days
    form = forms.CreateToken(
        request.POST or None, organisations=choices, duties=_duties(request), most_days=most
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            created = operations.create_token(
                organisation_id=given["organisation"], name=given["name"], days=given["days"],
                duty=given.get("duty", ""), by=actor_of(request), now=timezone.now(),
            )  # fmt: skip
        except operations.Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "people/token_created.html", {"created": created})
    return render(request, "people/create_token.html", {"form": form})


def _duties(request: HttpRequest) -> list[tuple[str, str]]:
    """What a token may be made for alone, in words."""
    known = rules.duties(actor_of(request).scope, on=timezone.localdate())
    return [(one.name, f"Only {', '.join(one.words)}") for one in known]


@needs("tokens.manage")
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ask why, say what follows, then make a token useless at once."""
    by, now = actor_of(request), timezone.now()
    form = forms.RevokeToken(request.POST or None)
    try:
        token = queries.token(by.scope, token_id)
        if request.method == "POST" and form.is_valid():
            operations.revoke_token(token_id=token_id, why=form.cleaned_data["why"], by=by, now=now)
            messages.success(request, f"The token “{token.name}” no longer works.")
            return redirect("people:tokens")
    except ObjectDoesNotExist:
        raise Http404 from None
    return render(request, "people/revoke_token.html", {"form": form, "token": token})
